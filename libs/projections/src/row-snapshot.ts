import type { Position } from '@wattledger/event-log';
import type { StoredValue, Table } from './table.ts';

/** A row as it lies in its store, whichever that is: its columns by name. */
export type SnapshotRow = Readonly<Record<string, StoredValue>>;

/** Rows as readers saw them at one moment, however long they are read and whoever writes meanwhile. */
export interface RowSnapshot {
  /** Everything up to here was in the rows. */
  readonly checkpoint: Position;
  /** All rows of a table, in the order of its key. */
  rows(table: Table<object>): AsyncIterable<SnapshotRow>;
  close(): Promise<void>;
}
