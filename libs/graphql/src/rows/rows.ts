import { kindOf, readRow } from '@wattledger/projections';
import type { ColumnKind, ColumnType, KeyValues, StoredRow, Table } from '@wattledger/projections';
import type { ReadModels } from '@wattledger/read-models';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { allOf } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { readPages } from './page.ts';
import type { Page } from './page.ts';
import { planOf } from './page-request.ts';
import type { PageRequest, PageSizes } from './page-request.ts';

/** How many pages one statement may unite; SQLite takes 500. */
const PAGES_AT_ONCE = 100;
/** How many keys one statement may name. */
const KEYS_AT_ONCE = 500;
/** How many rows of a whole table are read at a time. */
const ROWS_AT_ONCE = 500;

/** Reads the rows of the read models, with the types their projections gave them. */
export class Rows {
  private readonly database: Kysely<ReadModels>;
  private readonly sizes: PageSizes;

  constructor(database: Kysely<ReadModels>, sizes: PageSizes) {
    this.database = database;
    this.sizes = sizes;
  }

  /** All rows for which the conditions hold, in the order of the table's key. */
  async where<Row>(table: Table<Row>, ...conditions: readonly Condition[]): Promise<Row[]> {
    const order = sql.join(table.key.map((name) => sql.ref(name)));
    const { rows } = await sql<StoredRow<Row>>`
      select * from ${sql.table(table.name)} where ${allOf(conditions)} order by ${order}`.execute(this.database);
    return rows.map((row) => readRow(table, row));
  }

  /** The same where there may be very many: a few are read at a time, as they are taken. */
  async *each<Row>(table: Table<Row>, ...conditions: readonly Condition[]): AsyncGenerator<Row> {
    const keys = sql.join(table.key.map((name) => sql.ref(name)));
    let behind: readonly Condition[] = [];
    for (;;) {
      const { rows } = await sql<StoredRow<Row>>`
        select * from ${sql.table(table.name)} where ${allOf([...conditions, ...behind])}
        order by ${keys} limit ${sql.lit(ROWS_AT_ONCE)}`.execute(this.database);
      for (const row of rows) yield readRow(table, row);
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) return;
      const values: Readonly<Record<string, unknown>> = last as Readonly<Record<keyof Row, unknown>>;
      behind = [sql`(${keys}) > (${sql.join(table.key.map((name) => values[name]))})`];
    }
  }

  /** How many rows there are of each value of a column, as it is stored. */
  async countBy<Row>(
    table: Table<Row>,
    column: keyof Row & string,
    ...conditions: readonly Condition[]
  ): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ value: string; count: number }>`
      select ${sql.ref(column)} as value, count(*) as count from ${sql.table(table.name)}
      where ${allOf(conditions)} group by ${sql.ref(column)}`.execute(this.database);
    return new Map(rows.map(({ value, count }) => [value, Number(count)]));
  }

  /** The rows with these keys for which the conditions hold, in no particular order; a key may name the leading columns of a longer one. */
  async withKeys<Row>(table: Table<Row>, keys: readonly KeyValues[], ...conditions: readonly Condition[]): Promise<Row[]> {
    const found: Row[] = [];
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      found.push(...(await this.where(table, inKeys(table, keys.slice(from, from + KEYS_AT_ONCE)), ...conditions)));
    }
    return found;
  }

  async withKey<Row>(table: Table<Row>, key: KeyValues): Promise<Row | undefined> {
    return (await this.withKeys(table, [key]))[0];
  }

  /** @throws ApiError `PAGE_INVALID`, `CURSOR_INVALID` */
  async pages<Row>(requests: readonly PageRequest<Row>[]): Promise<Page<Row>[]> {
    const plans = requests.map((request) => planOf(request, this.sizes));
    const pages: Page<Row>[] = [];
    for (let from = 0; from < plans.length; from += PAGES_AT_ONCE) {
      pages.push(...(await readPages(this.database, plans.slice(from, from + PAGES_AT_ONCE))));
    }
    return pages;
  }

  async page<Row>(request: PageRequest<Row>): Promise<Page<Row>> {
    const [page] = await this.pages([request]);
    if (!page) throw new Error('one page was asked for, none came');
    return page;
  }
}

function inKeys<Row>(table: Table<Row>, keys: readonly KeyValues[]): Condition {
  const length = keys[0]?.length ?? table.key.length;
  const columns = sql.join(table.key.slice(0, length).map((name) => sql.ref(name)));
  if (length === 1) return sql`${columns} in (${sql.join(keys.map(([value]) => value))})`;
  const casts = table.key.slice(0, length).map((name) => castOf(kindOf(String(table.columns[name]) as ColumnType)));
  const values = keys.map((key) => sql`(${sql.join(key.map((value, index) => sql`cast(${value} as ${casts[index]})`))})`);
  return sql`(${columns}) in (values ${sql.join(values)})`;
}

/** PostgreSQL takes values in a list for texts unless it is told. */
const castOf = (kind: ColumnKind) => sql.raw(kind === 'text' ? 'text' : 'numeric');
