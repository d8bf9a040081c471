import { connectionTo } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import pg from 'pg';
import { projectionsFault } from '../errors.ts';
import type { RowSnapshot, SnapshotRow } from '../row-snapshot.ts';
import { quoted, selectAll } from '../sql.ts';
import type { Table } from '../table.ts';
import { asFault } from './reader-pool.ts';
import { SHOWN, tableIn } from './sql.ts';

const ROWS_AT_ONCE = 5_000;
const PROJECTOR = tableIn(SHOWN, 'projector');

/** The rows that readers see, in one transaction: they stand still while the leader goes on, and while others take their place. */
export class PostgresRowSnapshot implements RowSnapshot {
  readonly checkpoint: Position;
  private readonly connection: pg.Client;

  private constructor(connection: pg.Client, checkpoint: Position) {
    this.connection = connection;
    this.checkpoint = checkpoint;
  }

  /**
   * @param tables those that will be read: every one is held on to from the begin, before anybody can rename them
   * @returns `undefined` before any projector has made rows
   * @throws Fault `rows-unreachable`, `rows-outdated`, `rows-replaced`
   */
  static async open(url: string, tables: readonly Table<object>[]): Promise<PostgresRowSnapshot | undefined> {
    const connection = new pg.Client(connectionTo(url, 'comparison'));
    connection.on('error', () => undefined);
    await asFault(connection.connect());
    try {
      const checkpoint = await asFault(begin(connection, tables));
      if (checkpoint !== undefined) return new PostgresRowSnapshot(connection, checkpoint);
      await connection.end();
      return undefined;
    } catch (error) {
      await connection.end().catch(() => undefined);
      throw error;
    }
  }

  async *rows({ name }: Table<object>): AsyncGenerator<SnapshotRow> {
    for (;;) {
      const { rows } = await asFault(this.connection.query<SnapshotRow>(`FETCH ${ROWS_AT_ONCE} FROM ${quoted(name)}`));
      yield* rows;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  close(): Promise<void> {
    return this.connection.end();
  }
}

async function begin(connection: pg.Client, tables: readonly Table<object>[]): Promise<Position | undefined> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows: known } = await connection.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [PROJECTOR]);
  if ((known[0]?.found ?? null) === null) return undefined;
  const head = async () => {
    const { rows } = await connection.query<{ checkpoint: Position; set: string }>(
      `SELECT checkpoint, tableoid::text AS set FROM ${PROJECTOR}`,
    );
    return rows[0];
  };
  const before = await head();
  for (const table of tables)
    await connection.query(`DECLARE ${quoted(table.name)} NO SCROLL CURSOR FOR ${selectAll(table, tableIn(SHOWN, table.name))}`);
  // Names mean what they mean now, whatever the transaction sees: rows that took the place of others meanwhile would be empty to it.
  if (before === undefined || (await head())?.set !== before.set)
    throw projectionsFault('rows-replaced', undefined, { retryable: true });
  return before.checkpoint;
}
