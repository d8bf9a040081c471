import { describe, expect, it } from '@jest/globals';
import type { SessionProgress } from '../decisions.ts';
import { reachedLimit, tightestLimits, unpricedLimit } from './limits.ts';

const AT = '2026-05-01T12:00:00.000Z';
const progress = (more: Partial<SessionProgress>): SessionProgress => ({
  transactionId: '1',
  startedAt: AT,
  updatedAt: AT,
  seconds: 0,
  energyWh: 0,
  ...more,
});

describe('a limit', () => {
  it.each([
    [{ energyWh: 5_000 }, { energyWh: 4_999.9 }, { energyWh: 5_000 }, 'limit-energy'],
    [{ seconds: 3_600 }, { seconds: 3_599 }, { seconds: 3_600 }, 'limit-time'],
    [{ stateOfChargePercent: 80 }, { stateOfChargePercent: 79 }, { stateOfChargePercent: 80 }, 'limit-state-of-charge'],
    [
      { amount: '3.00', currency: 'EUR' },
      { cost: { amount: '2.99', currency: 'EUR' } },
      { cost: { amount: '3', currency: 'EUR' } },
      'limit-amount',
    ],
  ])('of %j is reached at it and not before', (limits, before, at, rule) => {
    expect(reachedLimit(progress(before), limits)).toBeUndefined();
    expect(reachedLimit(progress(at), limits)).toMatchObject({ rule });
  });

  it('of what nobody has told is not reached', () => {
    expect(reachedLimit(progress({}), { stateOfChargePercent: 80, amount: '3.00', currency: 'EUR' })).toBeUndefined();
  });

  it('holds beside another one, each for itself', () => {
    const one = { energyWh: 5_000, seconds: 60, amount: '10.00', currency: 'EUR' };
    expect(tightestLimits(one, { energyWh: 4_000, stateOfChargePercent: 80, amount: '9.99', currency: 'EUR' })).toEqual({
      energyWh: 4_000,
      seconds: 60,
      stateOfChargePercent: 80,
      amount: '9.99',
      currency: 'EUR',
    });
    expect(tightestLimits(one, { amount: '1.00', currency: 'SEK' })).toMatchObject({ amount: '10.00', currency: 'EUR' });
    expect(tightestLimits(undefined, one)).toBe(one);
  });

  it.each([
    ['has no price', {}, true],
    ['is priced in another currency', { cost: { amount: '0.10', currency: 'SEK' } }, true],
    ['tells no register for a quarter of an hour', { seconds: 900 }, false],
  ] as const)('of money cannot be held where the session %s', (_, more, isMetered) => {
    const limits = { amount: '3.00', currency: 'EUR' };
    expect(unpricedLimit(progress(more), limits, isMetered)).toMatchObject({ rule: 'limit-amount-unpriced' });
    expect(unpricedLimit(progress(more), { energyWh: 5_000 }, isMetered)).toBeUndefined();
  });

  it('of money waits for a price while nothing has been read, and is held once there is one', () => {
    const limits = { amount: '3.00', currency: 'EUR' };
    expect(unpricedLimit(progress({ seconds: 899 }), limits, false)).toBeUndefined();
    expect(unpricedLimit(progress({ cost: { amount: '0.00', currency: 'EUR' } }), limits, true)).toBeUndefined();
  });
});
