import type { Table } from '@wattledger/projections';
import { enumType } from '../schema/enum-type.ts';

/** How a list is sorted: by a column, and by the table's key where the column does not tell rows apart. */
export interface Ordering<Row> {
  readonly column: keyof Row & string;
  readonly direction: 'asc' | 'desc';
  /** For whoever reads the schema. */
  readonly description: string;
}

/** The orders in which a table may be listed, and their enumeration in the schema. */
export interface Orderings<Row, Name extends string> {
  readonly by: Readonly<Record<Name, Ordering<Row>>>;
  readonly type: Readonly<Record<string, Name>>;
}

export function orderings<Row, Name extends string>(
  of: Table<Row>,
  typeName: string,
  by: Readonly<Record<Name, Ordering<Row>>>,
): Orderings<Row, Name> {
  const meanings = Object.fromEntries(
    Object.entries<Ordering<Row>>(by).map(([name, { description }]) => [name, description]),
  ) as Record<Name, string>;
  return { by, type: enumType(typeName, `Orders in which ${of.name.replaceAll('_', ' ')} may be listed.`, meanings) };
}
