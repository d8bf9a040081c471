import type { Instant } from '@wattledger/kernel';

/** What an operator says of an account. `null` takes back what was said. */
export interface AccountDetails {
  /** Sealed. */
  readonly name?: string | null;
  /** Sealed: who shares it may stop each other's sessions. */
  readonly groupToken?: string | null;
  /** RFC 5646. */
  readonly language?: string | null;
  readonly tariffId?: string | null;
  readonly concurrentSessions?: number | null;
  readonly prepaid?: boolean;
}

/** What becomes of a driver’s account, and whose a user name or a PIN is. */
export interface AccountEvents {
  // In account-<id>.
  AccountOpened: {
    readonly accountId: string;
    /** sealed */ readonly userName: string;
    /** Names the stream of the user name. */ readonly loginSubject: string;
    readonly details: AccountDetails;
    readonly openedBy: string;
  };
  AccountChanged: { readonly accountId: string; readonly changes: AccountDetails; readonly changedBy: string };
  AccountBlocked: { readonly accountId: string; readonly reason?: string; readonly blockedBy: string };
  AccountUnblocked: { readonly accountId: string; readonly unblockedBy: string };
  AccountClosed: { readonly accountId: string; readonly closedBy: string };
  /** Ends every log-in of the account. */
  PasswordSet: { readonly accountId: string; /** argon2id, PHC string */ readonly passwordHash: string; readonly setBy: string };
  PinSet: {
    readonly accountId: string;
    /** HMAC under a key derived from the master key: names the stream of the PIN. */ readonly pinId: string;
    /** argon2id, PHC string */ readonly pinHash: string;
    readonly setBy: string;
  };
  LogInSucceeded: {
    readonly accountId: string;
    readonly by: 'password' | 'pin';
    /** The station whose keypad was used; absent for the API. */
    readonly stationId?: string;
    /** Of the API: what `LoggedOut` names. */
    readonly logInId?: string;
    readonly expiresAt?: Instant;
  };
  LoggedOut: { readonly accountId: string; readonly logInId: string };

  // In login-<subject of the user name> and pin-<keyed hash>: whose it is.
  LoginNameTaken: { readonly accountId: string };
  LoginNameReleased: { readonly accountId: string };
  PinTaken: { readonly accountId: string };
  PinReleased: { readonly accountId: string };
}

/** Who is kept from guessing: whoever tries one account, one station's keypad, or one address of the network. */
export type LockOutKind = 'account' | 'station' | 'address';

/** Who has guessed wrong. */
export interface LockOutEvents {
  // In lockout-<kind>-<key>.
  LogInFailed: {
    readonly kind: LockOutKind;
    /** Subject of the user name, id of the station, or subject of the address. */
    readonly key: string;
    readonly at: Instant;
    readonly lockedUntil?: Instant;
  };
  LockOutLifted: { readonly kind: LockOutKind; readonly key: string };
}
