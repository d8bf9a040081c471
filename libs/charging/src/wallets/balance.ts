import type { Big } from 'big.js';
import type { Instant } from '@wattledger/kernel';
import { moneyText, plus, sumOf } from './money.ts';
import type { WalletEvent } from './wallet-events.ts';

/** A session that runs on a wallet. */
export interface OpenWalletSession {
  readonly sessionId: string;
  readonly stationId: string;
  readonly openedAt: Instant;
  /** Decimal text in the wallet's currency. */
  readonly reserved?: string;
}

/**
 * The money of a wallet, decimal texts in its currency. What was credited is always what is available, reserved, spent and withdrawn.
 *
 * A wallet without credit has no currency: sessions run on it and are counted, and what they cost is somebody else's to collect.
 */
export interface WalletBalance {
  readonly currency?: string;
  readonly credited: string;
  readonly withdrawn: string;
  readonly spent: string;
  readonly openSessions: readonly OpenWalletSession[];
}

export const emptyBalance: WalletBalance = { credited: '0.00', withdrawn: '0.00', spent: '0.00', openSessions: [] };

export function evolveBalance(balance: WalletBalance, event: WalletEvent): WalletBalance {
  switch (event.type) {
    case 'CreditAdded': {
      const { amount, currency } = event.data;
      return { ...balance, currency, credited: plus(balance.credited, amount) };
    }
    case 'CreditWithdrawn':
      return { ...balance, withdrawn: plus(balance.withdrawn, event.data.amount) };
    case 'WalletSessionOpened': {
      const { sessionId, stationId, openedAt, reserved } = event.data;
      const session: OpenWalletSession = { sessionId, stationId, openedAt, ...(reserved !== undefined && { reserved }) };
      return { ...balance, openSessions: [...without(balance, sessionId), session] };
    }
    case 'WalletSessionSettled':
      return {
        ...balance,
        spent: plus(balance.spent, event.data.taken),
        openSessions: without(balance, event.data.sessionId),
      };
  }
}

const without = ({ openSessions }: WalletBalance, sessionId: string): readonly OpenWalletSession[] =>
  openSessions.filter((session) => session.sessionId !== sessionId);

export const reservedIn = ({ openSessions }: WalletBalance): Big => sumOf(openSessions.map(({ reserved }) => reserved));

/** May be below zero: a session is stopped at the reading at which it has used up its limit, not before. */
export const availableIn = (balance: WalletBalance): Big =>
  sumOf([balance.credited]).minus(balance.withdrawn).minus(balance.spent).minus(reservedIn(balance));

/** The balance in words that can be shown; amounts only where the wallet has a currency. */
export const shownBalance = (balance: WalletBalance) =>
  balance.currency === undefined
    ? {}
    : {
        currency: balance.currency,
        available: moneyText(availableIn(balance)),
        reserved: moneyText(reservedIn(balance)),
        spent: balance.spent,
      };
