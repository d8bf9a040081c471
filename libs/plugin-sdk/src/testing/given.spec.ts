import { describe, expect, it } from '@jest/globals';
import { abstain, accept, definePlugin, price, refuse, stop, z } from '../index.ts';
import { given } from './given.ts';
import { aQuestion, aSession } from './questions.ts';

const plugin = definePlugin({
  id: 'tried',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({ good: z.string().default('GOOD').describe('The good token') }),
  decisions: {
    authorize: ({ token }, { good }) =>
      token === good
        ? accept('it is good', { rule: 'good', groupToken: 'staff', limits: { energyWh: 5_000, seconds: 60 } })
        : refuse('Blocked', 'it is not good', { rule: 'bad' }),
    continueCharging: async ({ session: { stateOfChargePercent = 0 } }) =>
      stateOfChargePercent > 80 ? stop('full') : abstain('not full'),
    priceSession: () => price({ amount: '7.43', currency: 'EUR' }, 'one price'),
    admitStation: () => JSON.parse('{"vote":"answer","answer":{"outcome":"perhaps"},"reason":"?"}'),
  },
});

describe('given, when, then', () => {
  it('holds for what the plugin says', async () => {
    given(plugin)
      .when('authorize', { token: 'GOOD' })
      .thenAccepted({ rule: 'good', limits: { energyWh: 5_000 } });
    given(plugin, { good: 'X' }).when('authorize', { token: 'X' }).thenAccepted({ reason: /good$/ });
    given(plugin).when('authorize', { token: 'X' }).thenRefused('Blocked', { rule: 'bad', reason: 'not good' });
    given(plugin).when('priceSession').thenPriced('7.43', 'EUR');
    await given(plugin)
      .when('continueCharging', { session: aSession({ stateOfChargePercent: 81 }) })
      .thenStops();
    await given(plugin).when('continueCharging').thenAbstains('not full');
  });

  it.each([
    ['another status', () => given(plugin).when('authorize').thenAccepted(), 'It gave another answer.'],
    ['another refusal', () => given(plugin).when('authorize').thenRefused('Expired'), 'It gave another answer.'],
    ['another rule', () => given(plugin).when('authorize').thenRefused('Blocked', { rule: 'x' }), 'Another rule decided.'],
    ['another reason', () => given(plugin).when('authorize').thenRefused('Blocked', { reason: 'x' }), 'It gave another reason.'],
    ['another cent', () => given(plugin).when('priceSession').thenPriced('7.42', 'EUR'), 'It gave another answer.'],
    [
      'a wider limit',
      () =>
        given(plugin)
          .when('authorize', { token: 'GOOD' })
          .thenAccepted({ limits: { energyWh: 6_000 } }),
      'It gave another answer.',
    ],
    ['an abstention', () => given(plugin).when('authorize').thenAbstains(), 'It answered where it was expected to abstain.'],
    ['nonsense', () => given(plugin).when('admitStation').thenAnswers({}), 'That is no vote at admitStation'],
    ['a decision it takes no part in', () => given(plugin).when('startSession').thenStops(), 'takes no part in startSession'],
  ])('fails for %s', (_, tried, sentence) => {
    expect(tried).toThrow(sentence);
  });

  it('fails later for a plugin that answers later', async () => {
    await expect(given(plugin).when('continueCharging').thenStops()).rejects.toThrow(
      'It abstained where an answer was expected.',
    );
  });

  it('asks questions in which everything that is not said is usual', () => {
    expect(aQuestion.authorize({ token: 'X' })).toMatchObject({ token: 'X', purpose: 'present', stationId: expect.any(String) });
  });
});
