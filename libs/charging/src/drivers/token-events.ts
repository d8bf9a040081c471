import type { Instant } from '@wattledger/kernel';
import type { KnownGrant, KnownToken } from './known-driver.ts';

/** OCPP 2.1's types of tokens; 1.6 has none, so that there any will do. */
export const tokenTypes = [
  'ISO14443',
  'ISO15693',
  'Central',
  'Local',
  'MacAddress',
  'eMAID',
  'EVCCID',
  'VIN',
  'DirectPayment',
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** What an operator says of a token. `null` takes back what was said. */
export interface TokenDetails {
  readonly accountId?: string | null;
  readonly expiresAt?: Instant | null;
  /** Sealed. */
  readonly groupToken?: string | null;
  readonly language?: string | null;
  readonly concurrentSessions?: number | null;
  readonly tariffId?: string | null;
  /** Only at these stations, at these sites, in these groups of stations; absent: anywhere. */
  readonly allowedAt?: KnownToken['allowedAt'] | null;
  readonly masterPass?: boolean;
  /** What it is called, such as `card 17`. */
  readonly label?: string | null;
}

export interface TokenIssue {
  readonly tokenId: string;
  /** Sealed. */
  readonly token: string;
  readonly tokenType: TokenType;
  readonly details: TokenDetails;
  readonly issuedBy: string;
}

/** What becomes of a token. */
export interface TokenEvents {
  // In token-<subject of the token>.
  TokenIssued: TokenIssue;
  TokenChanged: { readonly tokenId: string; readonly changes: TokenDetails; readonly changedBy: string };
  TokenBlocked: { readonly tokenId: string; readonly reason?: string; readonly blockedBy: string };
  TokenUnblocked: { readonly tokenId: string; readonly unblockedBy: string };
  TokenRevoked: { readonly tokenId: string; readonly revokedBy: string };
}

/** What becomes of a single-use token of the platform’s own. */
export interface GrantEvents {
  // In grant-<subject of the grant's token>.
  GrantIssued: Omit<KnownGrant, 'usedFor'>;
  /** The station was asked to start with it. */
  GrantRedeemed: { readonly grantId: string };
  GrantUsed: { readonly grantId: string; /** the session */ readonly usedFor: string };
}
