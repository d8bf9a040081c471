import { describe, expect, it } from '@jest/globals';
import { accept, admit, charge, hold, price, refuse, stop, turnAway } from '@wattledger/plugin-sdk';
import { combine, tightest } from './combine.ts';

describe('several answers', () => {
  it('admit a station with the shortest heartbeat, unless one refuses, or holds it', () => {
    const [slow, fast] = [admit('a', { heartbeatSeconds: 300 }), admit('b', { heartbeatSeconds: 60 })];
    expect(combine('admitStation', [slow, fast]).answer).toEqual({ outcome: 'accepted', heartbeatSeconds: 60 });
    expect(combine('admitStation', [slow, hold('c')]).answer.outcome).toBe('pending');
    expect(combine('admitStation', [hold('c'), turnAway('d')]).answer.outcome).toBe('refused');
  });

  it('authorize within the bounds of all, under the name that the first gives', () => {
    const one = accept('a', {
      accountId: 'one',
      expiresAt: '2026-05-02T00:00:00.000Z',
      limits: { energyWh: 5_000, seconds: 60 },
    });
    const other = accept('b', {
      accountId: 'other',
      expiresAt: '2026-05-01T00:00:00.000Z',
      concurrentSessions: 1,
      limits: { energyWh: 9_000, stateOfChargePercent: 80 },
    });
    expect(combine('authorize', [one, other])).toEqual({
      decisive: one,
      answer: {
        status: 'Accepted',
        accountId: 'one',
        expiresAt: '2026-05-01T00:00:00.000Z',
        concurrentSessions: 1,
        limits: { energyWh: 5_000, seconds: 60, stateOfChargePercent: 80 },
      },
    });
  });

  it('refuse for the reason of the first no', () => {
    const [first, second] = [refuse('NoCredit', 'a'), refuse('Blocked', 'b')];
    expect(combine('authorize', [accept('c'), first, second])).toEqual({ decisive: first, answer: { status: 'NoCredit' } });
  });

  it('charge under the first tariff and the tightest limits; one stop is enough', () => {
    const [one, other] = [
      charge('a', { tariff: { tariffId: 't', version: 1 }, limits: { amount: '10', currency: 'EUR' } }),
      charge('b', { tariff: { tariffId: 'u', version: 1 }, limits: { amount: '9.99', currency: 'EUR' } }),
    ];
    expect(combine('startSession', [one, other]).answer).toMatchObject({
      tariff: { tariffId: 't', version: 1 },
      limits: { amount: '9.99', currency: 'EUR' },
    });
    expect(combine('startSession', [one, stop('no')]).answer).toEqual({ outcome: 'stop' });
  });

  it('price by the first', () => {
    const [first, second] = [price({ amount: '1', currency: 'EUR' }, 'a'), price({ amount: '2', currency: 'EUR' }, 'b')];
    expect(combine('priceSession', [first, second]).answer.amount).toBe('1');
  });
});

describe('of two limits', () => {
  it.each([
    [{ amount: '100000000000000.000000000002' }, { amount: '100000000000000.000000000001' }, '100000000000000.000000000001'],
    [{ amount: '9' }, { amount: '10' }, '9'],
    [{}, { amount: '10' }, '10'],
    [{ amount: '9' }, {}, '9'],
  ])('the lower amount holds, to the last digit', (one, other, amount) => {
    const euros = ({ amount: of }: { amount?: string }) => (of === undefined ? { energyWh: 1 } : { amount: of, currency: 'EUR' });
    expect(tightest(euros(one), euros(other))?.amount).toBe(amount);
  });

  it('in two currencies the first holds', () => {
    expect(tightest({ amount: '9', currency: 'EUR' }, { amount: '1', currency: 'SEK' })).toEqual({
      amount: '9',
      currency: 'EUR',
    });
  });

  it('none is no limit', () => {
    expect(tightest(undefined, undefined)).toBeUndefined();
    expect(tightest({ seconds: 5 }, undefined)).toEqual({ seconds: 5 });
  });
});
