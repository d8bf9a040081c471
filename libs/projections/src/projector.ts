import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { BEFORE_FIRST, RecordedEvent } from '@wattledger/event-log';
import type { EventBatch, EventLog, Position, StoredEvent } from '@wattledger/event-log';
import { parseJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { FactReader, ReadEvent } from './fact-reader.ts';
import type { AnyFact, AnyProjection, RowKey } from './projection.ts';
import { jsonText } from './row-codec.ts';
import { RowCache } from './row-cache.ts';
import type { HeldRow } from './row-cache.ts';
import type { Commit, Parked, RowStore, Soon } from './row-store.ts';
import { RemadeProjection } from './remade-projection.ts';
import type { RetryOutcome } from './remade-projection.ts';
import { RunningProjection } from './running-projection.ts';
import type { TableChange } from './running-projection.ts';
import { tracesOf } from './traces.ts';
import type { CommittedTraces } from './traces.ts';

/** The part of a log that is needed to follow it. */
export interface FollowedLog extends Pick<EventLog, 'subscribe' | 'readAll'> {
  head(): Position | Promise<Position>;
}

export interface ProjectorOptions<State extends object, Fact extends AnyFact, Source> {
  readonly log: FollowedLog;
  readonly store: RowStore;
  readonly reader: FactReader<State, Fact, Source>;
  readonly projections: readonly AnyProjection<Fact, Source>[];
  /** The log's positions grow by one with every event, as those of the embedded log do. */
  readonly positionsCountEvents?: boolean;
  /**
   * The most events per commit, 1,000 when not said. A row that changes often is written once per commit, so larger batches catch
   * up faster; they hold up a thread that is shared with others.
   */
  readonly batchSize?: number;
  /** Reads which traces the events belong to, and tells with the commit. */
  readonly traced?: boolean;
  /** Told after every commit. */
  readonly onCommitted?: (committed: Committed) => void;
}

/** What a commit brought. */
export interface Committed {
  readonly position: Position;
  readonly events: number;
  readonly changes: readonly TableChange[];
  /** It reached the end of the log as it then was. */
  readonly caughtUp: boolean;
  /** The traces of its events, where there are such and somebody wants to know. */
  readonly traces?: CommittedTraces;
}

export interface ProjectorStatus {
  /** Everything up to here is in the rows. */
  readonly checkpoint: Position;
  /** The end of the log. */
  readonly head: Position;
  /** When the oldest event was recorded that is not in the rows yet; absent when there is none. */
  readonly behindSince?: string;
  /** How many events that is; absent where the log's positions do not count events. */
  readonly eventsBehind?: number;
  /** Events folded since this projector was opened. */
  readonly eventsProjected: number;
  /** Projections that stand still because a fold threw, and events that could not be read (`projection` is then `facts`). */
  readonly parked: readonly Parked[];
}

export interface RunOptions {
  /** Ends once everything up to here is in the rows, instead of following for ever. */
  readonly until?: Position;
  readonly signal?: AbortSignal;
}

const BATCH = 1_000;
const STATES_IN_MEMORY = 5_000;
/**
 * A projector that keeps up works a fifth of the time at most: ingest has the machine, and what comes in meanwhile is one
 * larger batch, in which every row is written once.
 */
const REST_PER_WORK = 4;
const LONGEST_REST_MS = 500;
/** Under this name events are listed that could not be read, as if the reader were a projection. */
const FACTS = 'facts';
/** So many rows of a projection that was made anew are written at once. */
const REMADE_ROWS = 10_000;
/** No more of them are listed. */
const UNREADABLE_LISTED = 100;

/**
 * Keeps the rows of all projections in step with the log.
 *
 * Events become facts, facts are folded into rows in memory, and per batch all that changed is committed with the checkpoint. Where
 * batches are cut makes no difference. Runs wherever it is put: in a thread of its own or beside others.
 */
export class Projector<State extends object, Fact extends AnyFact, Source> {
  private readonly options: ProjectorOptions<State, Fact, Source>;
  private readonly running: readonly RunningProjection<Fact, Source>[];
  /** Who is interested in which type of fact. */
  private readonly interested = new Map<string, RunningProjection<Fact, Source>[]>();
  private readonly states = new RowCache(STATES_IN_MEMORY);
  private readonly parked: Parked[];
  private newlyParked: Parked[] = [];
  private checkpoint: Position;
  private eventsProjected = 0;
  /** What changes the rows now; the next one waits for it. */
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(options: ProjectorOptions<State, Fact, Source>, checkpoint: Position, parked: readonly Parked[]) {
    this.options = options;
    this.checkpoint = checkpoint;
    this.parked = [...parked];
    const halted = new Set(parked.map((each) => each.projection));
    this.running = options.projections.map((projection) => new RunningProjection(projection, options.store));
    for (const running of this.running) {
      running.parked = halted.has(running.projection.name);
      for (const type of running.projection.folds.keys()) {
        this.interested.set(type, [...(this.interested.get(type) ?? []), running]);
      }
    }
    this.forget(checkpoint === BEFORE_FIRST);
  }

  /** Readies the rows: they are made anew when a version or a table has changed. */
  static async open<State extends object, Fact extends AnyFact, Source>(
    options: ProjectorOptions<State, Fact, Source>,
  ): Promise<Projector<State, Fact, Source>> {
    const { checkpoint, parked } = await options.store.open({
      factsVersion: options.reader.version,
      projections: options.projections,
    });
    return new Projector(options, checkpoint, parked);
  }

  /** Follows the log from the checkpoint on. */
  async run({ until = Infinity, signal }: RunOptions = {}): Promise<void> {
    if (this.checkpoint >= until) return;
    const { log, reader, batchSize = BATCH } = this.options;
    const batches = log.subscribe({
      after: this.checkpoint,
      batchSize,
      signal,
      filter: { streamPrefixes: reader.streamPrefixes },
    });
    for await (const batch of batches) {
      const started = performance.now();
      await this.alone(() => this.project(batch.position <= until ? batch : cutAt(batch, until)));
      if (this.checkpoint >= until) return;
      if (batch.caughtUp && until === Infinity) await rest(performance.now() - started, signal);
      else await nextTurn();
    }
  }

  /** Throws all rows away and makes them anew, up to the end of the log or the position named. */
  async rebuild(options: RunOptions = {}): Promise<void> {
    await this.options.store.clear();
    this.checkpoint = BEFORE_FIRST;
    this.parked.length = 0;
    for (const running of this.running) running.parked = false;
    this.forget(true);
    await this.run({ ...options, until: options.until ?? (await this.options.log.head()) });
  }

  /**
   * Tries a parked projection again: its rows are made anew beside it, from the first event, and put in their place once they are
   * whole. The others go on meanwhile, but for the moment of the exchange.
   */
  async retry(name: string): Promise<RetryOutcome> {
    const running = this.running.find(({ projection, parked }) => projection.name === name && parked);
    if (!running) return { outcome: 'not-parked' };
    const remade = await RemadeProjection.begin(this.options, running.projection);
    try {
      await remade.upTo(this.checkpoint);
      return await this.alone(async () => {
        const parked = await remade.upTo(this.checkpoint);
        if (parked) return { outcome: 'parked-again', ...parked };
        await this.exchange(running, remade.rows());
        return { outcome: 'retried', position: this.checkpoint };
      });
    } finally {
      await remade.end();
    }
  }

  /** It is parked until the last row is there: a process that dies in between is asked again. */
  private async exchange(running: RunningProjection<Fact, Source>, rows: Iterable<object>): Promise<void> {
    const { name, table } = running.projection;
    const write = (upserts: readonly object[], more: Partial<Commit>) => {
      const tables = [{ name: table.name, upserts, deletes: [] }];
      return this.options.store.commit({ checkpoint: this.checkpoint, tables, states: [], parked: [], ...more });
    };
    await write([], { emptied: [table.name] });
    let some: object[] = [];
    for (const row of rows) {
      if (some.push(row) < REMADE_ROWS) continue;
      await write(some, {});
      some = [];
    }
    await write(some, { unparked: [name] });
    this.parked.splice(0, Infinity, ...this.parked.filter(({ projection }) => projection !== name));
    running.clear(false);
    running.parked = false;
    const changes = [{ table: table.name, keys: 'many' as const }];
    this.options.onCommitted?.({ position: this.checkpoint, events: 0, changes, caughtUp: true });
  }

  private alone<Done>(change: () => Promise<Done>): Promise<Done> {
    const done = this.changing.then(change);
    this.changing = done.catch(() => undefined);
    return done;
  }

  async status(): Promise<ProjectorStatus> {
    const { checkpoint, eventsProjected } = this;
    const parked = [...this.parked];
    const head = await this.options.log.head();
    let behindSince: string | undefined;
    if (head > checkpoint) {
      const filter = { streamPrefixes: this.options.reader.streamPrefixes };
      for await (const next of this.options.log.readAll({ after: checkpoint, limit: 1, filter })) {
        behindSince = new RecordedEvent(next).metadata.recordedAt;
      }
    }
    const eventsBehind = this.options.positionsCountEvents ? Math.max(0, head - checkpoint) : undefined;
    return { checkpoint, head, behindSince, eventsBehind, eventsProjected, parked };
  }

  private async project({ events, position, caughtUp }: EventBatch): Promise<void> {
    if (position === this.checkpoint && events.length === 0) return;
    const traces = this.options.traced ? tracesOf(events) : undefined;
    for (const stored of events) {
      const known = this.stateOf(stored.stream);
      const read = this.read(stored, known instanceof Promise ? await known : known);
      if (!read) continue;
      for (const fact of read.facts) {
        for (const running of this.interested.get(fact.type) ?? []) {
          const folding = this.fold(running, fact, read.source, stored.position);
          if (folding) await folding;
        }
      }
    }
    const changes = await this.commit(position);
    this.eventsProjected += events.length;
    this.options.onCommitted?.({ position, events: events.length, changes, caughtUp, ...(traces && { traces }) });
  }

  /** The state of an event's stream, from memory or from the store; nothing for streams without one. */
  private stateOf(stream: string): Soon<HeldRow> | undefined {
    if (!this.options.reader.hasState(stream)) return undefined;
    const held = this.states.get(stream);
    if (held) return held;
    if (this.states.holdsAll) return this.states.hold(stream, [stream], undefined);
    const hold = (text: string | undefined): HeldRow =>
      this.states.hold(stream, [stream], text === undefined ? undefined : (parseJson(text) as JsonObject));
    const loaded = this.options.store.loadState(stream);
    return loaded instanceof Promise ? loaded.then(hold) : hold(loaded);
  }

  /** What an event means. One that cannot be read is passed over: its stream goes on as if it were not there. */
  private read(stored: StoredEvent, held: HeldRow | undefined): ReadEvent<State, Fact, Source> | undefined {
    try {
      const read = this.options.reader.read(held?.row as State | undefined, new RecordedEvent(stored));
      if (held && read.state !== held.row) this.states.change(held, read.state);
      return read;
    } catch (error) {
      this.park(FACTS, stored.position, error);
      return undefined;
    }
  }

  /** Folds one fact into one projection; a promise only when the row must first come from elsewhere. */
  private fold(
    running: RunningProjection<Fact, Source>,
    fact: Fact,
    source: Source,
    position: Position,
  ): Promise<void> | undefined {
    if (running.parked) return undefined;
    const key = this.keyOf(running, fact, source, position);
    if (key === undefined) return undefined;
    const held = running.held(key);
    if (held instanceof Promise) return held.then((row) => this.apply(running, row, fact, source, position));
    this.apply(running, held, fact, source, position);
    return undefined;
  }

  private keyOf(running: RunningProjection<Fact, Source>, fact: Fact, source: Source, position: Position): RowKey | undefined {
    try {
      return running.projection.key(fact, source);
    } catch (error) {
      this.halt(running, position, error);
      return undefined;
    }
  }

  private apply(running: RunningProjection<Fact, Source>, held: HeldRow, fact: Fact, source: Source, position: Position): void {
    try {
      running.fold(held, fact, source);
    } catch (error) {
      this.halt(running, position, error);
    }
  }

  /** A mistake in one projection must not stop the others. */
  private halt(running: RunningProjection<Fact, Source>, position: Position, error: unknown): void {
    running.parked = true;
    this.park(running.projection.name, position, error);
  }

  private park(projection: string, position: Position, error: unknown): void {
    const parked = { projection, position, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    if (projection === FACTS && this.parked.length >= UNREADABLE_LISTED) return;
    this.parked.push(parked);
    this.newlyParked.push(parked);
  }

  private async commit(checkpoint: Position): Promise<TableChange[]> {
    const changed = this.running.map((running) => running.takeChanges()).filter((changes) => changes !== undefined);
    const states = this.states.takeChanges().map(({ key, row }) => ({ stream: String(key[0]), state: jsonText(row) }));
    await this.options.store.commit({ checkpoint, tables: changed.map(({ rows }) => rows), states, parked: this.newlyParked });
    this.newlyParked = [];
    this.checkpoint = checkpoint;
    return changed.map(({ change }) => change);
  }

  private forget(storeIsEmpty: boolean): void {
    this.states.clear(storeIsEmpty);
    for (const running of this.running) running.clear(storeIsEmpty);
  }
}

/** The part of a batch up to a position. */
const cutAt = (batch: EventBatch, until: Position): EventBatch => ({
  events: batch.events.filter(({ position }) => position <= until),
  position: until,
  caughtUp: true,
});

async function rest(workedMs: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.min(workedMs * REST_PER_WORK, LONGEST_REST_MS);
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
