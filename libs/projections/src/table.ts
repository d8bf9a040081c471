/** How a column keeps its values; a question mark says that there may be none. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'json';
export type ColumnType = ColumnKind | `${ColumnKind}?`;

type KindOf<Value> = Value extends string
  ? 'text'
  : Value extends boolean
    ? 'boolean'
    : Value extends number
      ? 'integer' | 'real'
      : 'json';

/** The columns that a row type asks for: the compiler holds the definition of the table against the type of its rows. */
export type ColumnsOf<Row> = {
  readonly [Name in keyof Row]-?: undefined extends Row[Name] ? `${KindOf<NonNullable<Row[Name]>>}?` : KindOf<Row[Name]>;
};

type TextKey<Row> = { [Name in keyof Row]-?: Row[Name] extends string | number ? Name : never }[keyof Row] & string;

/** Where the rows of a projection lie: one definition for every database that can hold them. */
export interface Table<Row> {
  readonly name: string;
  readonly columns: ColumnsOf<Row>;
  /** Which columns name a row; texts or numbers, never absent. */
  readonly key: readonly TextKey<Row>[];
  /** Further ways in, each a list of columns. */
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
  /** Rows are short, many, and read by the first columns of their key: keep neighbours together. */
  readonly clustered?: boolean;
}

export const table = <Row>(definition: Table<Row>): Table<Row> => definition;

type Stored<Value> = Value extends string | number ? Value : Value extends boolean ? 0 | 1 : string;

/** A row as it lies in the database: `null` for what is absent, 0 and 1 for booleans, JSON as its text. */
export type StoredRow<Row> = {
  [Name in keyof Row]-?: undefined extends Row[Name] ? Stored<NonNullable<Row[Name]>> | null : Stored<Row[Name]>;
};

/** A value that a database column can hold. */
export type StoredValue = string | number | null;

/** A kind of column without its question mark. */
export const kindOf = (type: ColumnType): ColumnKind => (type.endsWith('?') ? type.slice(0, -1) : type) as ColumnKind;

/** The columns of a table with their types, in the order of the definition. */
export const columnsOf = <Row>(of: Table<Row>): readonly (readonly [name: keyof Row & string, type: ColumnType])[] =>
  Object.entries(of.columns) as [keyof Row & string, ColumnType][];
