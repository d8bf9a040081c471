import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { eventLogFault } from '../errors.ts';
import { connectionTo, isUnreachable, poolOf } from '../postgres/connection.ts';
import type { WrappedKey } from './key-store.ts';
import type { MasterKey } from './master-key.ts';

/** Says whose key was destroyed. */
export const KEYS_CHANNEL = 'wattledger_keys';

/** No rebuild of the read models touches this schema. */
const FORMAT_TABLE = 'wattledger_keys.format';
const KEY_TABLE = 'wattledger_keys.data_keys';
/** Of the tables as they are made here. */
const FORMAT = 1;
/** Of the advisory lock: one process makes the tables. */
const LOCK = `hashtext('wattledger'), hashtext('keys')`;
/** A key that cannot tell one master key from another: it belongs to nobody. */
const WITNESS = '';

const CONNECTIONS = 3;
/** Stations wait for these answers. */
const QUERY_MS = 10_000;

/**
 * The wrapped keys as they lie in PostgreSQL.
 *
 * The tables are made, and the master key is checked, before the first question that reaches the database.
 *
 * @throws Fault `keys-unreachable`, retryable, `key-store-too-new`, `key-store-unreadable` from whatever is asked
 */
export class PostgresKeyTable {
  private readonly pool: pg.Pool;
  private readonly masterKey: MasterKey;
  private readiness: Promise<void> | undefined;

  constructor(url: string, masterKey: MasterKey) {
    const connection = connectionTo(url, 'keys');
    this.masterKey = masterKey;
    this.pool = poolOf({
      ...connection,
      max: CONNECTIONS,
      query_timeout: QUERY_MS,
      // A key is durable before anything is sealed with it, whatever the database does for others.
      options: `${connection.options} -c synchronous_commit=on`,
    });
  }

  async wrapped(subjects: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await this.ask<WrappedKey>(`SELECT subject, wrapped FROM ${KEY_TABLE} WHERE subject = ANY ($1)`, [subjects]);
    return new Map(rows.map(({ subject, wrapped }) => [subject, wrapped]));
  }

  /** Whoever comes first, of all processes, makes a subject's key. */
  async add(keys: readonly WrappedKey[]): Promise<void> {
    await this.ask(`INSERT INTO ${KEY_TABLE} SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING`, [
      keys.map(({ subject }) => subject),
      keys.map(({ wrapped }) => wrapped),
    ]);
  }

  /** Every process is told in the same transaction. */
  async remove(subject: string): Promise<void> {
    await this.ask(`WITH gone AS (DELETE FROM ${KEY_TABLE} WHERE subject = $1) SELECT pg_notify($2, $1)`, [
      subject,
      KEYS_CHANNEL,
    ]);
  }

  /** Makes the tables where there are none, and compares the master key with the one they were made with. */
  ready(): Promise<void> {
    this.readiness ??= this.makeReady().catch((error: unknown) => {
      this.readiness = undefined;
      throw error;
    });
    return this.readiness;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async ask<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    await this.ready();
    return reachably(async () => (await this.pool.query<Row>(text, [...values])).rows);
  }

  private makeReady(): Promise<void> {
    return reachably(async () => {
      const connection = await this.pool.connect();
      let broken = true;
      try {
        await this.makeTables(connection);
        await this.checkFormat(connection);
        await this.checkMasterKey(connection);
        broken = false;
      } finally {
        connection.release(broken);
      }
    });
  }

  private async makeTables(connection: pg.PoolClient): Promise<void> {
    const { rows } = await connection.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [FORMAT_TABLE]);
    if (rows[0]?.found !== null) return;
    await connection.query(`
      BEGIN;
      SELECT pg_advisory_xact_lock(${LOCK});
      CREATE SCHEMA IF NOT EXISTS wattledger_keys;
      CREATE TABLE IF NOT EXISTS ${FORMAT_TABLE} (version integer NOT NULL);
      INSERT INTO ${FORMAT_TABLE} SELECT ${FORMAT} WHERE NOT EXISTS (SELECT FROM ${FORMAT_TABLE});
      CREATE TABLE IF NOT EXISTS ${KEY_TABLE} (subject text COLLATE "C" PRIMARY KEY, wrapped bytea NOT NULL);
      COMMIT;
    `);
  }

  private async checkFormat(connection: pg.PoolClient): Promise<void> {
    const { rows } = await connection.query<{ version: number }>(`SELECT version FROM ${FORMAT_TABLE}`);
    if (rows[0]?.version !== FORMAT)
      throw eventLogFault(
        'key-store-too-new',
        `The keys are kept in form ${rows[0]?.version}, and this platform knows form ${FORMAT}.`,
      );
  }

  private async checkMasterKey(connection: pg.PoolClient): Promise<void> {
    await connection.query(`INSERT INTO ${KEY_TABLE} VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      WITNESS,
      this.masterKey.wrap(randomBytes(32)),
    ]);
    const { rows } = await connection.query<WrappedKey>(`SELECT wrapped FROM ${KEY_TABLE} WHERE subject = $1`, [WITNESS]);
    try {
      this.masterKey.unwrap(rows[0]?.wrapped ?? Buffer.alloc(0));
    } catch (cause) {
      throw eventLogFault('key-store-unreadable', undefined, { cause });
    }
  }
}

async function reachably<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (isUnreachable(cause)) throw eventLogFault('keys-unreachable', undefined, { retryable: true, cause });
    throw cause;
  }
}
