import { describe, expect, it } from '@jest/globals';
import { contractIdOf } from './emaid.ts';
import { evolveGrant, grantFlaw, redeemGrant, takeGrant } from './grant.ts';
import type { GrantState } from './grant.ts';

const grant: GrantState = {
  grantId: 'g',
  accountId: 'a',
  stationId: 'oak',
  evseId: 1,
  expiresAt: '2026-05-01T12:05:00.000Z',
  by: 'app',
  redeemed: false,
};
const now = { stationId: 'oak', at: '2026-05-01T12:00:00.000Z' };
const taken = (by: string) => {
  const decided = takeGrant(by)(grant);
  return 'refused' in decided ? undefined : decided.reduce<GrantState | undefined>(evolveGrant, grant);
};

describe('a grant', () => {
  it('is good at its station and connector, until it expires', () => {
    expect(grantFlaw(grant, now)).toBeUndefined();
    expect(grantFlaw(grant, { ...now, evseId: 1 })).toBeUndefined();
    expect(grantFlaw(grant, { ...now, evseId: 2 })).toMatchObject({ rule: 'grant-of-another-connector' });
    expect(grantFlaw(grant, { ...now, stationId: 'elm' })).toMatchObject({ rule: 'grant-of-another-station' });
    expect(grantFlaw(grant, { ...now, at: grant.expiresAt })).toMatchObject({ rule: 'grant-expired' });
  });

  it('starts one session, which may ask again, also later', () => {
    const used = taken('oak:1');
    expect(takeGrant('oak:1')(used)).toEqual([]);
    expect(takeGrant('oak:2')(used)).toMatchObject({ code: 'grant-used' });
    if (!used) throw new Error('it was not taken');
    expect(grantFlaw(used, { ...now, at: '2026-05-01T13:00:00.000Z', transactionId: '1' })).toBeUndefined();
    expect(grantFlaw(used, { ...now, transactionId: '2' })).toMatchObject({ rule: 'grant-used' });
    expect(grantFlaw(used, now)).toMatchObject({ rule: 'grant-used' });
  });

  it('is redeemed once, and not when it has expired', () => {
    expect(redeemGrant(now.at)(grant)).toEqual([{ type: 'GrantRedeemed', data: { grantId: 'g' } }]);
    expect(redeemGrant(now.at)({ ...grant, redeemed: true })).toMatchObject({ code: 'grant-used' });
    expect(redeemGrant(grant.expiresAt)(grant)).toMatchObject({ code: 'grant-invalid' });
    expect(redeemGrant(now.at)(undefined)).toMatchObject({ code: 'grant-invalid' });
  });
});

describe('a contract id', () => {
  it.each(['DE-8AA-CA2B3C4D5-N', 'de8aaca2b3c4d5', 'DE*8AA*CA2B3C4D5*N', 'DE 8AA CA2B3C4D5'])(
    'is one, spelled %s',
    (spelling) => {
      expect(contractIdOf(spelling)).toBe('DE8AACA2B3C4D5');
    },
  );

  it.each(['', '04A2B3C4', 'DE8AACA2B3C4D5NX', '118AACA2B3C4D5', 'DE8AACA2B3C4D5/N'])('is none, spelled %p', (spelling) => {
    expect(contractIdOf(spelling)).toBeUndefined();
  });
});
