import { setTimeout as sleep } from 'node:timers/promises';
import { connectionTo, poolOf, PostgresListener } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import type pg from 'pg';
import type { Committed, Parked } from '../row-store.ts';
import { NEWS_CHANNEL, newsIn } from './row-news.ts';
import { NEXT, SHOWN, tableIn } from './sql.ts';

export interface RowFollowerOptions {
  readonly url: string;
  /** Told of every commit, whoever made it; with all these tables changed after some may have been missed. */
  onCommitted(committed: Committed): void;
  /** The database cannot be reached; told once, until it could be. */
  onTrouble(error: unknown): void;
  readonly tables: readonly string[];
}

/** How far the rows are that readers see. */
export interface FollowedRows {
  readonly checkpoint: Position;
  readonly rebuiltTo?: Position;
  readonly parked: readonly Parked[];
}

/** A question of a few rows that takes longer has lost its server. */
const QUERY_MS = 5_000;
/** Before it is asked again what was missed. */
const AGAIN_MS = 500;

/** Follows rows in PostgreSQL that this process or another one writes. */
export class PostgresRowFollower {
  private readonly listener: PostgresListener;
  private readonly pool: pg.Pool;

  constructor({ url, tables, onCommitted, onTrouble }: RowFollowerOptions) {
    this.pool = poolOf({ ...connectionTo(url, 'follower'), query_timeout: QUERY_MS, max: 1 });
    const everything = tables.map((table) => ({ table, keys: 'many' as const }));
    const missed = async () => {
      const rows = await this.rowsNow();
      if (rows) onCommitted({ position: rows.checkpoint, events: 0, changes: everything, caughtUp: false });
    };
    this.listener = new PostgresListener({
      url,
      channel: NEWS_CHANNEL,
      onHeard: (text) => onCommitted(newsIn(text)),
      // The first time too: who asked how far the rows are before anybody listened has missed what came in between.
      onListening: () => void missed(),
      onLost: onTrouble,
    });
  }

  /** False while the database cannot be reached. */
  get isConnected(): boolean {
    return this.listener.isListening;
  }

  /** How far the rows are; `undefined` before any projector has made some. */
  async rows(): Promise<FollowedRows | undefined> {
    const checkpoint = await this.checkpointIn(SHOWN);
    if (checkpoint === undefined) return undefined;
    const rebuiltTo = await this.checkpointIn(NEXT);
    const { rows: parked } = await this.pool.query<Parked>(
      `SELECT projection, position, error FROM ${tableIn(SHOWN, 'parked')} ORDER BY position`,
    );
    return { checkpoint, parked, ...(rebuiltTo !== undefined && { rebuiltTo }) };
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.pool.end();
  }

  /** As soon as it can be told; `undefined` also once nothing is heard any more: it is asked anew when it is. */
  private async rowsNow(): Promise<FollowedRows | undefined> {
    while (this.isConnected) {
      try {
        return await this.rows();
      } catch {
        await sleep(AGAIN_MS, undefined, { ref: false });
      }
    }
    return undefined;
  }

  private async checkpointIn(schema: typeof SHOWN | typeof NEXT): Promise<Position | undefined> {
    const name = tableIn(schema, 'projector');
    const { rows } = await this.pool.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [name]);
    if (rows[0]?.found === null) return undefined;
    return (await this.pool.query<{ checkpoint: Position }>(`SELECT checkpoint FROM ${name}`)).rows[0]?.checkpoint;
  }
}
