import { emptyBalance, evolveBalance, moneyText, reservedIn, shownBalance } from '@wattledger/charging';
import type { FactSource, WalletBalance, WalletEvent } from '@wattledger/charging';
import type { WalletFact } from '../facts.ts';
import { walletsTable } from '../tables/wallets.ts';
import type { WalletRow } from '../tables/wallets.ts';
import { readModel } from './read-model.ts';

const balanceOf = (row: WalletRow | undefined): WalletBalance => row ?? emptyBalance;

function withEvent(row: WalletRow | undefined, fact: WalletFact, { receivedAt }: FactSource): WalletRow {
  const { type, ...data } = fact;
  const balance = evolveBalance(balanceOf(row), { type, data } as WalletEvent);
  const { available } = shownBalance(balance);
  return {
    walletId: fact.walletId,
    currency: balance.currency,
    available,
    credited: balance.credited,
    withdrawn: balance.withdrawn,
    reserved: moneyText(reservedIn(balance)),
    spent: balance.spent,
    openSessions: balance.openSessions,
    updatedAt: receivedAt,
  };
}

/** What every wallet holds and what runs on it. */
export const wallets = readModel<WalletRow>({
  name: 'wallets',
  version: 1,
  table: walletsTable,
  key: (fact) => ('walletId' in fact ? fact.walletId : undefined),
  on: {
    CreditAdded: withEvent,
    CreditWithdrawn: withEvent,
    WalletSessionOpened: withEvent,
    WalletSessionSettled: withEvent,
  },
});
