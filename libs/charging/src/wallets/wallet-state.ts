import type { KnownWallet } from '../drivers/known-driver.ts';
import { availableIn, emptyBalance, evolveBalance } from './balance.ts';
import type { WalletBalance } from './balance.ts';
import { moneyText, plus } from './money.ts';
import type { WalletEvent } from './wallet-events.ts';

/** A session that was settled: what it costs as far as is known, and what of it was taken from the credit. */
export interface SettledSession {
  readonly sessionId: string;
  readonly charged?: string;
  readonly currency?: string;
  /** Absent where the wallet had no credit to take it from. */
  readonly taken?: string;
}

/** A movement of credit, by its reference. */
export interface CreditMovement {
  readonly reference: string;
  readonly type: 'CreditAdded' | 'CreditWithdrawn';
  readonly amount: string;
  readonly currency: string;
}

/** A wallet as its writer knows it. */
export interface WalletState {
  readonly balance: WalletBalance;
  /** The newest; see {@link forgets}. */
  readonly settled: readonly SettledSession[];
  readonly movements: readonly CreditMovement[];
  /** Older settlements or movements lie in the stream alone: who must know looks there. */
  readonly forgets: boolean;
}

export const KEPT_SETTLEMENTS = 256;
export const KEPT_MOVEMENTS = 256;

export const newWallet: WalletState = { balance: emptyBalance, settled: [], movements: [], forgets: false };

export function evolveWallet(wallet: WalletState = newWallet, event: WalletEvent): WalletState {
  const next: WalletState = { ...wallet, balance: evolveBalance(wallet.balance, event) };
  switch (event.type) {
    case 'CreditAdded':
    case 'CreditWithdrawn':
      return withMovement(next, movementOf(event));
    case 'WalletSessionSettled':
      return withSettled(next, settledAfter(settledIn(wallet, event.data.sessionId), event));
    default:
      return next;
  }
}

export const settledIn = (wallet: WalletState, sessionId: string): SettledSession | undefined =>
  wallet.settled.find((session) => session.sessionId === sessionId);

export const movementOf = ({ type, data }: Extract<WalletEvent, { type: CreditMovement['type'] }>): CreditMovement => ({
  type,
  reference: data.reference,
  amount: data.amount,
  currency: data.currency,
});

/** What is known of a settled session once it was settled again. */
export function settledAfter(
  before: SettledSession | undefined,
  { data }: Extract<WalletEvent, { type: 'WalletSessionSettled' }>,
): SettledSession {
  const { sessionId, charged = before?.charged, currency = before?.currency, taken } = data;
  const total = taken === undefined ? before?.taken : plus(before?.taken ?? '0.00', taken);
  return {
    sessionId,
    ...(charged !== undefined && { charged }),
    ...(currency !== undefined && { currency }),
    ...(total !== undefined && { taken: total }),
  };
}

function withSettled(wallet: WalletState, session: SettledSession): WalletState {
  const settled = [...wallet.settled.filter(({ sessionId }) => sessionId !== session.sessionId), session];
  const tooMany = settled.length > KEPT_SETTLEMENTS;
  return { ...wallet, settled: tooMany ? settled.slice(1) : settled, forgets: wallet.forgets || tooMany };
}

function withMovement(wallet: WalletState, movement: CreditMovement): WalletState {
  const movements = [...wallet.movements, movement];
  const tooMany = movements.length > KEPT_MOVEMENTS;
  return { ...wallet, movements: tooMany ? movements.slice(1) : movements, forgets: wallet.forgets || tooMany };
}

/** The wallet as those see it who decide on its driver. */
export const knownWallet = (walletId: string, { balance }: WalletState): KnownWallet => ({
  walletId,
  ...(balance.currency !== undefined && { available: moneyText(availableIn(balance)), currency: balance.currency }),
  openSessions: balance.openSessions,
});
