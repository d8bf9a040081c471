import { abstain, accept, admit, Big, definePlugin, price, refuse, z } from '@wattledger/plugin-sdk';

const config = z.object({
  acceptedTokens: z
    .array(z.string())
    .default(['*'])
    .describe('Tokens that may charge, compared without regard to case; `*`: any token may charge'),
  pricePerKwh: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal such as 0.42')
    .default('0.00')
    .describe('What a kWh costs'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .default('EUR')
    .describe('ISO 4217'),
});

/**
 * Decides while no plugins file says who does: lets the listed tokens charge at one price for everybody.
 *
 * The platform configures it from `WATTLEDGER_ACCEPTED_TOKENS`, `WATTLEDGER_PRICE_PER_KWH` and `WATTLEDGER_CURRENCY`.
 */
export const quickStart = definePlugin({
  id: 'quick-start',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Lets listed tokens charge, at one price for everybody.',
  config,

  decisions: {
    admitStation: () => admit('its credentials were checked when it connected', { rule: 'credentials-checked' }),

    authorize({ token, tokenType }, { acceptedTokens }) {
      if (acceptedTokens.includes('*')) return accept('any token may charge', { rule: 'any-token' });
      // OCPP 2.x `NoAuthorization`: started with a button, by nobody in particular. Where tokens are listed, a token is asked for.
      if (tokenType === 'NoAuthorization')
        return refuse('Invalid', 'a token is asked for here, and none was shown', { rule: 'token-required' });
      const known = acceptedTokens.some((accepted) => accepted.toLowerCase() === token.toLowerCase());
      return known
        ? accept('the token is on the list', { rule: 'token-listed' })
        : refuse('Unknown', 'the token is not on the list', { rule: 'token-not-listed' });
    },

    priceSession({ energyWh, terms }, { pricePerKwh, currency }) {
      if (terms.tariff) return abstain('the session runs under a tariff');
      const amount = new Big(pricePerKwh).times(energyWh).div(1000).toFixed(2, Big.roundHalfEven);
      return price({ amount, currency, rounding: 'half-even to 0.01' }, `${energyWh} Wh at ${pricePerKwh} ${currency}/kWh`, {
        rule: 'one-price',
      });
    },
  },
});

export default quickStart;
