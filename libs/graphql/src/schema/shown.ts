/**
 * What a type of the schema shows of a row: every field must be a column of it, with the type of the column.
 *
 *     class Station implements Shown<StationRow, keyof Station> {}
 */
export type Shown<Row, Fields extends PropertyKey> = { readonly [Name in Fields]?: Name extends keyof Row ? Row[Name] : never };
