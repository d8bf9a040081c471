import { abstain, Big, charge, definePlugin, refuse, stop, z } from '@wattledger/plugin-sdk';
import type { KnownAccount, KnownWallet } from '@wattledger/plugin-sdk';

const amount = (what: string) => z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, `${what} must be a decimal such as 5.00`);

const config = z.object({
  minimumCredit: amount('the least credit')
    .default('1.00')
    .describe('With less than this, in the currency of the wallet, nobody may begin to charge'),
  reserve: amount('the reservation')
    .optional()
    .describe('What is kept back for a session while it runs, as far as there is so much; absent: all there is'),
  maximumReserve: amount('the largest reservation')
    .optional()
    .describe('The most that is kept back for one session, so that others can run beside it; absent: no bound'),
});

/**
 * Lets prepaid drivers charge for what they have paid in, and no more.
 *
 * It speaks of accounts that are marked as prepaid, and of tokens without an account that have credit; it says nothing of anybody else, and
 * it vouches for nobody: another plugin knows the token. What is reserved is the limit of the session; when the limit is reached the session
 * is stopped. A reading comes once a minute or so, therefore a session may cost a little more than was reserved.
 */
export const prepaid = definePlugin({
  id: 'prepaid',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Reserves credit when a session starts and stops it when that is used up.',
  config,

  decisions: {
    authorize({ purpose, account, wallet }, { minimumCredit }) {
      if (!paysAhead(account, wallet)) return abstain('the driver does not pay ahead');
      if (purpose === 'stop') return abstain('stopping costs nothing');
      const credit = new Big(wallet?.available ?? 0);
      const said = inWords(credit, wallet);
      return credit.lt(minimumCredit)
        ? refuse('NoCredit', `${said} of credit are available, ${minimumCredit} are needed`, { rule: 'credit-too-low' })
        : abstain(`${said} of credit are enough to begin`);
    },

    startSession({ account, wallet }, { minimumCredit, reserve, maximumReserve }) {
      if (!paysAhead(account, wallet)) return abstain('the driver does not pay ahead');
      const credit = new Big(wallet?.available ?? 0);
      if (credit.lt(minimumCredit) || credit.lte(0) || wallet?.currency === undefined)
        return stop(`${inWords(credit, wallet)} of credit are available, ${minimumCredit} are needed`, {
          rule: 'credit-too-low',
        });
      const { currency } = wallet;
      const kept = moneyText(least(credit, reserve, maximumReserve));
      return charge(`${kept} of ${inWords(credit, wallet)} are reserved`, {
        rule: 'credit-reserved',
        limits: { amount: kept, currency },
        reserve: { amount: kept, currency },
      });
    },
  },
});

export default prepaid;

const paysAhead = (account: KnownAccount | undefined, wallet: KnownWallet | undefined): boolean =>
  account ? account.prepaid : wallet?.available !== undefined;

const least = (credit: Big, ...bounds: readonly (string | undefined)[]): Big =>
  bounds.reduce((lowest, bound) => (bound !== undefined && lowest.gt(bound) ? new Big(bound) : lowest), credit);

const inWords = (credit: Big, wallet: KnownWallet | undefined): string => `${moneyText(credit)} ${wallet?.currency ?? ''}`.trim();

const moneyText = (value: Big): string => value.toFixed(Math.max(2, value.c.length - 1 - value.e));
