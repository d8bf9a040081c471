export { columnsOf, kindOf, table } from './table.ts';
export type { ColumnKind, ColumnsOf, ColumnType, StoredRow, StoredValue, Table } from './table.ts';
export { readRow } from './row-codec.ts';
