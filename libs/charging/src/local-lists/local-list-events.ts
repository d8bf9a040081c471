import type { Instant } from '@wattledger/kernel';
import type { SettingScope } from '../settings/scope.ts';

/** Which tokens stations are to know by heart. */
export type TokenChoice =
  | { readonly kind: 'active' }
  /** Only those that are restricted to some stations, this one among them. */
  | { readonly kind: 'restricted' }
  | { readonly kind: 'accounts'; readonly ids: readonly string[] }
  | { readonly kind: 'tokens'; readonly ids: readonly string[] };

/** What somebody wants of the local lists of a scope's stations. */
export interface LocalListWish {
  readonly scope: SettingScope;
  readonly tokens: TokenChoice;
  /** At most so many entries. */
  readonly limit?: number;
}

/** An entry of a station's list: the token by its pseudonym, the group sealed. */
export interface ListEntry {
  readonly tokenId: string;
  readonly type: string;
  readonly expiresAt?: Instant;
  readonly groupToken?: string;
}

/** Whom stations are to know by heart. */
export interface DesiredListEvents {
  // In locallists-<scope>: whom stations are to know by heart.
  LocalListDesired: LocalListWish & { readonly by: string; readonly reason?: string };
  LocalListWithdrawn: { readonly scope: SettingScope; readonly by: string; readonly reason?: string };
}

/** How a station is brought to its local list. */
export interface StationListEvents {
  // In locallist-<stationId>: what a station knows by heart.
  LocalListVersionAsked: {
    readonly stationId: string;
    readonly commandId: string;
    /** Stream and revision of the wish that is seen to. */
    readonly wish?: string;
    readonly because: 'wanted' | 'booted' | 'again';
  };
  LocalListVersionReported: { readonly stationId: string; readonly listVersion: number };
  LocalListSent: {
    readonly stationId: string;
    readonly commandId: string;
    readonly listVersion: number;
    readonly update: 'Full' | 'Differential';
    readonly put: readonly ListEntry[];
    /** Pseudonyms of the tokens that are taken off the list. */
    readonly removed: readonly string[];
  };
  LocalListConfirmed: { readonly stationId: string; readonly listVersion: number };
  LocalListRefused: {
    readonly stationId: string;
    readonly code: string;
    readonly why: string;
    readonly commandId?: string;
    /** It is not tried again until the station has booted or something else is wanted. */
    readonly isFinal: boolean;
  };
}
