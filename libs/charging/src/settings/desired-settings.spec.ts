import { describe, expect, it } from '@jest/globals';
import { effectiveSettings, scopesOf, settingKey, wishOf, withDesired, withoutDesired } from './desired-settings.ts';
import type { ScopeSettings } from './desired-settings.ts';
import { scopeId, scopeOf } from './scope.ts';
import type { SettingScope } from './scope.ts';

const all: SettingScope = { kind: 'all' };
const site: SettingScope = { kind: 'site', id: 'harbour' };
const station: SettingScope = { kind: 'station', id: 'oak' };

const desired = (
  scope: SettingScope,
  minutes: number,
  more: { revision?: number; rolloutId?: string; in?: ScopeSettings } = {},
) =>
  withDesired(
    more.in ?? {},
    scope,
    { setting: { name: 'chargingTime', minutes }, scope, by: 'ana', ...(more.rolloutId && { rolloutId: more.rolloutId }) },
    { revision: more.revision ?? 0, at: '2026-05-01T12:00:00.000Z' },
  );

const minutesIn = (scopes: readonly ScopeSettings[], reached: readonly string[] = []) => {
  const found = effectiveSettings(scopes, (rolloutId) => reached.includes(rolloutId)).get('chargingTime');
  return found?.setting.name === 'chargingTime' ? found.setting.minutes : undefined;
};

describe('what a station is to be set to', () => {
  it('comes from itself, then its groups by name, then its site, then all', () => {
    expect(scopesOf('oak', { siteId: 'harbour', groups: ['staff', 'fast'], timeZone: 'UTC' }).map(scopeId)).toEqual([
      'station-oak',
      'group-fast',
      'group-staff',
      'site-harbour',
      'all',
    ]);
    expect(scopesOf('oak', { groups: [], timeZone: 'UTC' }).map(scopeId)).toEqual(['station-oak', 'all']);
  });

  it('is the wish of the narrowest scope that has one', () => {
    expect(minutesIn([desired(station, 30), desired(site, 60), desired(all, 90)])).toBe(30);
    expect(minutesIn([{}, desired(site, 60), desired(all, 90)])).toBe(60);
    expect(minutesIn([])).toBeUndefined();
  });

  it('falls back to the wider scope when the narrower wants nothing any more', () => {
    const withdrawn = withoutDesired(desired(station, 30), 'chargingTime');
    expect(minutesIn([withdrawn, desired(all, 90)])).toBe(90);
  });

  it('keeps EVSEs apart', () => {
    const scope = withDesired(
      desired(station, 30),
      station,
      { setting: { name: 'chargingTime', minutes: 10 }, evseId: 2, scope: station, by: 'ana' },
      { revision: 1, at: '2026-05-01T12:00:00.000Z' },
    );
    expect([...effectiveSettings([scope], () => true).keys()]).toEqual(['chargingTime', settingKey('chargingTime', 2)]);
  });

  it('stays as it was where a roll-out has not come to', () => {
    const before = desired(all, 90);
    const after = desired(all, 45, { revision: 1, rolloutId: 'r1', in: before });
    expect(minutesIn([after])).toBe(90);
    expect(minutesIn([after], ['r1'])).toBe(45);
    const again = desired(all, 20, { revision: 2, rolloutId: 'r2', in: after });
    expect(minutesIn([again], ['r1'])).toBe(45);
  });

  it('is a wish of its own each time it is uttered', () => {
    const [one, other] = [desired(site, 60), desired(site, 60, { revision: 3 })].map((scope) => scope['chargingTime']);
    expect(one && wishOf(one)).toBe('setting-site-harbour@0');
    expect(other && wishOf(other)).toBe('setting-site-harbour@3');
  });

  it.each([all, site, station, { kind: 'group', id: 'a-b' }] as const)(
    'is meant for a scope that its stream names: %j',
    (scope) => {
      expect(scopeOf(scopeId(scope))).toEqual(scope);
    },
  );
});
