import { abstain, billOf, commonTerms, decimal, definePlugin, price, stretchesOf, z } from '@wattledger/plugin-sdk';

/** The terms of a flat tariff; all amounts are decimals in the tariff's currency. */
export const flatTerms = z.strictObject({
  perKwh: decimal().default('0').describe('A kWh'),
  perMinute: decimal().default('0').describe('A minute of charging, counted by the millisecond'),
  ...commonTerms,
});

/**
 * One price for a kWh, a minute and a session, whenever and wherever.
 *
 * Prices the sessions whose tariff names it: terms `{ "perKwh": "0.42" }` make 17.69 kWh cost 7.43. It is asked for nothing else.
 */
export const flatTariff = definePlugin({
  id: 'flat-tariff',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Prices by the kWh, by the minute and by the session, the same at all times.',
  config: z.object({}),
  tariffTerms: flatTerms,

  decisions: {
    priceSession(session) {
      const { tariff, energyWh } = session;
      if (!tariff) return abstain('the session runs under no tariff');
      if (tariff.plugin !== 'flat-tariff') return abstain(`its tariff is for ${tariff.plugin}`);
      const terms = flatTerms.parse(tariff.terms);
      const { perKwh, perMinute } = terms;
      const bill = billOf(stretchesOf(session), () => ({ element: 'flat', perKwh, perMinute }), terms, tariff);
      return price(bill, `${energyWh} Wh under ${tariff.name}, version ${tariff.version}`, { rule: 'flat' });
    },
  },
});

export default flatTariff;
