import type { RowSnapshot, SnapshotRow } from './row-snapshot.ts';
import type { Table } from './table.ts';

/** The first place where two tables differ; a row is absent when only the other snapshot has one there. */
export interface RowDifference {
  readonly table: string;
  readonly found?: SnapshotRow;
  readonly expected?: SnapshotRow;
  /** Where the two rows differ. */
  readonly columns: readonly string[];
}

/** Walks one table in two snapshots, of whatever stores, in the order of its key, up to the first difference. */
export async function firstDifference(
  table: Table<object>,
  found: RowSnapshot,
  expected: RowSnapshot,
): Promise<RowDifference | undefined> {
  const rows = expected.rows(table)[Symbol.asyncIterator]();
  try {
    for await (const row of found.rows(table)) {
      const other = await rows.next();
      if (other.done) return { table: table.name, found: row, columns: [] };
      const columns = Object.keys(row).filter((name) => row[name] !== other.value[name]);
      if (columns.length > 0) return { table: table.name, found: row, expected: other.value, columns };
    }
    const missing = await rows.next();
    return missing.done ? undefined : { table: table.name, expected: missing.value, columns: [] };
  } finally {
    await rows.return?.();
  }
}
