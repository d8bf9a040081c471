import type { Instant } from '@wattledger/kernel';

/** A token as it stands when it is shown. */
export interface KnownToken {
  /** The data subject: equal for equal tokens, and no secret. */
  readonly tokenId: string;
  readonly status: 'active' | 'blocked';
  /** OCPP 2.x `IdTokenType` it was issued as. */
  readonly type: string;
  readonly accountId?: string;
  readonly expiresAt?: Instant;
  readonly groupToken?: string;
  readonly language?: string;
  readonly concurrentSessions?: number;
  readonly tariffId?: string;
  /** Only at these stations, at these sites, in these groups of stations; absent: anywhere. */
  readonly allowedAt?: {
    readonly stationIds?: readonly string[];
    readonly siteIds?: readonly string[];
    readonly groups?: readonly string[];
  };
  /** A master pass: it may stop any session and start none. */
  readonly masterPass: boolean;
}

/** A token of the platform's own: for one station and connector, once, and not for long. */
export interface KnownGrant {
  /** The data subject of its token: no secret. */
  readonly grantId: string;
  readonly accountId: string;
  readonly stationId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly expiresAt: Instant;
  /** The session it was used for. */
  readonly usedFor?: string;
  /** How its holder showed who they are. */
  readonly by: 'app' | 'password';
}

/** What came of checking a secret. */
export interface KnownSecret {
  readonly kind: 'pin' | 'password';
  readonly outcome: 'verified' | 'wrong' | 'locked';
}

export interface KnownAccount {
  readonly accountId: string;
  readonly status: 'active' | 'blocked' | 'closed';
  readonly groupToken?: string;
  readonly language?: string;
  readonly tariffId?: string;
  readonly concurrentSessions?: number;
  readonly prepaid: boolean;
}

/** What a driver has, and what runs on it. */
export interface KnownWallet {
  readonly walletId: string;
  /** Decimal text, reservations taken off; absent when no credit was ever added. */
  readonly available?: string;
  readonly currency?: string;
  readonly openSessions: readonly {
    readonly sessionId: string;
    readonly stationId: string;
    readonly openedAt: Instant;
    readonly reserved?: string;
  }[];
}

/** What is known of whoever shows a token. */
export interface KnownDriver {
  /** The token as it was issued; absent when no such token is registered. */
  readonly registered?: KnownToken;
  /** A single-use token of the platform's own that an app or a login was given. */
  readonly grant?: KnownGrant;
  /** What came of checking a PIN or a password; the secret itself is told to nobody. */
  readonly secret?: KnownSecret;
  /** Whose token it is. */
  readonly account?: KnownAccount;
  /** Credit and running sessions of the account, or of the token where it has no account. */
  readonly wallet?: KnownWallet;
}

/** What came of a user name and a password that a station has collected. */
export interface StationLogIn {
  readonly secret: KnownSecret;
  readonly accountId?: string;
  /** To be given to the station as the driver's token: good for one session there. */
  readonly grant?: { readonly token: string; readonly expiresAt: Instant };
}
