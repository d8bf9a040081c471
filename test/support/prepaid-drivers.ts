import { unplacedStation } from '@wattledger/charging';
import type { SessionLimits } from '@wattledger/charging';
import { inlineVoter } from '@wattledger/plugin-host';
import { abstain, accept, definePlugin, z } from '@wattledger/plugin-sdk';
import { prepaid } from '@wattledger/prepaid';
import type { DecidingWith } from './test-platform.ts';

/** Tokens with limits of their own. */
const limits: Readonly<Record<string, SessionLimits>> = {
  'ENERGY-5000': { energyWh: 5_000 },
  'TIME-3600': { seconds: 3_600 },
  'TIME-2': { seconds: 2 },
  'SOC-80': { stateOfChargePercent: 80 },
};

const limited = definePlugin({
  id: 'limits-of-this-spec',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({}),
  decisions: {
    authorize: ({ token }) =>
      limits[token] ? accept('the token has a limit', { limits: limits[token] }) : abstain('the token has no limit'),
  },
});

const log = () => undefined;

/** Drivers whose token names their wallet where it begins with `CARD`, and tokens with limits. */
export const prepaidDrivers: DecidingWith = (wallets) => ({
  directory: {
    station: () => unplacedStation,
    driver: async ({ token }) => {
      if (!token.startsWith('CARD')) return { value: {}, basis: [] };
      const { value, basis } = await wallets.known(token);
      const wallet = value ?? { walletId: token, openSessions: [] };
      return { value: { wallet, account: { accountId: token, status: 'active', prepaid: true } }, basis };
    },
    tariff: () => Promise.resolve({ value: undefined, basis: [] }),
  },
  voters: [
    inlineVoter(prepaid, { config: prepaid.config.parse({ minimumCredit: '0.50' }), log }),
    inlineVoter(limited, { config: {}, log }),
  ],
});
