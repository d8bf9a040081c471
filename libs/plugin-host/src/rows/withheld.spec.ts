import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@wattledger/charging';
import { isWithheld } from './withheld.ts';

const catalogue = Object.entries(eventCatalogue).map(([type, { stream }]) => ({ type, stream }));
const typesIn = (prefix: string): string[] => catalogue.filter(({ stream }) => stream.startsWith(prefix)).map(({ type }) => type);
const withheld = new Set(catalogue.filter(isWithheld).map(({ type }) => type));
const told = (types: readonly string[]): string[] => types.filter((type) => !withheld.has(type));

describe('what no plugin is told of', () => {
  it.each(['apikey-', 'credential-', 'login-', 'pin-', 'lockout-', 'grant-', 'plugin-', 'snapshot-'])(
    'is everything in %s',
    (prefix) => {
      expect(typesIn(prefix)).not.toEqual([]);
      expect(told(typesIn(prefix))).toEqual([]);
    },
  );

  it('is, of an account, what its holder logs in with, and when', () => {
    expect(told(typesIn('account-'))).toEqual([
      'AccountOpened',
      'AccountChanged',
      'AccountBlocked',
      'AccountUnblocked',
      'AccountClosed',
    ]);
  });

  it.each(['station-', 'token-', 'wallet-', 'tariff-', 'sessionprice-', 'command-', 'setting-', 'rollout-', 'profile-'])(
    'is nothing in %s',
    (prefix) => {
      expect(typesIn(prefix)).not.toEqual([]);
      expect(told(typesIn(prefix))).toEqual(typesIn(prefix));
    },
  );

  it('goes by the kind of the stream, whatever the type is called; a station may be called as it likes', () => {
    expect(isWithheld({ stream: 'grant-x', type: 'SessionPriced' })).toBe(true);
    expect(isWithheld({ stream: '$settings', type: 'SessionPriced' })).toBe(true);
    expect(isWithheld({ stream: 'station-pin-4', type: 'SessionPriced' })).toBe(false);
    expect(isWithheld({ stream: 'anchors', type: 'LogAnchored' })).toBe(false);
  });
});
