import Big from 'big.js';
import type { Refusal } from '@wattledger/kernel';
import type { WalletSession } from '../directory.ts';
import { availableIn } from './balance.ts';
import { refuseWallet } from './errors.ts';
import type { WalletErrorCode } from './errors.ts';
import { isAmount, isCurrency, moneyText } from './money.ts';
import type { SettlementCause, WalletEvent } from './wallet-events.ts';
import { newWallet, settledIn } from './wallet-state.ts';
import type { CreditMovement, SettledSession, WalletState } from './wallet-state.ts';

export type WalletDecision = readonly WalletEvent[] | Refusal<WalletErrorCode>;

/** Credit that is paid in, or paid back. */
export interface CreditChange {
  readonly walletId: string;
  /** Decimal text, above zero. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Who did it: an API key, a payment provider. */
  readonly by: string;
  /** Names the payment: the same one counts once. */
  readonly reference: string;
}

/** What became of a session that ran on a wallet. */
export interface Settlement {
  readonly sessionId: string;
  /** What it costs, all told; absent where it has no price. */
  readonly price?: { readonly amount: string; readonly currency: string };
  readonly because: SettlementCause;
}

/** @param earlier the movement of the same reference, where the wallet forgets it */
export function addCredit(wallet: WalletState = newWallet, change: CreditChange, earlier?: CreditMovement): WalletDecision {
  return (
    changeRefused(wallet, change) ??
    repeated(wallet, 'CreditAdded', change, earlier) ?? [{ type: 'CreditAdded', data: normal(change) }]
  );
}

/** @param earlier the movement of the same reference, where the wallet forgets it */
export function withdrawCredit(wallet: WalletState = newWallet, change: CreditChange, earlier?: CreditMovement): WalletDecision {
  const done = changeRefused(wallet, change) ?? repeated(wallet, 'CreditWithdrawn', change, earlier);
  if (done) return done;
  const available = availableIn(wallet.balance);
  if (available.lt(change.amount))
    return refuseWallet('credit-too-low', `${change.amount} were to be withdrawn, ${moneyText(available)} are available.`);
  return [{ type: 'CreditWithdrawn', data: normal(change) }];
}

/** Notes that a session runs and reserves what was asked for it. The same session again changes nothing. */
export function openWalletSession(wallet: WalletState = newWallet, walletId: string, session: WalletSession): WalletDecision {
  const { sessionId, stationId, openedAt, concurrentSessions, reserve } = session;
  const { balance } = wallet;
  if (balance.openSessions.some((open) => open.sessionId === sessionId)) return [];
  // One that was released because nothing more was heard of it may begin after all; one that was charged is over.
  if (settledIn(wallet, sessionId)?.charged !== undefined) return [];
  if (concurrentSessions !== undefined && balance.openSessions.length >= concurrentSessions)
    return refuseWallet('too-many-sessions', `${balance.openSessions.length} of ${concurrentSessions} sessions run already.`);
  const about = { walletId, sessionId, stationId, openedAt };
  if (!reserve || new Big(reserve.amount).lte(0)) return [{ type: 'WalletSessionOpened', data: about }];
  if (balance.currency !== undefined && balance.currency !== reserve.currency) return otherCurrency(balance.currency);
  const available = availableIn(balance);
  if (available.lt(reserve.amount))
    return refuseWallet('credit-too-low', `${reserve.amount} were to be reserved, ${moneyText(available)} are available.`);
  const reserved = moneyText(new Big(reserve.amount));
  return [{ type: 'WalletSessionOpened', data: { ...about, reserved, currency: reserve.currency } }];
}

/**
 * Settles a session: what was reserved is free again, what it costs is taken. A session that was settled before is charged the difference
 * to then, so that the same settlement again changes nothing and a correction corrects.
 *
 * @param earlier what was settled before, where the wallet forgets it
 */
export function settleWalletSession(
  wallet: WalletState = newWallet,
  walletId: string,
  { sessionId, price, because }: Settlement,
  earlier = settledIn(wallet, sessionId),
): readonly WalletEvent[] {
  const { balance } = wallet;
  const isOpen = balance.openSessions.some((open) => open.sessionId === sessionId);
  const settled = (more: object, cause: SettlementCause): readonly WalletEvent[] => [
    { type: 'WalletSessionSettled', data: { walletId, sessionId, ...more, because: cause } },
  ];
  if (!price) return isOpen ? settled({}, because) : [];
  const charged = moneyText(new Big(price.amount));
  const { currency } = price;
  if (!isOpen && earlier?.charged === charged && earlier.currency === currency) return [];
  const corrects = earlier?.charged !== undefined;
  const cause = corrects ? 'corrected' : because;
  if (balance.currency !== undefined && balance.currency !== currency)
    return settled({ charged, currency, ...returned(earlier) }, 'currency-mismatch');
  // What was left to others to collect, for want of credit, stays theirs when it is corrected.
  const othersCollect = corrects && earlier.taken === undefined && earlier.currency === currency;
  if (balance.currency === undefined || othersCollect) return settled({ charged, currency }, cause);
  const taken = moneyText(new Big(charged).minus(earlier?.taken ?? 0));
  return settled({ charged, currency, taken }, cause);
}

/** Lets a session go that nobody has told the end of: what was reserved is free again. Should a price come after all, it is charged then. */
export function releaseWalletSession(wallet: WalletState = newWallet, walletId: string, sessionId: string): WalletDecision {
  const isOpen = wallet.balance.openSessions.some((open) => open.sessionId === sessionId);
  return isOpen ? settleWalletSession(wallet, walletId, { sessionId, because: 'released' }) : refuseWallet('session-not-open');
}

/** What was taken for a price that is in another currency now. */
const returned = (earlier: SettledSession | undefined) =>
  earlier?.taken === undefined ? {} : { taken: moneyText(new Big(earlier.taken).times(-1)) };

function changeRefused({ balance }: WalletState, change: CreditChange): Refusal<WalletErrorCode> | undefined {
  if (!isAmount(change.amount) || !isCurrency(change.currency)) return refuseWallet('amount-invalid');
  if (change.reference.trim() === '' || change.reference.length > 200) return refuseWallet('reference-invalid');
  if (balance.currency !== undefined && balance.currency !== change.currency) return otherCurrency(balance.currency);
  return undefined;
}

/** Nothing happens where this very movement is known; another one under the same reference is a mistake. */
function repeated(
  wallet: WalletState,
  type: CreditMovement['type'],
  change: CreditChange,
  earlier = wallet.movements.find(({ reference }) => reference === change.reference),
): readonly [] | Refusal<WalletErrorCode> | undefined {
  if (!earlier) return undefined;
  const same = earlier.type === type && earlier.currency === change.currency && new Big(earlier.amount).eq(change.amount);
  return same ? [] : refuseWallet('reference-reused', `The reference ${change.reference} stands for another movement.`);
}

const normal = ({ amount, ...change }: CreditChange) => ({ ...change, amount: moneyText(new Big(amount)) });

const otherCurrency = (currency: string) => refuseWallet('currency-mismatch', `The wallet is kept in ${currency}.`);
