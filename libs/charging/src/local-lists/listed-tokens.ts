import type { Instant } from '@wattledger/kernel';
import type { KnownToken } from '../drivers/known-driver.ts';
import { isAllowedAt } from '../drivers/token.ts';
import type { StationProfile } from '../stations/station-profile.ts';
import type { ListEntry, LocalListWish, TokenChoice } from './local-list-events.ts';

/** A token as it matters to local lists. */
export interface ListableToken {
  readonly tokenId: string;
  readonly type: string;
  /** Characters. */
  readonly length: number;
  /** Neither it nor its account is blocked, revoked or closed. */
  readonly isGood: boolean;
  readonly accountId?: string;
  /** Its account pays beforehand. */
  readonly isPrepaid: boolean;
  readonly masterPass: boolean;
  readonly expiresAt?: Instant;
  /** Sealed. */
  readonly groupToken?: string;
  readonly allowedAt?: KnownToken['allowedAt'];
}

export interface ListingStation {
  readonly stationId: string;
  readonly profile: StationProfile;
  readonly ocppVersion: '1.6' | '2.0.1' | '2.1';
  /** As many as the station says it has room for. */
  readonly room?: number;
}

/**
 * The tokens that may be on the lists of a wish, wherever they are good, those first that come first where there is no room for all.
 *
 * Never among them: master passes, which start nothing, and tokens of prepaid accounts, whose balance no station knows.
 */
export function chosenTokens(choice: TokenChoice, tokens: readonly ListableToken[]): readonly ListableToken[] {
  const isChosen = chosenBy(choice);
  return tokens
    .filter((token) => token.isGood && !token.masterPass && !token.isPrepaid && isChosen(token))
    .sort((a, b) => Number(isRestricted(b)) - Number(isRestricted(a)) || (a.tokenId < b.tokenId ? -1 : 1));
}

/**
 * What the list of a station is to hold. Where there is no room for all, tokens that are restricted to some stations come first.
 *
 * @param chosen see {@link chosenTokens}
 */
export function desiredList(
  { limit }: LocalListWish,
  chosen: readonly ListableToken[],
  station: ListingStation,
  at: Instant,
): readonly ListEntry[] {
  const most = Math.min(limit ?? Number.MAX_SAFE_INTEGER, station.room ?? Number.MAX_SAFE_INTEGER);
  const listed: ListEntry[] = [];
  for (const token of chosen) {
    if (listed.length >= most) break;
    const { tokenId, type, expiresAt, groupToken } = token;
    if (expiresAt !== undefined && expiresAt <= at) continue;
    if (!isAllowedAt(token.allowedAt, station.stationId, station.profile) || !canCarry(station.ocppVersion, token)) continue;
    listed.push({
      tokenId,
      type,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(groupToken !== undefined && { groupToken }),
    });
  }
  return listed;
}

const isRestricted = ({ allowedAt }: ListableToken): boolean => {
  const { stationIds = [], siteIds = [], groups = [] } = allowedAt ?? {};
  return stationIds.length + siteIds.length + groups.length > 0;
};

function chosenBy(choice: TokenChoice): (token: ListableToken) => boolean {
  switch (choice.kind) {
    case 'active':
      return () => true;
    case 'restricted':
      return isRestricted;
    case 'accounts': {
      const ids = new Set(choice.ids);
      return ({ accountId }) => accountId !== undefined && ids.has(accountId);
    }
    case 'tokens': {
      const ids = new Set(choice.ids);
      return ({ tokenId }) => ids.has(tokenId);
    }
  }
}

/** 1.6: `idTag` is a CiString20Type. 2.0.1: IdTokenEnumType, 36 characters. 2.1: types are open, 255 characters. */
function canCarry(version: ListingStation['ocppVersion'], { type, length }: ListableToken): boolean {
  if (version === '1.6') return length <= 20;
  if (version === '2.1') return length <= 255;
  return length <= 36 && ['Central', 'eMAID', 'ISO14443', 'ISO15693', 'Local', 'MacAddress'].includes(type);
}
