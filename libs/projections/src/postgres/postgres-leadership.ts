import { setTimeout as sleep } from 'node:timers/promises';
import { connectionTo, isUnreachable } from '@wattledger/event-log';
import pg from 'pg';
import type { Leadership } from '../leadership.ts';

/** How soon another takes over once the lock is free, and how soon a lost connection is made anew. */
const TRY_EVERY_MS = 1_000;
/** How soon a leader notices that its connection is gone without a word. */
const LOOK_EVERY_MS = 2_000;
const AN_ANSWER = { text: 'SELECT 1', query_timeout: 30_000 };

/** Of the advisory lock: one leader per database. */
const LOCK = `hashtext('wattledger'), hashtext('projector')`;

/** The session that holds the lock. What is committed on it was committed by the leader. */
interface Lead {
  readonly connection: pg.Client;
  readonly signal: AbortSignal;
}

/** Takes the leader's lock for this session, without waiting. It is let go with the session, however that ends. */
export async function tryToLead(connection: pg.Client): Promise<boolean> {
  const { rows } = await connection.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
  return rows[0]?.got === true;
}

/**
 * One leader among all processes of a database: whoever's session holds the advisory lock.
 *
 * The server lets go of the lock when the session ends: at once when the process dies or closes, within about ten seconds
 * when its machine vanishes. The others try every second.
 */
export class PostgresLeadership implements Leadership {
  private readonly url: string;
  private readonly onTrouble: (error: unknown) => void;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private leading = Promise.withResolvers<void>();
  private lead: Lead | undefined;

  /** @param onTrouble told when the database cannot be reached, once per trouble; it is tried again by itself */
  constructor(url: string, onTrouble: (error: unknown) => void = () => undefined) {
    this.url = url;
    this.onTrouble = onTrouble;
    this.running = this.run();
  }

  get isLeader(): boolean {
    return this.lead !== undefined;
  }

  whileLeading(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    return this.whileHolding((_connection, ended) => work(ended), signal);
  }

  /**
   * The same for work that writes to the database itself: on the connection that holds the lock, so that nothing can be committed by
   * a process that has lost the lead. Work that ends because the lead was lost, with an error or without one, begins again with the next.
   */
  async whileHolding(work: (connection: pg.Client, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    for (;;) {
      const lead = await this.nextLead(signal);
      if (!lead) return;
      try {
        await work(lead.connection, AbortSignal.any([lead.signal, signal]));
        if (!lead.signal.aborted) return;
      } catch (error) {
        if (!lead.signal.aborted) throw error;
      }
      if (signal.aborted) return;
    }
  }

  /** Lets go of the lock. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async nextLead(signal: AbortSignal): Promise<Lead | undefined> {
    const stop = AbortSignal.any([signal, this.stopping.signal]);
    const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
    while (!stop.aborted) {
      if (this.lead) return this.lead;
      await Promise.race([this.leading.promise, stopped]);
    }
    return undefined;
  }

  private async run(): Promise<void> {
    let troubled = false;
    while (!this.stopping.signal.aborted) {
      try {
        await this.session(() => (troubled = false));
      } catch (error) {
        if (!troubled) this.onTrouble(error);
        troubled = true;
      }
      await this.pause(TRY_EVERY_MS);
    }
  }

  /** One connection, from its beginning to its end. */
  private async session(onConnected: () => void): Promise<void> {
    const connection = new pg.Client(connectionTo(this.url, 'leader'));
    const lost = new AbortController();
    connection.on('error', (error) => lost.abort(error));
    connection.on('end', () => lost.abort());
    try {
      await connection.connect();
      onConnected();
      while (!(await tryToLead(connection))) if (!(await this.pause(TRY_EVERY_MS))) return;
      this.begin({ connection, signal: lost.signal });
      await this.hold(connection, lost.signal);
      if (lost.signal.aborted && !this.stopping.signal.aborted) throw lost.signal.reason;
    } finally {
      lost.abort();
      await end(connection);
    }
  }

  private begin(lead: Lead): void {
    if (lead.signal.aborted) return;
    this.lead = lead;
    this.leading.resolve();
    lead.signal.addEventListener('abort', () => {
      this.lead = undefined;
      this.leading = Promise.withResolvers();
    });
  }

  /** Until the connection is lost or no longer wanted. */
  private async hold(connection: pg.Client, lost: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([lost, this.stopping.signal]);
    while (!stop.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
      if (!stop.aborted) await this.look(connection);
    }
  }

  /** Waits its turn behind what is being written. */
  private async look(connection: pg.Client): Promise<void> {
    try {
      await connection.query(AN_ANSWER);
    } catch (error) {
      if (isUnreachable(error)) throw error;
    }
  }

  /** @returns false when it is time to stop */
  private pause(milliseconds: number): Promise<boolean> {
    return sleep(milliseconds, true, { signal: this.stopping.signal }).catch(() => false);
  }
}

/** A connection that is broken may never say that it has ended. */
const end = (connection: pg.Client): Promise<unknown> =>
  Promise.race([connection.end().catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
