import { describe, expect, it } from '@jest/globals';
import type { PluginContext, Question } from '@wattledger/plugin-sdk';
import { quickStart } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const station = {
  stationId: 's1',
  ocppVersion: '1.6',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: [], timeZone: 'UTC' },
} as const;
const { authorize, priceSession } = quickStart.decisions ?? {};

const shown = (token: string): Question<'authorize'> => ({ ...station, token, purpose: 'present' });
const configured = (config: object) => quickStart.config.parse(config);

describe('the quick start', () => {
  it('lets any token charge where nothing else is set', () => {
    expect(authorize?.(shown('X'), configured({}), context)).toMatchObject({ answer: { status: 'Accepted' }, rule: 'any-token' });
  });

  it('lets only listed tokens charge where a list is set, and says why', () => {
    const config = configured({ acceptedTokens: ['04a2b3c4'] });
    expect(authorize?.(shown('04A2B3C4'), config, context)).toMatchObject({ answer: { status: 'Accepted' } });
    expect(authorize?.(shown('04A2B3C5'), config, context)).toEqual({
      vote: 'answer',
      answer: { status: 'Unknown' },
      reason: 'the token is not on the list',
      rule: 'token-not-listed',
    });
  });

  it.each([
    [0, '0.00'],
    [17_690, '7.43'],
    [25, '0.01'],
    [1_000_000, '420.00'],
  ])('prices %d Wh at 0.42 a kWh as %s', (energyWh, amount) => {
    const session = { ...station, transactionId: '1', startedAt: station.at, energyWh, periods: [], terms: {} };
    expect(priceSession?.(session, configured({ pricePerKwh: '0.42' }), context)).toMatchObject({
      answer: { amount, currency: 'EUR' },
    });
  });
});
