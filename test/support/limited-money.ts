import type { BuiltIn } from '@wattledger/plugin-host';
import { abstain, accept, definePlugin, z } from '@wattledger/plugin-sdk';

/** `EUR-3.00` may spend 3.00 EUR, `SEK-3.00` 3.00 SEK; others as much as they like. */
const MONEY = /^([A-Z]{3})-(\d+\.\d\d)$/;

/** Tokens that say how much may be spent. */
export const limitedMoney: BuiltIn = {
  plugin: definePlugin({
    id: 'money-of-this-spec',
    version: '1.0.0',
    sdk: '^1.0.0',
    config: z.object({}),
    decisions: {
      authorize({ token }) {
        const [, currency, amount] = MONEY.exec(token) ?? [];
        return currency === undefined || amount === undefined
          ? abstain('the token has no limit')
          : accept('the token has a limit', { limits: { amount, currency } });
      },
    },
  }),
  config: {},
};
