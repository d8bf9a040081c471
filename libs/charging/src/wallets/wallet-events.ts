import type { Instant } from '@wattledger/kernel';
import type { EventOf } from '../event-of.ts';

/** What happens to a wallet. */
export interface WalletEvents {
  // In wallet-<id>. Amounts are decimal texts.
  CreditAdded: CreditMoved;
  CreditWithdrawn: CreditMoved;
  WalletSessionOpened: {
    readonly walletId: string;
    readonly sessionId: string;
    readonly stationId: string;
    readonly openedAt: Instant;
    /** Kept back from the credit until the session is settled, with its currency. */
    readonly reserved?: string;
    readonly currency?: string;
  };
  WalletSessionSettled: {
    readonly walletId: string;
    readonly sessionId: string;
    /** What the session costs, all told; absent where it has no price. */
    readonly charged?: string;
    readonly currency?: string;
    /** What this settlement took from the credit, negative where a correction gives back; absent where there was no credit to take from. */
    readonly taken?: string;
    readonly because:
      'priced' | 'corrected' | 'not-priced' | 'interrupted' | 'never-came-to-be' | 'currency-mismatch' | 'released';
  };
}

interface CreditMoved {
  readonly walletId: string;
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Who did it. */
  readonly by: string;
  /** Names the payment: it counts once. */
  readonly reference: string;
}

export const walletEventTypes = [
  'CreditAdded',
  'CreditWithdrawn',
  'WalletSessionOpened',
  'WalletSessionSettled',
] as const satisfies readonly (keyof WalletEvents)[];
export type WalletEventType = keyof WalletEvents;

/** What happens to a wallet. */
export type WalletEvent = EventOf<WalletEvents>;

/** Why a session no longer runs on a wallet. */
export type SettlementCause = WalletEvents['WalletSessionSettled']['because'];
