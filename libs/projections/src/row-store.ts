import type { Position } from '@wattledger/event-log';
import type { Table } from './table.ts';
import type { CommittedTraces } from './traces.ts';

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

/** The rows of a table that a batch changed: their keys, or that there are too many to name. */
export interface TableChange {
  readonly table: string;
  readonly keys: readonly KeyValues[] | 'many';
}

/** What a commit brought, for whoever follows the rows. */
export interface Committed {
  readonly position: Position;
  readonly events: number;
  readonly changes: readonly TableChange[];
  /** It reached the end of the log as it then was. */
  readonly caughtUp: boolean;
  /** The traces of its events, where there are such and somebody in this process wants to know. */
  readonly traces?: CommittedTraces;
}

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
  /** Told with the commit to other processes, where the store can. Absent while no reader sees the rows. */
  readonly news?: Committed;
}

/** Where the writing of rows goes on. */
export interface OpenedRows {
  /** {@link BEFORE_FIRST} for empty tables. */
  readonly checkpoint: Position;
  readonly parked: readonly Parked[];
  /**
   * The rows are made in the shadow of others, which readers go on seeing until {@link RowStore.publish}: the checkpoint of those. Absent when readers see
   * the very rows that are written.
   */
  readonly inShadowOf?: Position;
}

/**
 * Where rows lie.
 *
 * One writer at a time. A commit is atomic: rows and checkpoint together, so that every event counts once, whenever the process dies.
 * Rows that are made anew are made in the shadow of the old ones, and readers see all the old ones or all the new ones.
 */
export interface RowStore {
  /** Readies the tables. Beside rows of another recipe new ones are begun, or gone on with when they had been begun before. */
  open(recipe: Recipe): Soon<OpenedRows>;
  /** Begins all rows anew. */
  clear(): Soon<OpenedRows>;
  /**
   * Lets readers see the rows that are being made, all at once, and drops the old ones.
   *
   * @returns where these rows must come first when it is too early: readers see newer rows than these, because somebody else goes on with the old ones.
   * `undefined` when it is done
   */
  publish(): Soon<Position | undefined>;
  /** In the order of the keys. */
  loadRows(table: string, keys: readonly KeyValues[]): Soon<readonly (object | undefined)[]>;
  /** In the order of the streams. */
  loadStates(streams: readonly string[]): Soon<readonly (string | undefined)[]>;
  /** @throws Fault `rows-unwritable`, `rows-replaced`; nothing is stored then. */
  commit(commit: Commit): Soon<void>;
  close(): Soon<void>;
}
