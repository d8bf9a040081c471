import type { Instant } from '@wattledger/kernel';
import type { Reasoned, Vote } from '../decisions.ts';
import type { SettingScope } from './scope.ts';
import type { Setting, SettingCall, SettingName, ShownSetting } from './setting.ts';

/** Which setting of a station an event is about. */
export interface SettingOfStation {
  readonly stationId: string;
  readonly name: SettingName;
  readonly evseId?: number;
}

/** How stations are to be set. */
export interface DesiredSettingEvents {
  // In setting-<scope>: what is desired there.
  SettingDesired: {
    readonly setting: Setting;
    readonly evseId?: number;
    readonly scope: SettingScope;
    readonly by: string;
    readonly reason?: string;
    readonly rolloutId?: string;
  };
  SettingWithdrawn: {
    readonly name: SettingName;
    readonly evseId?: number;
    readonly scope: SettingScope;
    readonly by: string;
    readonly reason?: string;
  };
}

/** How a station is brought to its settings. */
export interface SettingSyncEvents {
  // In settingsync-<stationId>: what a station was told, and what came of it.
  /** From now on this is what the station is to be set to. */
  SettingDue: {
    readonly stationId: string;
    readonly setting: Setting;
    readonly evseId?: number;
    readonly scope: SettingScope;
    /** Stream and revision of the event that desires it. */
    readonly wish: string;
    readonly by: string;
    readonly reason?: string;
    readonly rolloutId?: string;
  };
  SettingSent: SettingOfStation &
    Reasoned & {
      readonly wish: string;
      readonly because: 'changed' | 'booted' | 'drifted' | 'asked' | 'unanswered';
      readonly calls: readonly SettingCall[];
      /** Of the commands that carry the calls, in their order. */
      readonly commandIds: readonly string[];
      readonly shows?: readonly ShownSetting[];
      readonly undo?: readonly SettingCall[];
      readonly enforcedByPlatform?: boolean;
    };
  SettingConfirmed: SettingOfStation & { readonly wish: string };
  SettingRefused: SettingOfStation & {
    readonly wish: string;
    readonly code: string;
    readonly why: string;
    readonly commandId?: string;
    readonly votes?: readonly Vote[];
  };
  SettingDriftNoticed: SettingOfStation & {
    readonly wish: string;
    /** The variable, or in words the charging profile or the tariff. */
    readonly variable: string;
    readonly expected: string;
    readonly reported: string;
    readonly reportedAt: Instant;
    /** The first since the station booted. */
    readonly afterBoot?: boolean;
  };
  SettingDropped: SettingOfStation & { readonly calls: readonly SettingCall[]; readonly commandIds: readonly string[] };
  SettingResendAsked: { readonly stationId: string; readonly by: string; readonly reason?: string };
}
