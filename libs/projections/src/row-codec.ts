import { parseJson, stringifyJson } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { indexable, storable } from './storable-text.ts';
import { columnsOf, kindOf } from './table.ts';
import type { StoredRow, StoredValue, Table } from './table.ts';

type Encode = (value: unknown) => StoredValue;
type Decode = (stored: StoredValue) => Json;

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What a station sends ends up in rows, so no value may make a write fail: what does not fit its column counts as absent. */
const encoders: Readonly<Record<string, Encode>> = {
  text: (value) => storable(String(value)),
  integer: finite,
  real: finite,
  boolean: (value) => (value ? 1 : 0),
  json: jsonText,
};

const decoders: Readonly<Record<string, Decode>> = {
  text: (stored) => stored,
  integer: (stored) => stored,
  real: (stored) => stored,
  boolean: (stored) => stored === 1,
  json: (stored) => parseJson(String(stored)),
};

const indexedText: Encode = (value) => indexable(String(value));

/** `JSON.stringify`, and the slower way that keeps 64-bit integers only where there are some. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return stringifyJson(value);
  }
}

/** Translates between the rows of a projection and what lies in its table. */
export interface RowCodec<Row> {
  /** The values of a row in the order of the table's columns. */
  write(row: Row): StoredValue[];
  read(stored: Readonly<Record<string, StoredValue>>): Row;
}

export function rowCodec<Row>(of: Table<Row>): RowCodec<Row> {
  const indexed = new Set<string>([...of.key, ...(of.indexes ?? []).flat()]);
  const columns = columnsOf(of).map(([name, type]) => {
    const kind = kindOf(type);
    const encode = kind === 'text' && indexed.has(name) ? indexedText : (encoders[kind] as Encode);
    return { name, encode, decode: decoders[kind] as Decode };
  });
  return {
    write: (row) => {
      const values: StoredValue[] = [];
      for (const { name, encode } of columns) {
        const value: unknown = row[name];
        values.push(value === undefined || value === null ? null : encode(value));
      }
      return values;
    },
    read: (stored) => {
      const row: Record<string, Json> = {};
      for (const { name, decode } of columns) {
        const value = stored[name];
        if (value !== null && value !== undefined) row[name] = decode(value);
      }
      return row as Row;
    },
  };
}

const codecs = new WeakMap<object, RowCodec<unknown>>();

/** A row as its projection wrote it: booleans, parsed JSON, nothing where the database says `null`. */
export function readRow<Row>(of: Table<Row>, stored: StoredRow<Row>): Row {
  let codec = codecs.get(of) as RowCodec<Row> | undefined;
  if (!codec) codecs.set(of, (codec = rowCodec(of)));
  return codec.read(stored as Readonly<Record<string, StoredValue>>);
}
