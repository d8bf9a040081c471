import type { Instant } from '@wattledger/kernel';
import type { StationProfile } from '../stations/station-profile.ts';
import { settingStream } from './scope.ts';
import type { SettingScope } from './scope.ts';
import type { DesiredSettingEvents } from './setting-events.ts';
import type { Setting, SettingName } from './setting.ts';

/** A setting as somebody wants it in a scope. */
export interface DesiredSetting {
  readonly setting: Setting;
  /** Of one EVSE only; absent: of the whole station. */
  readonly evseId?: number;
  readonly scope: SettingScope;
  /** Of the event that said so, in the scope's stream. */
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly reason?: string;
  /** The roll-out that brings it to the stations one batch after the other. */
  readonly rolloutId?: string;
  /** What was desired before it: that still holds where its roll-out has not come to. */
  readonly before?: DesiredSetting;
}

/** What is desired in one scope, by {@link settingKey}. */
export type ScopeSettings = Readonly<Record<string, DesiredSetting>>;

/** Names a setting of a station: `maximumCurrent`, or `maximumCurrent@2` for its EVSE 2. */
export const settingKey = (name: SettingName, evseId?: number): string => (evseId === undefined ? name : `${name}@${evseId}`);

/** How many values of a setting are remembered behind the newest, should their roll-outs have been stopped. */
const REMEMBERED_BEFORE = 3;

export function withDesired(
  settings: ScopeSettings,
  scope: SettingScope,
  { setting, evseId, by, reason, rolloutId }: DesiredSettingEvents['SettingDesired'],
  { revision, at }: { readonly revision: number; readonly at: Instant },
): ScopeSettings {
  const key = settingKey(setting.name, evseId);
  const before = settings[key];
  return {
    ...settings,
    [key]: {
      setting,
      ...(evseId !== undefined && { evseId }),
      scope,
      revision,
      at,
      by,
      ...(reason !== undefined && { reason }),
      ...(rolloutId !== undefined && { rolloutId }),
      ...(before && rolloutId !== undefined && { before: shortened(before, REMEMBERED_BEFORE - 1) }),
    },
  };
}

const shortened = ({ before, ...desired }: DesiredSetting, left: number): DesiredSetting =>
  before && left > 0 ? { ...desired, before: shortened(before, left - 1) } : desired;

export function withoutDesired(settings: ScopeSettings, name: SettingName, evseId?: number): ScopeSettings {
  const { [settingKey(name, evseId)]: _, ...others } = settings;
  return others;
}

/**
 * The scopes whose settings hold for a station, the one that counts most first: the station itself, its groups in the order of
 * their names, its site, all stations.
 */
export function scopesOf(stationId: string, { siteId, groups }: StationProfile): readonly SettingScope[] {
  return [
    { kind: 'station', id: stationId },
    ...[...groups].sort().map((id) => ({ kind: 'group', id }) as const),
    ...(siteId === undefined ? [] : [{ kind: 'site', id: siteId } as const]),
    { kind: 'all' },
  ];
}

/**
 * What a station is to be set to: of every setting the value of the narrowest scope that has one.
 *
 * @param scopes in the order of {@link scopesOf}
 * @param hasReached whether a roll-out has come to this station
 */
export function effectiveSettings(
  scopes: readonly ScopeSettings[],
  hasReached: (rolloutId: string) => boolean,
): ReadonlyMap<string, DesiredSetting> {
  const effective = new Map<string, DesiredSetting>();
  for (const settings of scopes) {
    for (const [key, desired] of Object.entries(settings)) {
      const held = inForce(desired, hasReached);
      if (held && !effective.has(key)) effective.set(key, held);
    }
  }
  return effective;
}

function inForce(desired: DesiredSetting | undefined, hasReached: (rolloutId: string) => boolean): DesiredSetting | undefined {
  if (!desired || desired.rolloutId === undefined || hasReached(desired.rolloutId)) return desired;
  return inForce(desired.before, hasReached);
}

/** Tells one wish from another, wherever it was uttered. */
export const wishOf = ({ scope, revision }: DesiredSetting): string => `${settingStream(scope)}@${revision}`;
