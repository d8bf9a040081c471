import { randomUUID } from 'node:crypto';
import { BEFORE_FIRST, connectionTo } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';
import pg from 'pg';
import { projectionsFault } from '../errors.ts';
import { recipeText } from '../recipe-text.ts';
import { rowCodec } from '../row-codec.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Commit, KeyValues, OpenedRows, Parked, Recipe, RowStore } from '../row-store.ts';
import { quoted } from '../sql.ts';
import { storable } from '../storable-text.ts';
import type { StoredValue, Table } from '../table.ts';
import { asFault } from './reader-pool.ts';
import { NEWS_CHANNEL, newsText } from './row-news.ts';
import { createMachine, createTable, deleteMany, NEXT, PLACE, REPLACED, selectMany, SHOWN, tableIn, upsertMany } from './sql.ts';
import type { Schema } from './sql.ts';

/** Held while rows are made anew, so that only one process does. */
const REBUILD_LOCK = `hashtext('wattledger'), hashtext('rebuild')`;
/** Rows in one statement. */
const ROWS_AT_ONCE = 5_000;
/** For what waits until readers have let go. */
const LOCK_MS = 5_000;

interface SetHead {
  readonly checkpoint: Position;
  readonly recipe: string;
  /** Of this very set: another one in its place has another. */
  readonly made: string;
}

interface Rows {
  readonly codec: RowCodec<object>;
  readonly table: Table<object>;
  readonly overlays: boolean;
}

/**
 * Rows in PostgreSQL, in the schema `wattledger`. What is made anew lies in `wattledger_next` until the two schemas change their names, which takes a
 * moment and waits for no reader.
 *
 * Whoever writes is the leader, on the connection that holds the leader's lock, or makes rows anew beside the leader. A commit counts only while the rows
 * are those that were opened, at the checkpoint they were left at: nobody can write past somebody else.
 *
 * `synchronous_commit` is off: a crash of the server may lose the newest commits, but rows and checkpoint together, and the log makes them again.
 */
export class PostgresRowStore implements RowStore {
  private readonly connection: pg.Client;
  private readonly onClose: () => Promise<void>;
  private readonly rows = new Map<string, Rows>();
  private recipe: Recipe | undefined;
  private schema: Schema = SHOWN;
  private made = '';
  private checkpoint: Position = BEFORE_FIRST;
  private rebuilding = false;

  /** @param onClose ends the connection, where it is the store's own */
  constructor(connection: pg.Client, onClose: () => Promise<void> = () => Promise.resolve()) {
    this.connection = connection;
    this.onClose = onClose;
  }

  /**
   * A store on a connection of its own, for whoever makes rows beside the leader.
   *
   * @param purpose shown in `pg_stat_activity`
   * @throws Fault `rows-unreachable`
   */
  static async connect(url: string, purpose: string): Promise<PostgresRowStore> {
    const connection = new pg.Client(connectionTo(url, purpose));
    connection.on('error', () => undefined);
    await asFault(connection.connect());
    return new PostgresRowStore(connection, () => connection.end());
  }

  open(recipe: Recipe): Promise<OpenedRows> {
    return this.reachably(async () => {
      this.recipe = recipe;
      this.rows.clear();
      for (const { table, overlays } of recipe.projections)
        this.rows.set(table.name, { codec: rowCodec(table), table, overlays });
      await this.connection.query('SET synchronous_commit = off');
      const text = recipeText(recipe);
      const shown = await this.headOf(SHOWN);
      if (shown?.recipe === text) return this.writeTo(SHOWN);
      await this.lockRebuild();
      const begun = await this.headOf(NEXT);
      return begun?.recipe === text ? this.writeTo(NEXT) : this.beginAnew(recipe);
    });
  }

  clear(): Promise<OpenedRows> {
    return this.reachably(async () => {
      if (!this.recipe) throw new Error('rows are opened before they are begun anew');
      await this.lockRebuild();
      return this.beginAnew(this.recipe);
    });
  }

  publish(): Promise<Position | undefined> {
    return this.reachably(async () => {
      if (this.schema === SHOWN) return undefined;
      await this.dropReplaced();
      const newer = await this.inTransaction(() => this.exchange()).catch((error: unknown) => {
        if (error instanceof TooEarly) return error.shown;
        throw error;
      });
      if (newer !== undefined) return newer;
      this.schema = SHOWN;
      await this.connection.query(`SELECT pg_advisory_unlock(${REBUILD_LOCK})`);
      this.rebuilding = false;
      // Readers that are still at the old rows finish first; what cannot be dropped now is dropped the next time.
      await this.dropReplaced().catch(() => undefined);
      return undefined;
    });
  }

