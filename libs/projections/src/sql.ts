import { columnsOf } from './table.ts';
import type { Table } from './table.ts';

// What SQLite and PostgreSQL say alike.

export const quoted = (name: string): string => `"${name}"`;
export const list = (names: readonly string[]): string => names.map(quoted).join(', ');
export const columnNames = (table: Table<object>): string[] => columnsOf(table).map(([name]) => name as string);

/** What follows the values of an insert into a table that is called `stored` there. */
export function onConflict(table: Table<object>, overlays: boolean): string {
  const values = columnNames(table).filter((name) => !(table.key as readonly string[]).includes(name));
  const changes = values
    .map(quoted)
    .map((name) => `${name} = ${overlays ? `coalesce(excluded.${name}, stored.${name})` : `excluded.${name}`}`);
  return `ON CONFLICT (${list(table.key)}) ${changes.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`}`;
}

/** All rows in the order of their key. */
export const selectAll = (table: Table<object>, name = quoted(table.name)): string =>
  `SELECT * FROM ${name} ORDER BY ${list(table.key)}`;
