import { describe, expect, it } from '@jest/globals';
import { decisionPoints } from '@wattledger/charging';
import type { Answer, DecisionPoint, SessionLimits, ShownProfile, ShownTariff, ShownVariable } from '@wattledger/charging';
import { briefly, readVote } from './answers.ts';

const at = '2026-05-04T12:00:00.000Z';
const limits: Required<SessionLimits> = {
  amount: '20.00',
  currency: 'EUR',
  energyWh: 1,
  seconds: 1,
  stateOfChargePercent: 80,
};
const tariff = { tariffId: 'night', version: 1 };

/** Every member that an answer can have: where the contract gains one, this file does not compile before it has it. */
const fullest: { readonly [Point in DecisionPoint]: Required<Answer<Point>> } = {
  admitStation: { outcome: 'accepted', heartbeatSeconds: 60 },
  authorize: {
    status: 'Accepted',
    accountId: 'a',
    groupToken: 'g',
    expiresAt: at,
    language: 'en',
    limits,
    tariffId: 'night',
    concurrentSessions: 1,
    message: 'welcome',
  },
  startSession: { outcome: 'charge', limits, tariff, reserve: { amount: '20.00', currency: 'EUR' } },
  continueCharging: { outcome: 'stop' },
  priceSession: {
    amount: '1.00',
    currency: 'EUR',
    amountBeforeTax: '0.90',
    taxes: [{ name: 'VAT', percent: '11', amount: '0.10' }],
    lines: [
      {
        what: 'energy',
        from: at,
        until: at,
        quantity: '1',
        unit: 'kWh',
        unitPrice: '0.90',
        amount: '0.90',
        element: 'night',
      },
    ],
    tariff,
    rounding: 'half-even',
    pricesIncludeTax: false,
  },
  translateSettings: {
    calls: [{ action: 'SetVariables', payload: { any: ['thing'] } }],
    shows: [
      { component: 'SmartChargingCtrlr', variable: 'Enabled', evseId: 1, value: 'true' } satisfies Required<ShownVariable>,
      {
        chargingProfileId: 7,
        evseId: 0,
        stackLevel: 0,
        purpose: 'ChargingStationMaxProfile',
        rateUnit: 'A',
        limits: [{ startPeriod: 0, limit: 16 }],
      } satisfies Required<ShownProfile>,
      { tariffId: 'night v2', evseId: 1 } satisfies Required<ShownTariff>,
    ],
    undo: [{ action: 'ClearChargingProfile', payload: {} }],
    enforcedByPlatform: true,
  },
  answerDataTransfer: { status: 'Accepted', data: { any: 'thing' } },
};

const given = (point: DecisionPoint, answer: unknown = fullest[point]) => ({
  vote: 'answer',
  answer,
  reason: 'because',
  rule: 'r',
});

describe('a vote', () => {
  it.each(decisionPoints)('may say everything that the contract of %s allows', (point) => {
    expect(readVote(point, given(point))).toEqual(given(point));
  });

  it.each([
    ['no vote at all', undefined, 'it said nothing'],
    ['a text', 'Accepted', 'Invalid'],
    ['no reason', { ...given('authorize'), reason: '' }, 'reason'],
    ['no status that there is', given('authorize', { status: 'Perhaps' }), 'answer.status'],
    ['a member that means nothing', given('authorize', { status: 'Accepted', vip: true }), 'vip'],
    ['money that is no decimal', given('authorize', { status: 'Accepted', limits: { amount: '1e9' } }), 'answer.limits.amount'],
    ['a number that JSON cannot hold', given('authorize', { status: 'Accepted', limits: { energyWh: Infinity } }), 'energyWh'],
    ['more than anybody reads', { ...given('authorize'), reason: 'x'.repeat(501) }, 'reason'],
    ['what has no end', { ...given('authorize'), rule: 'x'.repeat(300_000) }, 'at most'],
  ])('is nonsense with %s', (_, said, sentence) => {
    expect(readVote('authorize', said)).toEqual({ nonsense: expect.stringContaining(sentence) });
  });

  it('keeps every digit of a 64-bit integer', () => {
    const answer = { status: 'Accepted', data: { id: 9_223_372_036_854_775_807n } };
    expect(readVote('answerDataTransfer', given('answerDataTransfer', answer))).toMatchObject({ answer });
  });

  it('is told in a word or two', () => {
    expect(decisionPoints.map((point) => briefly(point, fullest[point]))).toEqual([
      'accepted',
      'Accepted',
      'charge',
      'stop',
      '1.00 EUR',
      'SetVariables',
      'Accepted',
    ]);
    expect(briefly('translateSettings', { calls: [] })).toBe('nothing to send');
  });
});