  async loadRows(table: string, keys: readonly KeyValues[]): Promise<(object | undefined)[]> {
    const rows = this.rows.get(table);
    const found = new Array<object | undefined>(keys.length);
    if (!rows) return found;
    await this.reachably(async () => {
      for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
        const wanted = columnsOfKeys(rows.table, keys.slice(from, from + ROWS_AT_ONCE));
        const answer = await this.connection.query<Record<string, StoredValue>>(selectMany(rows.table, this.schema), wanted);
        for (const row of answer.rows) found[from + Number(row[PLACE]) - 1] = rows.codec.read(row);
      }
    });
    return found;
  }

  async loadStates(streams: readonly string[]): Promise<(string | undefined)[]> {
    const { rows } = await this.reachably(() =>
      this.connection.query<{ stream: string; state: string }>(
        `SELECT stream, state FROM ${tableIn(this.schema, 'stream_states')} WHERE stream = ANY ($1)`,
        [streams],
      ),
    );
    const found = new Map(rows.map(({ stream, state }) => [stream, state]));
    return streams.map((stream) => found.get(stream));
  }

  async commit(commit: Commit): Promise<void> {
    await this.reachably(() => this.inTransaction(() => this.write(commit)));
    this.checkpoint = commit.checkpoint;
  }

  async close(): Promise<void> {
    if (this.rebuilding) await this.connection.query(`SELECT pg_advisory_unlock(${REBUILD_LOCK})`).catch(() => undefined);
    this.rebuilding = false;
    await this.onClose();
  }

  private async write({ checkpoint, tables, states, parked, emptied = [], unparked = [], news }: Commit): Promise<void> {
    const { connection, schema } = this;
    // First of all, so that whoever is too late waits for nothing.
    const moved = await connection.query(
      `UPDATE ${tableIn(schema, 'projector')} SET checkpoint = $1 WHERE made = $2 AND checkpoint = $3`,
      [checkpoint, this.made, this.checkpoint],
    );
    if (moved.rowCount !== 1) throw projectionsFault('rows-replaced', undefined, { retryable: true });
    for (const name of emptied) await connection.query(`DELETE FROM ${tableIn(schema, name)}`);
    if (unparked.length > 0)
      await connection.query(`DELETE FROM ${tableIn(schema, 'parked')} WHERE projection = ANY ($1)`, [unparked]);
    for (const { name, upserts, deletes } of tables) await this.writeRows(name, upserts, deletes);
    if (states.length > 0) {
      await connection.query(
        `INSERT INTO ${tableIn(schema, 'stream_states')} SELECT * FROM unnest($1::text[], $2::text[])
         ON CONFLICT (stream) DO UPDATE SET state = excluded.state`,
        [states.map(({ stream }) => stream), states.map(({ state }) => state)],
      );
    }
    for (const { projection, position, error } of parked) {
      await connection.query(`INSERT INTO ${tableIn(schema, 'parked')} VALUES ($1, $2, $3)`, [
        projection,
        position,
        storable(error),
      ]);
    }
    if (news) await connection.query('SELECT pg_notify($1, $2)', [NEWS_CHANNEL, newsText(news)]);
  }

  private async writeRows(name: string, upserts: readonly object[], deletes: readonly KeyValues[]): Promise<void> {
    const rows = this.rows.get(name);
    if (!rows) return;
    const { codec, table, overlays } = rows;
    for (let from = 0; from < upserts.length; from += ROWS_AT_ONCE) {
      const columns = Object.keys(table.columns).map((): StoredValue[] => []);
      for (const row of upserts.slice(from, from + ROWS_AT_ONCE)) {
        codec.write(row).forEach((value, index) => columns[index]?.push(value));
      }
      await this.connection.query(upsertMany(table, overlays, this.schema), columns);
    }
    if (deletes.length > 0) await this.connection.query(deleteMany(table, this.schema), columnsOfKeys(table, deletes));
  }

  private async beginAnew(recipe: Recipe): Promise<OpenedRows> {
    await this.inTransaction(async () => {
      await this.connection.query(`DROP SCHEMA IF EXISTS ${quoted(NEXT)} CASCADE`);
      await this.connection.query(`CREATE SCHEMA ${quoted(NEXT)}; ${createMachine(NEXT)}`);
      for (const { table } of recipe.projections) await this.connection.query(createTable(table, NEXT));
      await this.connection.query(`INSERT INTO ${tableIn(NEXT, 'projector')} VALUES ($1, $2, $3)`, [
        BEFORE_FIRST,
        recipeText(recipe),
        randomUUID(),
      ]);
    });
    const opened = await this.writeTo(NEXT);
    // Nobody misses rows that hold nothing.
    if (opened.inShadowOf !== BEFORE_FIRST || (await this.publish()) !== undefined) return opened;
    return { checkpoint: BEFORE_FIRST, parked: [] };
  }

  /** From here on, rows are written there. */
  private async writeTo(schema: Schema): Promise<OpenedRows> {
    const head = await this.headOf(schema);
    this.schema = schema;
    this.made = head?.made ?? '';
    this.checkpoint = head?.checkpoint ?? BEFORE_FIRST;
    const { rows: parked } = await this.connection.query<Parked>(
      `SELECT projection, position, error FROM ${tableIn(schema, 'parked')} ORDER BY position`,
    );
    if (schema === SHOWN) return { checkpoint: this.checkpoint, parked };
    return { checkpoint: this.checkpoint, parked, inShadowOf: (await this.headOf(SHOWN))?.checkpoint ?? BEFORE_FIRST };
  }

  private async headOf(schema: Schema): Promise<SetHead | undefined> {
    const name = tableIn(schema, 'projector');
    const { rows } = await this.connection.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [name]);
    if (rows[0]?.found === null) return undefined;
    return (await this.connection.query<SetHead>(`SELECT checkpoint, recipe, made FROM ${name}`)).rows[0];
  }

  /** The names of the two schemas change in one transaction. A commit of somebody else into the old rows is over by then, or comes to nothing. */
  private async exchange(): Promise<undefined> {
    const { connection } = this;
    if (await this.headOf(SHOWN)) {
      const old = await connection.query<SetHead>(`UPDATE ${tableIn(SHOWN, 'projector')} SET made = '' RETURNING checkpoint`);
      const shown = old.rows[0]?.checkpoint ?? BEFORE_FIRST;
      if (shown > this.checkpoint) throw new TooEarly(shown);
      await connection.query(`ALTER SCHEMA ${quoted(SHOWN)} RENAME TO ${quoted(REPLACED)}`);
    }
    await connection.query(`ALTER SCHEMA ${quoted(NEXT)} RENAME TO ${quoted(SHOWN)}`);
    const changes = [...this.rows.keys()].map((table) => ({ table, keys: 'many' as const }));
    const news = { position: this.checkpoint, events: 0, changes, caughtUp: true };
    await connection.query('SELECT pg_notify($1, $2)', [NEWS_CHANNEL, newsText(news)]);
  }

  private async dropReplaced(): Promise<void> {
    await this.connection.query(`SET lock_timeout = ${LOCK_MS}`);
    try {
      await this.connection.query(`DROP SCHEMA IF EXISTS ${quoted(REPLACED)} CASCADE`);
    } finally {
      await this.connection.query('SET lock_timeout = 0');
    }
  }

  private async lockRebuild(): Promise<void> {
    if (this.rebuilding) return;
    const { rows } = await this.connection.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${REBUILD_LOCK}) AS got`);
    if (rows[0]?.got !== true)
      throw projectionsFault('rows-in-use', 'Another process is making the read models anew', { retryable: true });
    this.rebuilding = true;
  }

  private async inTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.connection.query('BEGIN');
    try {
      const value = await work();
      await this.connection.query('COMMIT');
      return value;
    } catch (error) {
      await this.connection.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async reachably<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw projectionsFault('rows-unwritable', `The read models could not be written: ${String(cause)}`, {
        retryable: true,
        cause,
      });
    }
  }
}

/** Readers see newer rows than these. */
class TooEarly extends Error {
  readonly shown: Position;

  constructor(shown: Position) {
    super();
    this.shown = shown;
  }
}

/** Keys turned into one list of values per column of the key. */
const columnsOfKeys = ({ key }: Table<object>, keys: readonly KeyValues[]): KeyValues[] =>
  key.map((_name, index) => keys.map((values) => values[index] ?? ''));
