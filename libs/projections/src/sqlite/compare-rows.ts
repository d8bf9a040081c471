import type Database from 'better-sqlite3';
import type { StoredValue, Table } from '../table.ts';
import { selectAll } from '../sql.ts';

type Stored = Readonly<Record<string, StoredValue>>;

/** The first place where two tables differ; a row is absent when only the other file has one there. */
export interface RowDifference {
  readonly table: string;
  readonly found?: Stored;
  readonly expected?: Stored;
  /** Where the two rows differ. */
  readonly columns: readonly string[];
}

/** Walks one table in two files, in the order of its key, up to the first difference. */
export function firstDifference(
  table: Table<object>,
  found: Database.Database,
  expected: Database.Database,
): RowDifference | undefined {
  const query = selectAll(table);
  const rows = expected.prepare<[], Stored>(query).iterate();
  try {
    for (const row of found.prepare<[], Stored>(query).iterate()) {
      const other = rows.next();
      if (other.done) return { table: table.name, found: row, columns: [] };
      const columns = Object.keys(row).filter((name) => row[name] !== other.value[name]);
      if (columns.length > 0) return { table: table.name, found: row, expected: other.value, columns };
    }
    const missing = rows.next();
    return missing.done ? undefined : { table: table.name, expected: missing.value, columns: [] };
  } finally {
    rows.return?.();
  }
}
