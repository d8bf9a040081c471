import { kindOf } from '@wattledger/projections';
import type { ColumnType, Table } from '@wattledger/projections';
import { ApiError } from '../errors.ts';
import type { PageArgs } from '../schema/page-args.ts';
import { readCursor } from './cursor.ts';
import type { CursorValue } from './cursor.ts';
import type { Condition } from './conditions.ts';
import type { Ordering } from './ordering.ts';

/** Which rows a caller wants to see, and which page of them. */
export interface PageRequest<Row> {
  readonly table: Table<Row>;
  readonly conditions: readonly Condition[];
  readonly order: Ordering<Row>;
  readonly args: PageArgs;
}

/** The same, with everything decided: how many rows, in which direction, behind which place. */
export interface PagePlan<Row> {
  readonly table: Table<Row>;
  readonly conditions: readonly Condition[];
  /** The sort key: the ordering's column and the table's key. Only the first may be null. */
  readonly columns: readonly string[];
  readonly mayBeNull: boolean;
  /** Of the reading; a page from the back is read backwards and turned round. */
  readonly direction: 'asc' | 'desc';
  readonly fromTheBack: boolean;
  readonly behind?: readonly CursorValue[];
  readonly size: number;
  readonly orderName: string;
}

export interface PageSizes {
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
}

/** @throws ApiError `PAGE_INVALID`, `CURSOR_INVALID` */
export function planOf<Row>({ table, conditions, order, args }: PageRequest<Row>, sizes: PageSizes): PagePlan<Row> {
  const { first, after, last, before } = args;
  const fromTheBack = last !== undefined && last !== null;
  if (fromTheBack && (given(first) || given(after))) throw new ApiError('PAGE_INVALID', '`last` goes with `before` only.');
  if (!fromTheBack && given(before)) throw new ApiError('PAGE_INVALID', '`before` goes with `last` only.');
  const size = sizeOf(fromTheBack ? last : first, sizes);

  const columns = [order.column, ...table.key.filter((column) => column !== order.column)];
  const orderName = `${table.name} ${order.column} ${order.direction}`;
  const cursor = fromTheBack ? before : after;
  return {
    table,
    conditions,
    columns,
    mayBeNull: String(table.columns[order.column]).endsWith('?'),
    direction: fromTheBack === (order.direction === 'desc') ? 'asc' : 'desc',
    fromTheBack,
    ...(given(cursor) && { behind: readCursor(orderName, kindsOf(table, columns), cursor) }),
    size,
    orderName,
  };
}

const kindsOf = <Row>(table: Table<Row>, columns: readonly string[]): ('text' | 'number')[] => {
  const types: Readonly<Record<string, ColumnType>> = table.columns;
  return columns.map((name) => (['text', 'json'].includes(kindOf(types[name] ?? 'text')) ? 'text' : 'number'));
};

/** @throws ApiError `PAGE_INVALID` */
export function sizeOf(wanted: number | null | undefined, { defaultPageSize, maxPageSize }: PageSizes): number {
  const size = wanted ?? defaultPageSize;
  if (size < 0 || size > maxPageSize) throw new ApiError('PAGE_INVALID', `A page has 0 to ${maxPageSize} entries, not ${size}.`);
  return size;
}

const given = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null;
