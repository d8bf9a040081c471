import type { Position } from '@wattledger/event-log';
import type { Table } from './table.ts';

/** Stores answer at once (embedded) or later (a server). */
export type Soon<Value> = Value | Promise<Value>;

/** What the rows of a store are made from. When it is no longer this, the rows are made anew. */
export interface Recipe {
  readonly factsVersion: number;
  readonly projections: readonly {
    readonly name: string;
    readonly version: number;
    readonly table: Table<object>;
    /** A column without a value leaves the stored one as it is. */
    readonly overlays: boolean;
  }[];
}

/** A fold that threw. Its rows stay as they were before that event, until its version is raised or a rebuild is asked for. */
export interface Parked {
  readonly projection: string;
  /** Of the event on which it threw. */
  readonly position: Position;
  readonly error: string;
}

export type KeyValues = readonly (string | number)[];

/** All that a batch of events changed. */
export interface Commit {
  /** Everything up to here is in the rows now. */
  readonly checkpoint: Position;
  readonly tables: readonly {
    readonly name: string;
    readonly upserts: readonly object[];
    readonly deletes: readonly KeyValues[];
  }[];
  /** States of streams, as JSON texts. */
  readonly states: readonly { readonly stream: string; readonly state: string }[];
  /** Those newly parked. */
  readonly parked: readonly Parked[];
  /** Tables that are emptied before anything of this commit is written. */
  readonly emptied?: readonly string[];
  /** Projections that are no longer parked. */
  readonly unparked?: readonly string[];
}

/**
 * Where rows lie.
 *
 * One writer at a time. A commit is atomic: rows and checkpoint together, so that every event counts once, whenever the process dies.
 */
export interface RowStore {
  /**
   * Readies the tables. Rows of another recipe are dropped.
   *
   * @returns the checkpoint ({@link BEFORE_FIRST} for empty tables) and what is parked.
   */
  open(recipe: Recipe): Soon<{ readonly checkpoint: Position; readonly parked: readonly Parked[] }>;
  /** Drops all rows, states and the checkpoint. */
  clear(): Soon<void>;
  loadRow(table: string, key: KeyValues): Soon<object | undefined>;
  loadState(stream: string): Soon<string | undefined>;
  /** @throws Fault `rows-unwritable`; nothing is stored then. */
  commit(commit: Commit): Soon<void>;
  close(): Soon<void>;
}
