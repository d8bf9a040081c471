import type { Refusal } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';
import type { StationProfile } from '../stations/station-profile.ts';
import { refuseDriver } from './errors.ts';
import type { KnownToken } from './known-driver.ts';
import type { TokenDetails, TokenIssue, TokenType } from './token-events.ts';

export interface TokenState {
  readonly tokenId: string;
  /** Sealed. */
  readonly token: string;
  readonly type: TokenType;
  readonly status: 'active' | 'blocked' | 'revoked';
  readonly details: TokenDetails;
}

export function evolveToken(state: TokenState | undefined, event: PlatformEvent): TokenState | undefined {
  if (event.type === 'TokenIssued') {
    const { tokenId, token, tokenType, details } = event.data;
    return { tokenId, token, type: tokenType, status: 'active', details };
  }
  if (!state) return state;
  switch (event.type) {
    case 'TokenChanged':
      return { ...state, details: { ...state.details, ...event.data.changes } };
    case 'TokenBlocked':
      return { ...state, status: 'blocked' };
    case 'TokenUnblocked':
      return { ...state, status: 'active' };
    case 'TokenRevoked':
      return { ...state, status: 'revoked' };
    default:
      return state;
  }
}

type Decided = readonly PlatformEvent[] | Refusal;

/** A token that was revoked may be issued anew: cards change hands. */
export const issueToken =
  (issue: TokenIssue) =>
  (state: TokenState | undefined): Decided =>
    state && state.status !== 'revoked' ? refuseDriver('token-exists') : [{ type: 'TokenIssued', data: issue }];

function good(state: TokenState | undefined): TokenState | Refusal {
  if (!state) return refuseDriver('token-unknown');
  return state.status === 'revoked' ? refuseDriver('token-revoked') : state;
}

export const changeToken =
  (changes: TokenDetails, changedBy: string) =>
  (state: TokenState | undefined): Decided => {
    const token = good(state);
    return 'refused' in token ? token : [{ type: 'TokenChanged', data: { tokenId: token.tokenId, changes, changedBy } }];
  };

export const blockToken =
  (reason: string | undefined, blockedBy: string) =>
  (state: TokenState | undefined): Decided => {
    const token = good(state);
    if ('refused' in token) return token;
    if (token.status === 'blocked') return refuseDriver('token-blocked');
    return [{ type: 'TokenBlocked', data: { tokenId: token.tokenId, ...(reason !== undefined && { reason }), blockedBy } }];
  };

export const unblockToken =
  (unblockedBy: string) =>
  (state: TokenState | undefined): Decided => {
    const token = good(state);
    if ('refused' in token) return token;
    if (token.status !== 'blocked') return refuseDriver('token-not-blocked');
    return [{ type: 'TokenUnblocked', data: { tokenId: token.tokenId, unblockedBy } }];
  };

export const revokeToken =
  (revokedBy: string) =>
  (state: TokenState | undefined): Decided => {
    const token = good(state);
    return 'refused' in token ? token : [{ type: 'TokenRevoked', data: { tokenId: token.tokenId, revokedBy } }];
  };

/** The token as plugins are told of it. Its group is still sealed. */
export function knownToken({ tokenId, type, status, details }: TokenState): KnownToken {
  const { accountId, expiresAt, groupToken, language, concurrentSessions, tariffId, allowedAt, masterPass = false } = details;
  return {
    tokenId,
    status: status === 'active' ? 'active' : 'blocked',
    type,
    ...(accountId && { accountId }),
    ...(expiresAt && { expiresAt }),
    ...(groupToken && { groupToken }),
    ...(language && { language }),
    ...(typeof concurrentSessions === 'number' && { concurrentSessions }),
    ...(tariffId && { tariffId }),
    ...(allowedAt && { allowedAt }),
    masterPass,
  };
}

/** Whether a token may be used at a station; one that says nothing may be used anywhere. */
export function isAllowedAt(allowedAt: KnownToken['allowedAt'], stationId: string, { siteId, groups }: StationProfile): boolean {
  const { stationIds = [], siteIds = [], groups: allowedGroups = [] } = allowedAt ?? {};
  if (stationIds.length + siteIds.length + allowedGroups.length === 0) return true;
  return (
    stationIds.includes(stationId) ||
    (siteId !== undefined && siteIds.includes(siteId)) ||
    allowedGroups.some((group) => groups.includes(group))
  );
}
