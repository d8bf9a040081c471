import { describe, expect, it } from '@jest/globals';
import { jsonText, readRow, rowCodec } from './row-codec.ts';
import { table } from './table.ts';

interface Row {
  readonly id: string;
  readonly count: number;
  readonly ready: boolean;
  readonly ratio?: number;
  readonly more?: { readonly of: readonly string[] };
}
const rows = table<Row>({
  name: 'rows',
  columns: { id: 'text', count: 'integer', ready: 'boolean', ratio: 'real?', more: 'json?' },
  key: ['id'],
});

describe('a row', () => {
  it('lies in its table as text, numbers and null, and comes back as it was', () => {
    const row: Row = { id: 'a', count: 2, ready: true, more: { of: ['x'] } };
    expect(rowCodec(rows).write(row)).toEqual(['a', 2, 1, null, '{"of":["x"]}']);
    expect(readRow(rows, { id: 'a', count: 2, ready: 1, ratio: null, more: '{"of":["x"]}' })).toEqual(row);
  });

  it('has no value where a number is none', () => {
    expect(rowCodec(rows).write({ id: 'a', count: Infinity, ready: false, ratio: NaN })).toEqual(['a', null, 0, null, null]);
  });

  it('keeps 64-bit integers in its JSON', () => {
    expect(jsonText({ id: 9223372036854775807n })).toBe('{"id":9223372036854775807}');
  });
});
