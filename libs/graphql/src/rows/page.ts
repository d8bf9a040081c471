import { readRow } from '@wattledger/projections';
import type { StoredRow } from '@wattledger/projections';
import type { ReadModels } from '@wattledger/read-models';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Connection, Edge } from '../schema/connection-type.ts';
import { allOf } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { writeCursor } from './cursor.ts';
import type { CursorValue } from './cursor.ts';
import type { PagePlan } from './page-request.ts';

/** A page of rows, and a way to count all of them. */
export interface Page<Row> extends Connection<Row> {
  count(): Promise<number>;
}

/**
 * A stretch of a sorted list in which the first sort column is null throughout, or nowhere: only within one can places be
 * compared, and found by an index.
 */
type Stretch = 'nulls' | 'values';

interface Reading<Row> {
  readonly plan: PagePlan<Row>;
  readonly stretches: Stretch[];
  readonly rows: StoredRow<Row>[];
}

/**
 * Reads pages by the place of their first row, not by counting rows off: a page costs the same wherever it lies.
 *
 * All pages of all plans, such as the newest sessions of fifty stations, are one statement; only a page that runs
 * from the values into the nulls of its sort column needs a second one.
 */
export async function readPages<Row>(database: Kysely<ReadModels>, plans: readonly PagePlan<Row>[]): Promise<Page<Row>[]> {
  const readings = plans.map((plan): Reading<Row> => ({ plan, stretches: stretchesOf(plan), rows: [] }));
  for (;;) {
    const unfinished = readings.filter(({ plan, rows, stretches }) => rows.length <= plan.size && stretches.length > 0);
    if (unfinished.length === 0) return readings.map((reading) => pageOf(database, reading));
    const statements = unfinished.map((reading, index) => statementFor(reading, index));
    const { rows } = await sql<StoredRow<Row> & { page_index: number }>`${sql.join(statements, sql` union all `)}`.execute(
      database,
    );
    for (const row of rows) unfinished[row.page_index]?.rows.push(row);
  }
}

/** Nulls come before all values, whatever the database would do. */
function stretchesOf<Row>({ mayBeNull, direction, behind }: PagePlan<Row>): Stretch[] {
  if (!mayBeNull) return ['values'];
  const all: Stretch[] = direction === 'asc' ? ['nulls', 'values'] : ['values', 'nulls'];
  if (!behind) return all;
  return all.slice(all.indexOf(behind[0] === null ? 'nulls' : 'values'));
}

/** Takes the reading's next stretch. One row more than wanted tells whether there is a next page. */
function statementFor<Row>(reading: Reading<Row>, index: number): Condition {
  const { plan, stretches, rows } = reading;
  const first = rows.length === 0 && stretches.length === stretchesOf(plan).length;
  const stretch = stretches.shift() ?? 'values';
  const [column = '', ...keys] = plan.columns;
  const sorted = stretch === 'nulls' ? keys : plan.columns;

  const conditions = [...plan.conditions];
  if (plan.mayBeNull)
    conditions.push(stretch === 'nulls' ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} is not null`);
  if (plan.behind && first) conditions.push(behindPlace(sorted, plan.behind.slice(-sorted.length), plan.direction));

  const direction = sql.raw(plan.direction);
  const order = sql.join(sorted.map((name) => sql`${sql.ref(name)} ${direction}`));
  return sql`select * from (select ${sql.lit(index)} as page_index, t.* from ${sql.table(plan.table.name)} as t
    where ${allOf(conditions)} order by ${order} limit ${sql.lit(plan.size + 1 - rows.length)}) as page`;
}

function behindPlace(columns: readonly string[], values: readonly CursorValue[], direction: 'asc' | 'desc'): Condition {
  const operator = sql.raw(direction === 'asc' ? '>' : '<');
  return sql`(${sql.join(columns.map((name) => sql.ref(name)))}) ${operator} (${sql.join([...values])})`;
}

function pageOf<Row>(database: Kysely<ReadModels>, { plan, rows }: Reading<Row>): Page<Row> {
  const more = rows.length > plan.size;
  const shown = rows.slice(0, plan.size);
  if (plan.fromTheBack) shown.reverse();
  const edges = shown.map((row): Edge<Row> => ({ node: readRow(plan.table, row), cursor: cursorOf(plan, row) }));
  const cameFrom = plan.behind !== undefined;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: plan.fromTheBack ? cameFrom : more,
      hasPreviousPage: plan.fromTheBack ? more : cameFrom,
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
    count: () => countRows(database, plan),
  };
}

function cursorOf<Row>({ orderName, columns }: PagePlan<Row>, row: StoredRow<Row>): string {
  const values: Readonly<Record<string, CursorValue>> = row as Readonly<Record<keyof Row, CursorValue>>;
  return writeCursor(
    orderName,
    columns.map((name) => values[name] ?? null),
  );
}

async function countRows<Row>(database: Kysely<ReadModels>, { table, conditions }: PagePlan<Row>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table.name)} where ${allOf(conditions)}`.execute(database);
  return rows[0]?.count ?? 0;
}
