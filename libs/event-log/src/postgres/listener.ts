import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionTo } from './connection.ts';

export interface ListenerOptions {
  readonly url: string;
  readonly channel: string;
  /** A message has come. */
  onHeard(text: string): void;
  /** Everything said from now on is heard; what was said before may have been missed. Called again after every loss. */
  onListening(): void;
  /** Nothing is heard until `onListening` is called again. Told once per loss. */
  onLost(error: unknown): void;
}

const AGAIN_MS = 1_000;
/** How soon a connection is found out that is gone without a word. */
const LOOK_EVERY_MS = 5_000;
const LOOK = { text: 'SELECT 1', query_timeout: 5_000 };

/** Hears what is said on a channel of PostgreSQL, on a connection of its own that is made again whenever it is lost. */
export class PostgresListener {
  private readonly options: ListenerOptions;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private connection: pg.Client | undefined;

  constructor(options: ListenerOptions) {
    this.options = options;
    this.running = this.run();
  }

  get isListening(): boolean {
    return this.connection !== undefined;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    let lost = false;
    while (!this.stopping.signal.aborted) {
      try {
        await this.listen(() => (lost = false));
      } catch (error) {
        if (!lost && !this.stopping.signal.aborted) this.options.onLost(error);
        lost = true;
      }
      await this.pause(AGAIN_MS);
    }
  }

  private async listen(onListening: () => void): Promise<void> {
    const connection = new pg.Client(connectionTo(this.options.url, 'listener'));
    const lost = new AbortController();
    connection.on('error', (error) => lost.abort(error));
    connection.on('end', () => lost.abort(new Error('Connection terminated')));
    connection.on('notification', ({ payload }) => this.options.onHeard(payload ?? ''));
    try {
      await connection.connect();
      await connection.query(`LISTEN ${pg.escapeIdentifier(this.options.channel)}`);
      this.connection = connection;
      onListening();
      this.options.onListening();
      const stop = AbortSignal.any([lost.signal, this.stopping.signal]);
      while (!stop.aborted) {
        await sleep(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
        if (!stop.aborted) await connection.query(LOOK);
      }
      lost.signal.throwIfAborted();
    } finally {
      this.connection = undefined;
      await Promise.race([connection.end().catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
    }
  }

  private pause(milliseconds: number): Promise<unknown> {
    return sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
