import { columnNames, list, onConflict, quoted } from '../sql.ts';
import { columnsOf, kindOf } from '../table.ts';
import type { ColumnKind, Table } from '../table.ts';

/**
 * Numbers are doubles, as they are in JavaScript: whatever a row can hold, the column can, and it is read back the same. Texts sort by their bytes, as in
 * SQLite, whatever the database's own collation says.
 */
const typeOf: Readonly<Record<ColumnKind, string>> = {
  text: 'text COLLATE "C"',
  integer: 'double precision',
  real: 'double precision',
  boolean: 'smallint',
  json: 'text COLLATE "C"',
};
/** Of a list of values. */
const arrayOf: Readonly<Record<ColumnKind, string>> = {
  text: 'text[]',
  integer: 'double precision[]',
  real: 'double precision[]',
  boolean: 'smallint[]',
  json: 'text[]',
};

/** Where readers find the rows. */
export const SHOWN = 'wattledger';
/** Where rows are made anew. */
export const NEXT = 'wattledger_next';
/** Where those go that were replaced, to be dropped. */
export const REPLACED = 'wattledger_replaced';

export type Schema = typeof SHOWN | typeof NEXT;

export const tableIn = (schema: Schema, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/** The statements that make a table and its indexes. No constraint beside the key: no fact may make a commit fail. */
export function createTable(table: Table<object>, schema: Schema): string {
  const columns = columnsOf(table).map(([column, type]) => `${quoted(column)} ${typeOf[kindOf(type)]}`);
  const indexes = (table.indexes ?? []).map(
    (names, index) => `CREATE INDEX ${quoted(`${table.name}_by_${index}`)} ON ${tableIn(schema, table.name)} (${list(names)});`,
  );
  return [
    `CREATE TABLE ${tableIn(schema, table.name)} (${columns.join(', ')}, PRIMARY KEY (${list(table.key)}));`,
    ...indexes,
  ].join('\n');
}

/** Takes one list of values per column. */
export function upsertMany(table: Table<object>, overlays: boolean, schema: Schema): string {
  const lists = columnsOf(table).map(([, type], index) => `$${index + 1}::${arrayOf[kindOf(type)]}`);
  return (
    `INSERT INTO ${tableIn(schema, table.name)} AS stored (${list(columnNames(table))}) ` +
    `SELECT * FROM unnest(${lists.join(', ')}) ${onConflict(table, overlays)}`
  );
}

/** Takes one list of values per column of the key. */
export const deleteMany = (table: Table<object>, schema: Schema): string =>
  `DELETE FROM ${tableIn(schema, table.name)} AS stored USING ${keysOf(table)} WHERE ${isWanted(table)}`;

/** The same, and gives the place in the list of keys with every row that there is. */
export const selectMany = (table: Table<object>, schema: Schema): string =>
  `SELECT wanted.place AS ${quoted(PLACE)}, stored.* FROM ${keysOf(table)} JOIN ${tableIn(schema, table.name)} AS stored ON ${isWanted(table)}`;

/** No column is called so. */
export const PLACE = '#';

function keysOf(table: Table<object>): string {
  const types = table.columns as Readonly<Record<string, ColumnKind>>;
  const lists = table.key.map((name, index) => `$${index + 1}::${arrayOf[kindOf(types[name] ?? 'text')]}`);
  const names = table.key.map((_name, index) => `key${index}`);
  return `unnest(${lists.join(', ')}) WITH ORDINALITY AS wanted (${[...names, 'place'].join(', ')})`;
}

const isWanted = (table: Table<object>): string =>
  table.key.map((name, index) => `stored.${quoted(name)} = wanted.key${index}`).join(' AND ');

/** The tables of the machine itself. */
export const createMachine = (schema: Schema): string => `
  CREATE TABLE ${tableIn(schema, 'projector')} (checkpoint double precision NOT NULL, recipe text NOT NULL, made text NOT NULL);
  CREATE TABLE ${tableIn(schema, 'stream_states')} (stream text COLLATE "C" PRIMARY KEY, state text NOT NULL);
  CREATE TABLE ${tableIn(schema, 'parked')} (projection text NOT NULL, position double precision NOT NULL, error text NOT NULL);
`;
