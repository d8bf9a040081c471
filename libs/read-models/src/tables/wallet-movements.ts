import type { SettlementCause } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

export const walletMovementKinds = ['credit-added', 'credit-withdrawn', 'session-opened', 'session-settled'] as const;
export type WalletMovementKind = (typeof walletMovementKinds)[number];

/** One thing that happened to a wallet. */
export interface WalletMovementRow {
  readonly walletId: string;
  /** Of the event in the wallet's stream. */
  readonly revision: number;
  readonly kind: WalletMovementKind;
  /** Decimal text: what was paid in or back, reserved, or taken for a session; negative where a correction gave back. */
  readonly amount?: string;
  readonly currency?: string;
  /** Who paid in or back, and under which reference. */
  readonly by?: string;
  readonly reference?: string;
  readonly sessionId?: string;
  readonly stationId?: string;
  /** Of a settlement: what the session costs all told, and why it was settled now. */
  readonly charged?: string;
  readonly because?: SettlementCause;
  readonly at: Instant;
  readonly position: number;
}

export const walletMovementsTable = table<WalletMovementRow>({
  name: 'wallet_movements',
  columns: {
    walletId: 'text',
    revision: 'integer',
    kind: 'text',
    amount: 'text?',
    currency: 'text?',
    by: 'text?',
    reference: 'text?',
    sessionId: 'text?',
    stationId: 'text?',
    charged: 'text?',
    because: 'text?',
    at: 'text',
    position: 'integer',
  },
  key: ['walletId', 'revision'],
  indexes: [['sessionId']],
});
