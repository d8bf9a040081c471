import { describe, it } from '@jest/globals';
import { describePlugin, given } from '@wattledger/plugin-sdk/testing';
import { quickStart } from './index.ts';

describe('the quick start', () => {
  it('lets any token charge where nothing else is set', () =>
    given(quickStart).when('authorize', { token: 'X' }).thenAccepted({ rule: 'any-token' }));

  it('lets only listed tokens charge where a list is set, and says why', () => {
    const listing = given(quickStart, { acceptedTokens: ['04a2b3c4'] });
    listing.when('authorize', { token: '04A2B3C4' }).thenAccepted({ rule: 'token-listed' });
    listing
      .when('authorize', { token: '04A2B3C5' })
      .thenRefused('Unknown', { rule: 'token-not-listed', reason: 'the token is not on the list' });
  });

  it('asks for a token where tokens are listed', () =>
    given(quickStart, { acceptedTokens: ['04a2b3c4'] })
      .when('authorize', { token: '', tokenType: 'NoAuthorization' })
      .thenRefused('Invalid', { rule: 'token-required' }));

  it.each([
    [0, '0.00'],
    [17_690, '7.43'],
    [25, '0.01'],
    [1_000_000, '420.00'],
  ])('prices %d Wh at 0.42 a kWh as %s', (energyWh, amount) =>
    given(quickStart, { pricePerKwh: '0.42' }).when('priceSession', { energyWh }).thenPriced(amount, 'EUR'),
  );

  it('leaves sessions that run under a tariff to whoever prices it', () =>
    given(quickStart)
      .when('priceSession', { terms: { tariff: { tariffId: 'night', version: 1 } } })
      .thenAbstains('tariff'));
});

describePlugin(quickStart, {
  configs: [{ acceptedTokens: ['04a2b3c4'], pricePerKwh: '0.123456', currency: 'USD' }],
  prices: [{ config: { pricePerKwh: '0.42' }, session: { energyWh: 17_690 }, costs: '7.43 EUR' }],
});
