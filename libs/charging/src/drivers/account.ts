import type { Instant, Refusal } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';
import type { AccountDetails } from './account-events.ts';
import { refuseDriver } from './errors.ts';
import type { KnownAccount } from './known-driver.ts';

/** A log-in that has not ended. */
export interface OpenLogIn {
  readonly logInId: string;
  readonly expiresAt: Instant;
}

export interface AccountState {
  readonly accountId: string;
  readonly status: 'active' | 'blocked' | 'closed';
  /** Sealed. */
  readonly userName: string;
  readonly loginSubject: string;
  readonly details: AccountDetails;
  /** argon2id, in PHC string form. */
  readonly passwordHash?: string;
  /** Names the stream of the PIN. */
  readonly pinId?: string;
  readonly pinHash?: string;
  /** The newest ones. */
  readonly logIns: readonly OpenLogIn[];
}

/** Phones and browsers of one driver. */
const LOG_INS_KEPT = 20;

export function evolveAccount(state: AccountState | undefined, event: PlatformEvent): AccountState | undefined {
  if (event.type === 'AccountOpened') {
    const { accountId, userName, loginSubject, details } = event.data;
    return { accountId, status: 'active', userName, loginSubject, details, logIns: [] };
  }
  if (!state) return state;
  switch (event.type) {
    case 'AccountChanged':
      return { ...state, details: { ...state.details, ...event.data.changes } };
    case 'AccountBlocked':
      return { ...state, status: 'blocked', logIns: [] };
    case 'AccountUnblocked':
      return { ...state, status: 'active' };
    case 'AccountClosed':
      return { ...state, status: 'closed', logIns: [], passwordHash: undefined, pinId: undefined, pinHash: undefined };
    case 'PasswordSet':
      return { ...state, passwordHash: event.data.passwordHash, logIns: [] };
    case 'PinSet':
      return { ...state, pinId: event.data.pinId, pinHash: event.data.pinHash };
    case 'LogInSucceeded': {
      const { logInId, expiresAt } = event.data;
      if (logInId === undefined || expiresAt === undefined) return state;
      return { ...state, logIns: [...state.logIns.slice(1 - LOG_INS_KEPT), { logInId, expiresAt }] };
    }
    case 'LoggedOut':
      return { ...state, logIns: state.logIns.filter(({ logInId }) => logInId !== event.data.logInId) };
    default:
      return state;
  }
}

type Decided = readonly PlatformEvent[] | Refusal;

const unknown = () => refuseDriver('account-unknown');

/** Only an account that is not closed can be changed. */
export const changeAccount =
  (changes: AccountDetails, changedBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status === 'closed') return refuseDriver('account-closed');
    return [{ type: 'AccountChanged', data: { accountId: state.accountId, changes, changedBy } }];
  };

export const blockAccount =
  (reason: string | undefined, blockedBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status !== 'active') return refuseDriver(state.status === 'closed' ? 'account-closed' : 'account-blocked');
    return [{ type: 'AccountBlocked', data: { accountId: state.accountId, ...(reason !== undefined && { reason }), blockedBy } }];
  };

export const unblockAccount =
  (unblockedBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status !== 'blocked') return refuseDriver(state.status === 'closed' ? 'account-closed' : 'account-not-blocked');
    return [{ type: 'AccountUnblocked', data: { accountId: state.accountId, unblockedBy } }];
  };

export const closeAccount =
  (closedBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status === 'closed') return refuseDriver('account-closed');
    return [{ type: 'AccountClosed', data: { accountId: state.accountId, closedBy } }];
  };

/** A new password ends every log-in: whoever knew the old one is out. */
export const setPassword =
  (passwordHash: string, setBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status === 'closed') return refuseDriver('account-closed');
    return [{ type: 'PasswordSet', data: { accountId: state.accountId, passwordHash, setBy } }];
  };

export const setPin =
  (pinId: string, pinHash: string, setBy: string) =>
  (state: AccountState | undefined): Decided => {
    if (!state) return unknown();
    if (state.status === 'closed') return refuseDriver('account-closed');
    return [{ type: 'PinSet', data: { accountId: state.accountId, pinId, pinHash, setBy } }];
  };

/** The account as plugins are told of it: nothing of its secrets. Its group is still sealed. */
export function knownAccount({ accountId, status, details }: AccountState): KnownAccount {
  const { groupToken, language, tariffId, concurrentSessions, prepaid = false } = details;
  return {
    accountId,
    status,
    ...(groupToken && { groupToken }),
    ...(language && { language }),
    ...(tariffId && { tariffId }),
    ...(typeof concurrentSessions === 'number' && { concurrentSessions }),
    prepaid,
  };
}
