import { chosenTokens, desiredList } from '@wattledger/charging';
import type { ListableToken, ListEntry, StationProfile } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import type { StationRecord } from '../settings/station-records.ts';
import { limitsOf } from './list-limits.ts';
import type { WantedList } from './list-streams.ts';

/** A token as it is kept: sealed. */
export interface SealedToken {
  readonly token: string;
  readonly type: string;
}

/** The tokens that stations may be told of, as far as the rows have come. */
export interface ListedTokens {
  /** All of them, with what matters to lists. */
  all(): Promise<readonly ListableToken[]>;
  /** By their ids, to be opened. */
  sealed(tokenIds: readonly string[]): Promise<ReadonlyMap<string, SealedToken>>;
}

export interface ListPlan {
  readonly desired: readonly ListEntry[];
  /** Entries of one message. */
  readonly perMessage: number;
}

/** What a station is to have by heart now, and how much of it one message may carry. */
export function planOf(
  station: StationRecord,
  profile: StationProfile,
  wanted: WantedList | undefined,
  tokens: readonly ListableToken[],
  at: Instant,
): ListPlan {
  const { stationId, ocppVersion } = station;
  const { room, perMessage } = limitsOf(station, tokens);
  const listing = { stationId, ocppVersion, profile, ...(room !== undefined && { room }) };
  return { desired: wanted ? desiredList(wanted, chosenBy(wanted, tokens), listing, at) : [], perMessage };
}

const chosenOf = new WeakMap<readonly ListableToken[], Map<string, readonly ListableToken[]>>();

/** Found once for all stations of a wish: there may be hundreds of thousands of tokens, and as many stations. */
function chosenBy(wanted: WantedList, tokens: readonly ListableToken[]): readonly ListableToken[] {
  const known = chosenOf.get(tokens) ?? new Map<string, readonly ListableToken[]>();
  chosenOf.set(tokens, known);
  const chosen = known.get(wanted.id) ?? chosenTokens(wanted.tokens, tokens);
  known.set(wanted.id, chosen);
  return chosen;
}
