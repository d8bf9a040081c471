import type { Table } from './table.ts';

/** Anything with a name: what an event means. */
export interface AnyFact {
  readonly type: string;
}

/** Names a row: the values of the table's key columns, in their order. One value needs no list. */
export type RowKey = string | number | readonly (string | number)[];

/** A row's next state; `'delete'` takes it away, the same row or `undefined` changes nothing. */
export type Folded<Row> = Row | undefined | 'delete';

/**
 * One read model: a pure fold from facts to the rows of a table.
 *
 * A fold sees the row as it is and one fact, and gives the row as it is then. It must not change what it is given and must not know
 * anything else, so that the same log always gives the same rows.
 */
export interface Projection<Row extends object, Fact extends AnyFact, Source> {
  /** Unique; also names it when it is parked. */
  readonly name: string;
  /** Raise it when a fold changes: the rows are rebuilt from the first event. */
  readonly version: number;
  readonly table: Table<Row>;
  /**
   * Rows are only ever filled in, never taken away: a column that a fold leaves out keeps what it has. The machine then writes rows without reading
   * them first, and a fold sees no more than what the present batch has made of the row.
   */
  readonly overlays?: boolean;
  /** Which row a fact is about; `undefined` when about none. */
  key(fact: Fact, source: Source): RowKey | undefined;
  readonly on: {
    readonly [Type in Fact['type']]?: (row: Row | undefined, fact: Extract<Fact, { type: Type }>, source: Source) => Folded<Row>;
  };
}

/** A projection whose rows the machine need not understand. */
export interface AnyProjection<Fact extends AnyFact, Source> {
  readonly name: string;
  readonly version: number;
  readonly table: Table<object>;
  readonly overlays: boolean;
  key(fact: Fact, source: Source): RowKey | undefined;
  /** By type of fact. */
  readonly folds: ReadonlyMap<string, (row: object | undefined, fact: Fact, source: Source) => Folded<object>>;
}

/** Gives a projection to the machine. Its types are checked here and forgotten behind it. */
export function projection<Row extends object, Fact extends AnyFact, Source>(
  definition: Projection<Row, Fact, Source>,
): AnyProjection<Fact, Source> {
  const { name, version, table, overlays = false } = definition;
  return {
    name,
    version,
    table: table as Table<object>,
    overlays,
    key: (fact, source) => definition.key(fact, source),
    folds: new Map(
      Object.entries(definition.on) as [string, (row: object | undefined, fact: Fact, source: Source) => Folded<object>][],
    ),
  };
}
