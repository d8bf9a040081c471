import type { FactSource } from '@wattledger/charging';
import Big from 'big.js';
import { walletSessionsTable } from '../tables/wallet-sessions.ts';
import type { WalletSessionRow } from '../tables/wallet-sessions.ts';
import { readModel } from './read-model.ts';

const begun = (row: WalletSessionRow | undefined): WalletSessionRow | undefined =>
  row && !row.begun ? { ...row, begun: true } : row;

const over = (row: WalletSessionRow | undefined, _fact: unknown, { receivedAt }: FactSource): WalletSessionRow | undefined =>
  row && row.endedAt === undefined ? { ...row, begun: true, endedAt: receivedAt, interruptedAt: undefined } : row;

/** What is to be settled: sessions that run on a wallet, and prices that were not taken from it yet. */
export const walletSessions = readModel<WalletSessionRow>({
  name: 'wallet-sessions',
  version: 1,
  table: walletSessionsTable,
  key: (fact) => ('sessionId' in fact ? fact.sessionId : undefined),
  on: {
    WalletSessionOpened: (row, { walletId, sessionId }, { receivedAt }) => ({
      begun: false,
      ...row,
      sessionId,
      walletId,
      openedAt: receivedAt,
      unsettled: true,
    }),

    WalletSessionSettled: (row, { walletId, sessionId, charged, currency }) => {
      const settledPrice = charged === undefined || currency === undefined ? row?.settledPrice : { amount: charged, currency };
      const settled = { begun: false, ...row, sessionId, walletId, settledPrice, openedAt: undefined };
      return { ...settled, unsettled: isOwed(settled) };
    },

    SessionPriced: (row, { sessionId, walletId, amount, currency }) => {
      if (!row && walletId === undefined) return undefined;
      const priced = {
        begun: true,
        ...row,
        sessionId,
        walletId: row?.walletId ?? walletId ?? '',
        price: { amount, currency },
      };
      return { ...priced, unsettled: priced.openedAt !== undefined || isOwed(priced) };
    },

    SessionStarted: begun,
    SessionUpdated: begun,
    SessionEnded: over,
    SessionInterrupted: (row, _fact, { receivedAt }) =>
      row && row.endedAt === undefined ? { ...row, begun: true, interruptedAt: receivedAt } : row,
    SessionResumed: (row) => row && { ...row, interruptedAt: undefined },
  },
});

/** Amounts are compared as what they are worth: a wallet writes them with two decimals or more. */
function isOwed({ price, settledPrice }: Pick<WalletSessionRow, 'price' | 'settledPrice'>): boolean {
  if (!price) return false;
  return !settledPrice || price.currency !== settledPrice.currency || !new Big(price.amount).eq(settledPrice.amount);
}
