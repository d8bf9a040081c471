import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { BEFORE_FIRST, RecordedEvent } from '@wattledger/event-log';
import type { EventBatch, Position, StoredEvent } from '@wattledger/event-log';
import { parseJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { FactReader, ReadEvent } from './fact-reader.ts';
import type { AnyFact, AnyProjection } from './projection.ts';
import { lagOf } from './projector-status.ts';
import type { FollowedLog, ProjectorStatus } from './projector-status.ts';
import { RemadeRows } from './remade-rows.ts';
import { jsonText } from './row-codec.ts';
import { RowCache } from './row-cache.ts';
import type { HeldRow } from './row-cache.ts';
import type { Committed, OpenedRows, Parked, RowStore } from './row-store.ts';
import { RunningProjection } from './running-projection.ts';
import { tracesOf } from './traces.ts';

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

export interface RunOptions {
  /** Ends once everything up to here is in the rows, instead of following for ever. The log has come that far already. */
  readonly until?: Position;
  readonly signal?: AbortSignal;
}

/** What came of trying a parked projection again. */
export type RetryOutcome =
  | { readonly outcome: 'retried'; /** everything up to here is in its rows */ readonly position: Position }
  | { readonly outcome: 'not-parked' }
  /** It cannot get past this event, or past another one. Its rows are as they were. */
  | ({ readonly outcome: 'parked-again' } & Parked);

const BATCH = 1_000;
const STATES_IN_MEMORY = 5_000;
/**
 * A projector that keeps up works a fifth of the time at most: ingest has the machine, and what comes in meanwhile is one
 * larger batch, in which every row is written once.
 */
const REST_PER_WORK = 4;
const LONGEST_REST_MS = 500;
/** Before it is looked again whether new rows are as new as those they replace. */
const AGAIN_MS = 200;
/** Under this name events are listed that could not be read, as if the reader were a projection. */
const FACTS = 'facts';
/** No more of them are listed. */
const UNREADABLE_LISTED = 100;

/** A fact on its way to a row. */
interface Step<Fact extends AnyFact, Source> {
  readonly running: RunningProjection<Fact, Source>;
  readonly fact: Fact;
  readonly source: Source;
  readonly position: Position;
  /** Absent when the projection could not say which: `error` is why. */
  readonly held?: HeldRow;
  readonly error?: unknown;
}

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
  /** Of the rows that readers see while these are made in their shadow. */
  private shown: Position | undefined;
  private eventsProjected = 0;
  /** What changes the rows now; the next one waits for it. */
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(options: ProjectorOptions<State, Fact, Source>, { checkpoint, parked, inShadowOf }: OpenedRows) {
    this.options = options;
    this.checkpoint = checkpoint;
    this.shown = inShadowOf;
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

  /** Readies the rows: they are made anew, in the shadow of the old ones, when a version or a table has changed. */
  static async open<State extends object, Fact extends AnyFact, Source>(
    options: ProjectorOptions<State, Fact, Source>,
  ): Promise<Projector<State, Fact, Source>> {
    const { reader, projections, store } = options;
    return new Projector(options, await store.open({ factsVersion: reader.version, projections }));
  }

  /** Follows the log from the checkpoint on. */
  async run({ until = Infinity, signal }: RunOptions = {}): Promise<void> {
    if (this.checkpoint >= until) return this.show();
    const { log, reader, batchSize = BATCH } = this.options;
    const batches = log.subscribe({
      after: this.checkpoint,
      batchSize,
      signal,
      filter: { streamPrefixes: reader.streamPrefixes },
    });
    for await (const batch of batches) {
      const started = performance.now();
      await this.alone(async () => {
        await this.project(upTo(batch, until));
        if (batch.caughtUp || this.checkpoint >= until) await this.show();
      });
      if (this.checkpoint >= until) return;
      if (batch.caughtUp && until === Infinity) await rest(performance.now() - started, signal);
      else await nextTurn();
    }
  }

  /** Makes all rows anew, up to the end of the log or the position named, and then lets readers see them in place of the old ones. */
  async rebuild(options: RunOptions = {}): Promise<void> {
    const { checkpoint, inShadowOf } = await this.options.store.clear();
    this.checkpoint = checkpoint;
    this.shown = inShadowOf;
    this.parked.length = 0;
    for (const running of this.running) running.parked = false;
    this.forget(true);
    await this.run({ ...options, until: options.until ?? (await this.options.log.head()) });
    // Where another process goes on with the old rows, these must first be as new.
    while (this.shown !== undefined && !options.signal?.aborted) {
      await sleep(AGAIN_MS);
      await this.run({ ...options, until: Math.max(this.shown, await this.options.log.head()) });
    }
  }

  /**
   * Tries a parked projection again: a projector for it alone makes its rows anew, from the first event, and they are put in their place
   * once they are whole. The others go on meanwhile, but for the moment of the exchange. Whatever threw is met again: nothing is skipped.
   */
  async retry(name: string): Promise<RetryOutcome> {
    const running = this.running.find(({ projection, parked }) => projection.name === name && parked);
    if (!running) return { outcome: 'not-parked' };
    const { projection } = running;
    const { log, reader, batchSize, store, onCommitted } = this.options;
    const remade = await RemadeRows.begin();
    try {
      const beside = await Projector.open({ log, reader, batchSize, store: remade.store, projections: [projection] });
      await beside.run({ until: this.checkpoint });
      return await this.alone(async () => {
        await beside.run({ until: this.checkpoint });
        const parked = beside.parked.find((each) => each.projection === name);
        if (parked) return { outcome: 'parked-again', ...parked };
        const committed = await remade.replaceIn(store, projection, this.checkpoint);
        this.parked.splice(0, Infinity, ...this.parked.filter((each) => each.projection !== name));
        running.clear(false);
        running.parked = false;
        onCommitted?.(committed);
        return { outcome: 'retried', position: this.checkpoint };
      });
    } finally {
      await remade.end();
    }
  }

  private alone<Done>(change: () => Promise<Done>): Promise<Done> {
    const done = this.changing.then(change);
    this.changing = done.catch(() => undefined);
    return done;
  }

  async status(): Promise<ProjectorStatus> {
    const { eventsProjected, shown } = this;
    const checkpoint = shown ?? this.checkpoint;
    const rebuiltTo = shown === undefined ? undefined : this.checkpoint;
    const parked = [...this.parked];
    const { log, reader, positionsCountEvents } = this.options;
    const lag = await lagOf({ log, streamPrefixes: reader.streamPrefixes, positionsCountEvents }, checkpoint);
    return { checkpoint, rebuiltTo, ...lag, eventsProjected, parked };
  }

  private async project({ events, position, caughtUp }: EventBatch): Promise<void> {
    if (position === this.checkpoint && events.length === 0) return;
    const traces = this.options.traced ? tracesOf(events) : undefined;
    const states = await this.statesOf(events);
    const steps = events.flatMap((stored) => this.stepsOf(stored, states.get(stored.stream)));
    for (const running of this.running) {
      const loading = running.load();
      if (loading) await loading;
    }
    for (const step of steps) this.apply(step);
    await this.commit({ position, events: events.length, caughtUp, ...(traces && { traces }) });
  }

  /** Lets readers see rows that were made in the shadow of others; everything may have changed then. */
  private async show(): Promise<void> {
    if (this.shown === undefined) return;
    this.shown = await this.options.store.publish();
    if (this.shown !== undefined) return;
    const changes = this.options.projections.map(({ table }) => ({ table: table.name, keys: 'many' as const }));
    this.options.onCommitted?.({ position: this.checkpoint, events: 0, changes, caughtUp: true });
  }

  /** The states of the events' streams, from memory or from the store. */
  private async statesOf(events: readonly StoredEvent[]): Promise<ReadonlyMap<string, HeldRow>> {
    const { reader, store } = this.options;
    const found = new Map<string, HeldRow>();
    const missing: HeldRow[] = [];
    for (const { stream } of events) {
      if (found.has(stream) || !reader.hasState(stream)) continue;
      const known = this.states.get(stream);
      const held = known ?? this.states.hold(stream, [stream], undefined);
      found.set(stream, held);
      if (!known && !this.states.holdsAll) missing.push(held);
    }
    if (missing.length === 0) return found;
    const texts = await store.loadStates(missing.map(({ key }) => String(key[0])));
    missing.forEach((held, index) => {
      const text = texts[index];
      if (text !== undefined) held.row = parseJson(text) as JsonObject;
    });
    return found;
  }

  /** What an event asks to be done, in order. */
  private stepsOf(stored: StoredEvent, held: HeldRow | undefined): Step<Fact, Source>[] {
    const read = this.read(stored, held);
    if (!read) return [];
    const { source } = read;
    const { position } = stored;
    const steps: Step<Fact, Source>[] = [];
    for (const fact of read.facts) {
      for (const running of this.interested.get(fact.type) ?? []) {
        if (running.parked) continue;
        try {
          const key = running.projection.key(fact, source);
          if (key !== undefined) steps.push({ running, fact, source, position, held: running.held(key) });
        } catch (error) {
          steps.push({ running, fact, source, position, error });
        }
      }
    }
    return steps;
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

  /** Folds one fact into one row. */
  private apply({ running, held, fact, source, position, error }: Step<Fact, Source>): void {
    if (running.parked) return;
    try {
      if (!held) throw error;
      running.fold(held, fact, source);
    } catch (failure) {
      this.halt(running, position, failure);
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

  private async commit(batch: Omit<Committed, 'changes'>): Promise<void> {
    const { store, onCommitted } = this.options;
    const changed = this.running.map((running) => running.takeChanges()).filter((changes) => changes !== undefined);
    const states = this.states.takeChanges().map(({ key, row }) => ({ stream: String(key[0]), state: jsonText(row) }));
    const tables = changed.map(({ rows }) => rows);
    const inShadow = this.shown !== undefined;
    // What nobody can see yet has not changed for anybody.
    const news = { ...batch, changes: inShadow ? [] : changed.map(({ change }) => change) };
    const checkpoint = batch.position;
    await store.commit({ checkpoint, tables, states, parked: this.newlyParked, ...(!inShadow && { news }) });
    this.newlyParked = [];
    this.checkpoint = checkpoint;
    this.eventsProjected += batch.events;
    if (inShadow) onCommitted?.({ ...news, caughtUp: false });
    else onCommitted?.(news);
  }

  private forget(storeIsEmpty: boolean): void {
    this.states.clear(storeIsEmpty);
    for (const running of this.running) running.clear(storeIsEmpty);
  }
}

/**
 * The part of a batch up to a position that the log had reached before. At the end of the log there is nothing more up to there, though no event that can be
 * read lies at that very position: EventStoreDB's own count in its positions.
 */
const upTo = (batch: EventBatch, until: Position): EventBatch =>
  until === Infinity || (batch.position <= until && !batch.caughtUp)
    ? batch
    : { events: batch.events.filter(({ position }) => position <= until), position: until, caughtUp: true };

async function rest(workedMs: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.min(workedMs * REST_PER_WORK, LONGEST_REST_MS);
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
