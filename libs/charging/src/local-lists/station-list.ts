import type { Instant } from '@wattledger/kernel';
import type { EventOf } from '../event-of.ts';
import type { ListEntry, StationListEvents } from './local-list-events.ts';

/** `locallist-oak`: the stream of what a station has by heart. */
export const localListStream = (stationId: string): string => `locallist-${stationId}`;

export const localListStatuses = ['unknown', 'asked', 'known', 'sent', 'refused'] as const;
export type LocalListStatus = (typeof localListStatuses)[number];

/** What is known of a station's local list. */
export interface StationList {
  readonly status: LocalListStatus;
  /** The highest version that was confirmed or reported. */
  readonly version: number;
  /** As the station last said. */
  readonly reported?: number;
  /** What the station has confirmed, by token id; absent: nobody knows, so that a full list is next. */
  readonly entries?: Readonly<Record<string, ListEntry>>;
  /** On its way. */
  readonly pending?: StationListEvents['LocalListSent'];
  /** Of the question or the list that is on its way. */
  readonly commandId?: string;
  /** Questions and lists so far: they name the commands. */
  readonly asks: number;
  readonly sendings: number;
  /** Refusals since something was last confirmed, or since it was wanted anew. */
  readonly attempts: number;
  /** The wish that was last seen to: stream and revision. */
  readonly wish?: string;
  readonly checkedAt?: Instant;
  readonly at?: Instant;
  readonly code?: string;
  readonly why?: string;
  /** The station will not have a list at all, as it is. */
  readonly isFinal: boolean;
}

export const unknownList: StationList = { status: 'unknown', version: 0, asks: 0, sendings: 0, attempts: 0, isFinal: false };

export type ListEvent = EventOf<StationListEvents>;

/** Folds `locallist-<stationId>`. */
export function evolveList(list: StationList, event: ListEvent, at: Instant): StationList {
  switch (event.type) {
    case 'LocalListVersionAsked': {
      const { commandId, wish, because } = event.data;
      const attempts = because === 'again' ? list.attempts : 0;
      const { code: _, why: __, ...known } = list;
      return { ...known, status: 'asked', commandId, asks: list.asks + 1, attempts, isFinal: false, at, ...(wish && { wish }) };
    }
    case 'LocalListVersionReported': {
      const { listVersion: reported } = event.data;
      const { entries: before, ...known } = list;
      const entries = reported === list.version ? (before ?? (reported === 0 ? {} : undefined)) : undefined;
      const version = Math.max(list.version, reported);
      return { ...known, status: 'known', version, reported, checkedAt: at, at, ...(entries && { entries }) };
    }
    case 'LocalListSent':
      return { ...list, status: 'sent', pending: event.data, commandId: event.data.commandId, sendings: list.sendings + 1, at };
    case 'LocalListConfirmed': {
      const { pending, ...known } = list;
      if (!pending) return list;
      const entries = new Map(pending.update === 'Full' ? [] : Object.entries(list.entries ?? {}));
      for (const entry of pending.put) entries.set(entry.tokenId, entry);
      for (const tokenId of pending.removed) entries.delete(tokenId);
      const { listVersion: version } = pending;
      return { ...known, status: 'known', version, reported: version, entries: Object.fromEntries(entries), attempts: 0, at };
    }
    case 'LocalListRefused': {
      const { code, why, isFinal } = event.data;
      const { pending, entries: _, ...known } = list;
      const version = Math.max(list.version, pending?.listVersion ?? 0);
      return { ...known, status: 'refused', version, attempts: list.attempts + 1, code, why, isFinal, at };
    }
  }
}

/** What a list lacks, and what it has too much. */
export function changesOf(
  entries: Readonly<Record<string, ListEntry>>,
  desired: readonly ListEntry[],
): { readonly put: readonly ListEntry[]; readonly removed: readonly string[] } {
  const wanted = new Set(desired.map(({ tokenId }) => tokenId));
  return {
    put: desired.filter((entry) => !isSameEntry(entries[entry.tokenId], entry)),
    removed: Object.keys(entries).filter((tokenId) => !wanted.has(tokenId)),
  };
}

const isSameEntry = (a: ListEntry | undefined, b: ListEntry): boolean =>
  a !== undefined && a.type === b.type && a.expiresAt === b.expiresAt && a.groupToken === b.groupToken;
