import { describe, expect, it } from '@jest/globals';
import { builtInRules } from './built-in-rules.ts';

const settings = { acceptedTokens: 'any', pricePerKwh: '0.42', currency: 'EUR', heartbeatSeconds: 300 } as const;
const session = {
  stationId: 's1',
  transactionId: '1',
  startedAt: '2026-05-01T12:00:00.000Z',
  endedAt: '2026-05-01T13:00:00.000Z',
};

describe('the built-in rules', () => {
  it('admit a station whose credentials were checked, with the heartbeat that is set', async () => {
    const { answer } = await builtInRules(settings)('admitStation', {
      stationId: 's1',
      ocppVersion: '1.6',
      vendor: 'v',
      model: 'm',
    });
    expect(answer).toEqual({ outcome: 'accepted', heartbeatSeconds: 300 });
  });

  it('let any token charge where that is set', async () => {
    expect((await builtInRules(settings)('authorize', { stationId: 's1', token: 'X' })).answer.status).toBe('Accepted');
  });

  it('let only listed tokens charge where a list is set, and say why', async () => {
    const ask = builtInRules({ ...settings, acceptedTokens: new Set(['04a2b3c4']) });
    expect((await ask('authorize', { stationId: 's1', token: '04A2B3C4' })).answer.status).toBe('Accepted');
    const { answer, votes } = await ask('authorize', { stationId: 's1', token: '04A2B3C5' });
    expect(answer).toEqual({ status: 'Unknown', reason: 'the token is not on the list' });
    expect(votes).toEqual([
      { voter: 'built-in-rules@1', answer: 'Unknown', reason: 'the token is not on the list', milliseconds: 0 },
    ]);
  });

  it.each([
    [0, '0.00'],
    [17_690, '7.43'],
    [25, '0.01'],
    [1_000_000, '420.00'],
  ])('price %d Wh at 0.42 a kWh as %s', async (energyWh, amount) => {
    expect((await builtInRules(settings)('priceSession', { ...session, energyWh })).answer).toEqual({ amount, currency: 'EUR' });
  });
});
