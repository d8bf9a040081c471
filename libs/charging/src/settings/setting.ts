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

/** A variable in which a station shows a setting that it has taken over. */
export interface ShownSetting {
  /** Absent in 1.6, where variables are configuration keys. */
  readonly component?: string;
  readonly variable: string;
  readonly evseId?: number;
  readonly value: string;
}

/** A call that tells a station of a setting. */
export interface SettingCall {
  readonly action: string;
  readonly payload: JsonObject;
}

/** What a station is told, in a few words: `SetVariables, SetVariables`. */
export const callsInBrief = (calls: readonly SettingCall[]): string =>
  calls.map(({ action }) => action).join(', ') || 'nothing to send';
