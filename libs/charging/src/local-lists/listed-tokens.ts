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
 * What the list of a station is to hold.
 *
 * Never in it: master passes, which start nothing, and tokens of prepaid accounts, whose balance no station knows. Where there is
 * no room for all, those that are restricted to some stations come first.
 */
export function desiredList(
  { tokens: choice, limit }: LocalListWish,
  tokens: readonly ListableToken[],
  station: ListingStation,
  at: Instant,
): readonly ListEntry[] {
  const listed = tokens.filter(
    (token) =>
      token.isGood &&
      !token.masterPass &&
      !token.isPrepaid &&
      (token.expiresAt === undefined || token.expiresAt > at) &&
      isChosen(choice, token) &&
      isAllowedAt(token.allowedAt, station.stationId, station.profile) &&
      canCarry(station.ocppVersion, token),
  );
  const most = Math.min(limit ?? Number.MAX_SAFE_INTEGER, station.room ?? Number.MAX_SAFE_INTEGER);
  return listed
    .sort((a, b) => Number(isRestricted(b)) - Number(isRestricted(a)) || (a.tokenId < b.tokenId ? -1 : 1))
    .slice(0, most)
    .map(({ tokenId, type, expiresAt, groupToken }) => ({
      tokenId,
      type,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(groupToken !== undefined && { groupToken }),
    }));
}

const isRestricted = ({ allowedAt }: ListableToken): boolean => {
  const { stationIds = [], siteIds = [], groups = [] } = allowedAt ?? {};
  return stationIds.length + siteIds.length + groups.length > 0;
};

function isChosen(choice: TokenChoice, token: ListableToken): boolean {
  switch (choice.kind) {
    case 'active':
      return true;
    case 'restricted':
      return isRestricted(token);
    case 'accounts':
      return token.accountId !== undefined && choice.ids.includes(token.accountId);
    case 'tokens':
      return choice.ids.includes(token.tokenId);
  }
}

/** 1.6: `idTag` is a CiString20Type. 2.0.1: IdTokenEnumType, 36 characters. 2.1: types are open, 255 characters. */
function canCarry(version: ListingStation['ocppVersion'], { type, length }: ListableToken): boolean {
  if (version === '1.6') return length <= 20;
  if (version === '2.1') return length <= 255;
  return length <= 36 && ['Central', 'eMAID', 'ISO14443', 'ISO15693', 'Local', 'MacAddress'].includes(type);
}
