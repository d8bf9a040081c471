import type { Setting, SettingCall, ShownSetting } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A setting of a station: what it is to be and by whose wish, what the station was told, and what it says of it. */
export interface StationSettingRow {
  readonly stationId: string;
  readonly name: string;
  /** 0: of the whole station. */
  readonly evseId: number;
  readonly setting: Setting;
  /** `station`, `group`, `site` or `all`: where it is desired. */
  readonly scopeKind: string;
  /** Of the scope; empty for `all`. */
  readonly scopeId: string;
  /** Stream and revision of the event that desires it. */
  readonly wish: string;
  readonly desiredBy: string;
  readonly reason?: string;
  readonly rolloutId?: string;
  /** `pending`, `sent`, `confirmed` or `refused`. */
  readonly status: string;
  readonly dueAt: Instant;
  readonly sentAt?: Instant;
  readonly sentBecause?: string;
  readonly sendings: number;
  readonly calls?: readonly SettingCall[];
  readonly commandIds?: readonly string[];
  /** Where the station shows the setting, once it has taken it over. */
  readonly shows?: readonly ShownSetting[];
  /** Why it was put that way. */
  readonly translation?: string;
  readonly enforcedByPlatform: boolean;
  readonly confirmedAt?: Instant;
  readonly refusedAt?: Instant;
  readonly refusedCode?: string;
  readonly refusedWhy?: string;
  /** What the station last showed of it, where it shows the setting: a value, the limits of a charging profile, a tariff. */
  readonly reported?: string;
  readonly reportedAt?: Instant;
  /** It showed another value than the one it was told, and has not confirmed since. */
  readonly drifted: boolean;
  readonly drifts: number;
}

export const stationSettingsTable = table<StationSettingRow>({
  name: 'station_settings',
  columns: {
    stationId: 'text',
    name: 'text',
    evseId: 'integer',
    setting: 'json',
    scopeKind: 'text',
    scopeId: 'text',
    wish: 'text',
    desiredBy: 'text',
    reason: 'text?',
    rolloutId: 'text?',
    status: 'text',
    dueAt: 'text',
    sentAt: 'text?',
    sentBecause: 'text?',
    sendings: 'integer',
    calls: 'json?',
    commandIds: 'json?',
    shows: 'json?',
    translation: 'text?',
    enforcedByPlatform: 'boolean',
    confirmedAt: 'text?',
    refusedAt: 'text?',
    refusedCode: 'text?',
    refusedWhy: 'text?',
    reported: 'text?',
    reportedAt: 'text?',
    drifted: 'boolean',
    drifts: 'integer',
  },
  key: ['stationId', 'name', 'evseId'],
  indexes: [['rolloutId', 'status'], ['status']],
});
