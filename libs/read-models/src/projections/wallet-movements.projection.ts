import { walletMovementsTable } from '../tables/wallet-movements.ts';
import type { WalletMovementRow } from '../tables/wallet-movements.ts';
import { readModel } from './read-model.ts';

/** Everything that ever happened to every wallet. */
export const walletMovements = readModel<WalletMovementRow>({
  name: 'wallet-movements',
  version: 1,
  table: walletMovementsTable,
  key: (fact, { revision }) => ('walletId' in fact && fact.walletId !== undefined ? [fact.walletId, revision] : undefined),
  on: {
    CreditAdded: (_row, { type: _, ...credit }, { receivedAt, revision, position }) => ({
      ...credit,
      kind: 'credit-added',
      revision,
      position,
      at: receivedAt,
    }),

    CreditWithdrawn: (_row, { type: _, ...credit }, { receivedAt, revision, position }) => ({
      ...credit,
      kind: 'credit-withdrawn',
      revision,
      position,
      at: receivedAt,
    }),

    WalletSessionOpened: (_row, { walletId, sessionId, stationId, reserved, currency }, { receivedAt, revision, position }) => ({
      walletId,
      sessionId,
      stationId,
      amount: reserved,
      currency,
      kind: 'session-opened',
      revision,
      position,
      at: receivedAt,
    }),

    WalletSessionSettled: (
      _row,
      { walletId, sessionId, taken, charged, currency, because },
      { receivedAt, revision, position },
    ) => ({
      walletId,
      sessionId,
      amount: taken,
      charged,
      currency,
      because,
      kind: 'session-settled',
      revision,
      position,
      at: receivedAt,
    }),
  },
});
