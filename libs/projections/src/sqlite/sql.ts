import { columnsOf, kindOf } from '../table.ts';
import type { ColumnKind, Table } from '../table.ts';

const typeOf: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
};

const quoted = (name: string): string => `"${name}"`;
const list = (names: readonly string[]): string => names.map(quoted).join(', ');

/** The statements that make a table and its indexes. No constraint beside the key: no fact may make a commit fail. */
export function createTable(table: Table<object>): string {
  const columns = columnsOf(table).map(([name, type]) => `${quoted(name)} ${typeOf[kindOf(type)]}`);
  const indexes = (table.indexes ?? []).map(
    (names) => `CREATE INDEX ${quoted(`${table.name}_by_${names.join('_')}`)} ON ${quoted(table.name)} (${list(names)});`,
  );
  return [
    `CREATE TABLE ${quoted(table.name)} (${columns.join(', ')}, PRIMARY KEY (${list(table.key)}))${table.clustered ? ' WITHOUT ROWID' : ''};`,
    ...indexes,
  ].join('\n');
}

const named = (names: readonly string[]): string => names.map((name) => `${quoted(name)} = ?`).join(' AND ');

export const selectByKey = ({ name, key }: Table<object>): string => `SELECT * FROM ${quoted(name)} WHERE ${named(key)}`;

export const deleteByKey = ({ name, key }: Table<object>): string => `DELETE FROM ${quoted(name)} WHERE ${named(key)}`;

export function upsert(table: Table<object>, overlays: boolean): string {
  const names = columnsOf(table).map(([name]) => name as string);
  const values = names.filter((name) => !(table.key as readonly string[]).includes(name)).map(quoted);
  const changes = values.map((name) => `${name} = ${overlays ? `coalesce(excluded.${name}, ${name})` : `excluded.${name}`}`);
  const conflict = changes.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${changes.join(', ')}`;
  const places = names.map(() => '?').join(', ');
  return `INSERT INTO ${quoted(table.name)} (${list(names)}) VALUES (${places}) ON CONFLICT (${list(table.key)}) ${conflict}`;
}

/** All rows in the order of their key. */
export const selectAll = ({ name, key }: Table<object>): string => `SELECT * FROM ${quoted(name)} ORDER BY ${list(key)}`;
