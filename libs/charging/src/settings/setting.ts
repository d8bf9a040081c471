import type { JsonObject } from '@wattledger/kernel';

/** How a station is to behave, in words that no protocol knows. Config modules translate. */
export type Setting =
  /** What drivers are shown and charged: a tariff. */
  | { readonly name: 'price'; readonly tariffId: string; readonly tariffVersion: number }
  /** A session is over after so many minutes. */
  | { readonly name: 'chargingTime'; readonly minutes: number }
  /**
   * No more is drawn on each phase: by the whole station, all its connectors together, or with the setting's `evseId` by a session
   * at that EVSE. `phases` are those the connectors are wired with, for stations that count in watts.
   */
  | { readonly name: 'maximumCurrent'; readonly amperes: number; readonly phases: 1 | 2 | 3; readonly voltageV: number };

export type SettingName = Setting['name'];

export const settingNames = ['price', 'chargingTime', 'maximumCurrent'] as const satisfies readonly SettingName[];

/** Where a station shows that it has taken a setting over. */
export type ShownSetting = ShownVariable | ShownProfile | ShownTariff;

/** A variable that has this value. */
export interface ShownVariable {
  /** Absent in 1.6, where variables are configuration keys. */
  readonly component?: string;
  readonly variable: string;
  readonly evseId?: number;
  readonly value: string;
}

/** A charging profile (2.x) that the station holds, and what of it must be so. */
export interface ShownProfile {
  readonly chargingProfileId: number;
  /** 0: of the whole station, or of each EVSE. */
  readonly evseId: number;
  readonly stackLevel: number;
  /** OCPP's name, such as `ChargingStationMaxProfile`. */
  readonly purpose: string;
  /** What the limits count: amperes for each phase, or watts. */
  readonly rateUnit: 'A' | 'W';
  /** At `startPeriod` (seconds) exactly this much is allowed, and no more than that until the next; before the first, anything. */
  readonly limits: readonly { readonly startPeriod: number; readonly limit: number }[];
}

/** A default tariff (2.1) that the station holds. */
export interface ShownTariff {
  readonly tariffId: string;
  /** Absent, or 0: of any EVSE. */
  readonly evseId?: number;
}

/** A call that tells a station of a setting. */
export interface SettingCall {
  readonly action: string;
  readonly payload: JsonObject;
}

/** What a station is told, in a few words: `SetVariables, SetVariables`. */
export const callsInBrief = (calls: readonly SettingCall[]): string =>
  calls.map(({ action }) => action).join(', ') || 'nothing to send';
