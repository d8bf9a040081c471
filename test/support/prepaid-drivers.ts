import type { SessionLimits } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import type { BuiltIn } from '@wattledger/plugin-host';
import { abstain, accept, definePlugin, z } from '@wattledger/plugin-sdk';
import { prepaid } from '@wattledger/prepaid';
import { quickStart } from '@wattledger/quick-start';
import { rfidAuthorization } from '@wattledger/rfid-authorization';
import type { TestPlatform } from './test-platform.ts';

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

/** Prepaid drivers, tokens with limits, and everybody else, at 0.40 a kWh. */
export const prepaidPlugins: readonly BuiltIn[] = [
  { plugin: rfidAuthorization, config: { unknownTokens: 'abstain' } },
  { plugin: prepaid, config: { minimumCredit: '0.50' } },
  { plugin: limited, config: {} },
  { plugin: quickStart, config: { pricePerKwh: '0.40' } },
];

/** Gives somebody a prepaid account and a card. @returns the account, whose wallet the card charges on */
export async function prepaidCard({ drivers }: TestPlatform, card: string): Promise<string> {
  const account = await drivers.accounts.open({ userName: `holder of ${card}`, prepaid: true }, 'spec');
  if (isRefusal(account)) throw new Error(account.message);
  const { accountId } = account;
  const issued = await drivers.tokens.issue({ token: card, tokenType: 'ISO14443', accountId }, 'spec');
  if (isRefusal(issued)) throw new Error(issued.message);
  return accountId;
}
