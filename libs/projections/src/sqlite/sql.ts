import { columnNames, list, onConflict, quoted } from '../sql.ts';
import { columnsOf, kindOf } from '../table.ts';
import type { ColumnKind, Table } from '../table.ts';

const typeOf: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
};

/** Where a set of rows lies in the file. The names of indexes are kept when a table is renamed, so they carry the set's number. */
export interface TableSet {
  readonly prefix: '' | 'next_';
  readonly number: number;
}

export const tableIn = ({ prefix }: TableSet, name: string): string => quoted(`${prefix}${name}`);

/** The statements that make a table and its indexes. No constraint beside the key: no fact may make a commit fail. */
export function createTable(table: Table<object>, set: TableSet): string {
  const name = tableIn(set, table.name);
  const columns = columnsOf(table).map(([column, type]) => `${quoted(column)} ${typeOf[kindOf(type)]}`);
  const indexes = (table.indexes ?? []).map(
    (names) => `CREATE INDEX ${quoted(`${table.name}_${set.number}_by_${names.join('_')}`)} ON ${name} (${list(names)});`,
  );
  return [
    `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${list(table.key)}))${table.clustered ? ' WITHOUT ROWID' : ''};`,
    ...indexes,
  ].join('\n');
}

const named = (names: readonly string[]): string => names.map((name) => `${quoted(name)} = ?`).join(' AND ');

export const selectByKey = (table: Table<object>, set: TableSet): string =>
  `SELECT * FROM ${tableIn(set, table.name)} WHERE ${named(table.key)}`;

export const deleteByKey = (table: Table<object>, set: TableSet): string =>
  `DELETE FROM ${tableIn(set, table.name)} WHERE ${named(table.key)}`;

export function upsert(table: Table<object>, overlays: boolean, set: TableSet): string {
  const names = columnNames(table);
  const places = names.map(() => '?').join(', ');
  return `INSERT INTO ${tableIn(set, table.name)} AS stored (${list(names)}) VALUES (${places}) ${onConflict(table, overlays)}`;
}
