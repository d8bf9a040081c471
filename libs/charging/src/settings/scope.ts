/** For whom a setting is meant. */
export type SettingScope =
  | { readonly kind: 'station'; readonly id: string }
  | { readonly kind: 'site'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'all' };

export const settingScopeKinds = ['station', 'site', 'group', 'all'] as const satisfies readonly SettingScope['kind'][];

/** `station-oak`, `site-harbour`, `group-fast` or `all`: the id of the scope's stream, and its name for people. */
export const scopeId = (scope: SettingScope): string => (scope.kind === 'all' ? 'all' : `${scope.kind}-${scope.id}`);

/** `setting-site-harbour`: the stream that holds what is desired in a scope. */
export const settingStream = (scope: SettingScope): string => `setting-${scopeId(scope)}`;

/** `settingsync-oak`: the stream of what a station was told of its settings, and what came of it. */
export const settingSyncStream = (stationId: string): string => `settingsync-${stationId}`;
export const profileStream = (stationId: string): string => `profile-${stationId}`;
export const rolloutStream = (rolloutId: string): string => `rollout-${rolloutId}`;

/** The scope that an id names; `undefined` for what is no such id. */
export function scopeOf(id: string): SettingScope | undefined {
  if (id === 'all') return { kind: 'all' };
  const kind = settingScopeKinds.find((known) => known !== 'all' && id.startsWith(`${known}-`));
  return kind && kind !== 'all' && id.length > kind.length + 1 ? { kind, id: id.slice(kind.length + 1) } : undefined;
}
