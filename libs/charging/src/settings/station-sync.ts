import type { Instant } from '@wattledger/kernel';
import type { EventOf } from '../event-of.ts';
import { settingKey } from './desired-settings.ts';
import type { SettingOfStation, SettingSyncEvents } from './setting-events.ts';
import type { Setting, SettingCall, ShownSetting } from './setting.ts';

/** Where a setting of a station stands. */
export const settingStatuses = ['pending', 'sent', 'confirmed', 'refused'] as const;
export type SettingStatus = (typeof settingStatuses)[number];

/** A setting of a station: what it is to be, what the station was told of it, and what came of that. */
export interface SyncedSetting {
  readonly setting: Setting;
  readonly evseId?: number;
  /** The wish behind it: stream and revision. */
  readonly wish: string;
  readonly rolloutId?: string;
  readonly status: SettingStatus;
  /** How often it was sent since it was last wanted anew. */
  readonly attempts: number;
  /** How often it was sent at all: tells one sending from another. */
  readonly sendings: number;
  /** How often it drifted since it was last wanted anew, or since the station's last boot. */
  readonly drifts: number;
  readonly sentAt?: Instant;
  readonly settledAt?: Instant;
  readonly calls: readonly SettingCall[];
  readonly commandIds: readonly string[];
  readonly shows: readonly ShownSetting[];
  readonly undo: readonly SettingCall[];
  readonly enforcedByPlatform: boolean;
  /** Why it was refused. */
  readonly code?: string;
  /** Somebody wants it sent once more, whatever came of it before. */
  readonly resend: boolean;
}

/** A setting that nobody wants any more and that the station is being told to forget. */
export interface DroppedSetting {
  readonly key: string;
  readonly calls: readonly SettingCall[];
  readonly commandIds: readonly string[];
}

export interface StationSync {
  readonly settings: Readonly<Record<string, SyncedSetting>>;
  /** The newest few; their calls are asked for until they were taken. */
  readonly dropped: readonly DroppedSetting[];
}

export const nothingSynced: StationSync = { settings: {}, dropped: [] };

const KEPT_DROPPED = 5;

export type SyncEvent = EventOf<SettingSyncEvents>;

/** Folds `settingsync-<stationId>`. */
export function evolveSync(sync: StationSync, event: SyncEvent, at: Instant): StationSync {
  switch (event.type) {
    case 'SettingDue': {
      const { setting, evseId, wish, rolloutId } = event.data;
      const key = settingKey(setting.name, evseId);
      const before = sync.settings[key];
      const due: SyncedSetting = {
        setting,
        ...(evseId !== undefined && { evseId }),
        wish,
        ...(rolloutId !== undefined && { rolloutId }),
        status: 'pending',
        attempts: 0,
        sendings: before?.sendings ?? 0,
        drifts: 0,
        calls: [],
        commandIds: [],
        shows: [],
        undo: before?.undo ?? [],
        enforcedByPlatform: false,
        resend: false,
      };
      return { ...sync, settings: { ...sync.settings, [key]: due } };
    }
    case 'SettingSent': {
      const { calls, commandIds, shows = [], undo = [], enforcedByPlatform = false, because } = event.data;
      return withSetting(sync, event.data, (known) => ({
        ...known,
        status: 'sent',
        // Whatever was wanted anew begins to count anew.
        attempts: because === 'booted' || because === 'asked' ? 1 : known.attempts + 1,
        drifts: because === 'booted' || because === 'asked' ? 0 : known.drifts,
        sendings: known.sendings + 1,
        sentAt: at,
        settledAt: undefined,
        calls,
        commandIds,
        shows,
        undo,
        enforcedByPlatform,
        code: undefined,
        resend: false,
      }));
    }
    case 'SettingConfirmed':
      return withSetting(sync, event.data, (known) => ({ ...known, status: 'confirmed', settledAt: at, attempts: 0 }));
    case 'SettingRefused':
      return withSetting(sync, event.data, (known) => ({
        ...known,
        status: 'refused',
        settledAt: at,
        code: event.data.code,
        resend: false,
      }));
    case 'SettingDriftNoticed':
      // A station that forgets with every boot is told after each; one that does not keep what it is told is given up.
      return withSetting(sync, event.data, (known) => ({
        ...known,
        status: 'pending',
        drifts: event.data.afterBoot ? 1 : known.drifts + 1,
      }));
    case 'SettingResendAsked': {
      const wanted = Object.entries(sync.settings).map(([key, known]) => [
        key,
        { ...known, resend: true, attempts: 0, drifts: 0 },
      ]);
      return { ...sync, settings: Object.fromEntries(wanted) };
    }
    case 'SettingDropped': {
      const { name, evseId, calls, commandIds } = event.data;
      const key = settingKey(name, evseId);
      const { [key]: _, ...settings } = sync.settings;
      const dropped = [...sync.dropped, { key, calls, commandIds }].slice(-KEPT_DROPPED);
      return { settings, dropped };
    }
  }
}

function withSetting(
  sync: StationSync,
  { name, evseId }: Pick<SettingOfStation, 'name' | 'evseId'>,
  change: (known: SyncedSetting) => SyncedSetting,
): StationSync {
  const key = settingKey(name, evseId);
  const known = sync.settings[key];
  return known ? { ...sync, settings: { ...sync.settings, [key]: change(known) } } : sync;
}
