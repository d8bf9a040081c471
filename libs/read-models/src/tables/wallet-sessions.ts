import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A session as the wallet sees it on which it runs: what is still to be settled of it. */
export interface WalletSessionRow {
  readonly sessionId: string;
  readonly walletId: string;
  /** Something is to be done: it runs, or it was priced and not charged yet. */
  readonly unsettled: boolean;
  /** It is on the wallet's list of running sessions, since. */
  readonly openedAt?: Instant;
  /** The station told of it: it did come to be. */
  readonly begun: boolean;
  /** When the platform heard of its end; of an interruption: since when it is thought to be over. */
  readonly endedAt?: Instant;
  readonly interruptedAt?: Instant;
  /** The newest price. */
  readonly price?: { readonly amount: string; readonly currency: string };
  /** The price that was settled last. */
  readonly settledPrice?: { readonly amount: string; readonly currency: string };
}

export const walletSessionsTable = table<WalletSessionRow>({
  name: 'wallet_sessions',
  columns: {
    sessionId: 'text',
    walletId: 'text',
    unsettled: 'boolean',
    openedAt: 'text?',
    begun: 'boolean',
    endedAt: 'text?',
    interruptedAt: 'text?',
    price: 'json?',
    settledPrice: 'json?',
  },
  key: ['sessionId'],
  indexes: [['unsettled']],
});
