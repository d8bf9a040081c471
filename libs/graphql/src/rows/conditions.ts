import type { Table } from '@wattledger/projections';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

/** A piece of a WHERE clause. */
export type Condition = RawBuilder<unknown>;

type Comparable = string | number | boolean;

/** Behind every text that has the prefix: no character sorts behind it. */
const LAST_CHARACTER = '\u{10FFFF}';

const bindable = (value: Comparable): string | number => (typeof value === 'boolean' ? Number(value) : value);

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql.join([...conditions], sql` and `);

/** What can be asked of the columns of a table. */
export function columnsIn<Row>(_table: Table<Row>) {
  type Column = keyof Row & string;
  return {
    is: (column: Column) => (value: Comparable) => sql`${sql.ref(column)} = ${bindable(value)}`,
    isIn: (column: Column) => (values: readonly Comparable[]) =>
      values.length === 0 ? sql`1 = 0` : sql`${sql.ref(column)} in (${sql.join(values.map(bindable))})`,
    startsWith: (column: Column) => (prefix: string) =>
      sql`(${sql.ref(column)} >= ${prefix} and ${sql.ref(column)} < ${prefix + LAST_CHARACTER})`,
    /** Letter for letter, anywhere in the text. Said so that every database understands it. */
    contains: (column: Column) => (text: string) => sql`replace(${sql.ref(column)}, ${text}, '') <> ${sql.ref(column)}`,
    atLeast: (column: Column) => (value: Comparable) => sql`${sql.ref(column)} >= ${bindable(value)}`,
    below: (column: Column) => (value: Comparable) => sql`${sql.ref(column)} < ${bindable(value)}`,
  };
}

/** What each field of a filter asks of the rows. */
export type FilterConditions<Filter> = {
  readonly [Name in keyof Filter]-?: (value: NonNullable<Filter[Name]>) => Condition;
};

/** The conditions of the fields that a caller has filled in; all of them must hold. */
export function conditionsOf<Filter extends object>(
  meaning: FilterConditions<Filter>,
  filter: Filter | undefined | null,
): Condition[] {
  if (!filter) return [];
  return (Object.keys(meaning) as (keyof Filter)[]).flatMap((name) => {
    const value = filter[name];
    return value === undefined || value === null ? [] : [meaning[name](value)];
  });
}
