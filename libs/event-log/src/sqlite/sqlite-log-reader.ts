import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { BEFORE_FIRST } from '../event-log.ts';
import type {
  EventBatch,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  StreamMetadata,
  SubscribeOptions,
} from '../event-log.ts';
import { commitFilter, eventOf, lineFilter, removedOf } from './commit-lines.ts';
import type { CommitRow, RemovedEvent } from './commit-lines.ts';
import { openLogForReading } from './files.ts';
import { StreamPlaces } from './stream-places.ts';

/** What stands at one place of the file; no event where someone has changed the file. */
export interface InspectedLine {
  readonly position: Position;
  readonly event: StoredEvent | undefined;
  /** An event stood here and was archived. */
  readonly removed?: RemovedEvent;
}

/** Has read all there is, and waits for more. */
interface Follower {
  readonly mayWant: (commit: CommitRow) => boolean;
  readonly wake: () => void;
  /** Nothing up to here is wanted. */
  passed: Position;
}

/** How often a follower looks for news that nobody told it of (another process, another thread). */
const LOOK_AGAIN_MS = 20;
/** Stands for lines that nobody wants: as a system stream's, it passes no filter. */
const UNWANTED = '$';
const DEFAULT_BATCH = 1_000;
/** How many commits, and how many characters of them, are fetched before other work gets its turn. */
const PAGE = 64;
const PAGE_CHARACTERS = 256_000;

/**
 * Reads the embedded log: beside its writer, from another thread or process, or with no writer at all.
 *
 * Also used by the writer's own process, so that there is one way to read.
 */
export class SqliteLogReader {
  private readonly log: Database.Database;
  private readonly folder: string;
  private index: StreamPlaces | undefined;
  private readonly commitAt: Database.Statement<[Position], CommitRow>;
  private readonly commitsFrom: Database.Statement<[Position, number], CommitRow>;
  private readonly commitsBefore: Database.Statement<[Position, Position, number], CommitRow>;
  private readonly newestCommit: Database.Statement<[], { position: Position; events: number }>;
  /** The newest commits of this process's own writer, in order; none elsewhere. */
  private readonly recent: CommitRow[] = [];
  /** Followers who have read all there is. */
  private readonly waiting = new Set<Follower>();

  /** @throws Fault `log-missing`, `log-unreadable` */
  constructor(folder: string) {
    this.folder = folder;
    this.log = openLogForReading(folder);
    this.commitsFrom = this.log.prepare(
      `SELECT position, events, lines FROM commits
       WHERE position >= coalesce((SELECT max(position) FROM commits WHERE position <= ?), 0) ORDER BY position LIMIT ?`,
    );
    this.commitsBefore = this.log.prepare(
      'SELECT position, events, lines FROM commits WHERE position < ? AND position >= ? ORDER BY position DESC LIMIT ?',
    );
    this.commitAt = this.log.prepare('SELECT position, events, lines FROM commits WHERE position = ?');
    this.newestCommit = this.log.prepare('SELECT position, events FROM commits ORDER BY position DESC LIMIT 1');
  }

  head(): Position {
    const newest = this.recent[this.recent.length - 1] ?? this.newestCommit.get();
    return newest ? newest.position + newest.events - 1 : BEFORE_FIRST;
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    const wanted = lineFilter(options.filter);
    let left = options.limit ?? Infinity;
    const lines =
      options.direction === 'backwards'
        ? this.linesBackwards(options.after ?? Infinity)
        : this.linesForwards(options.after ?? BEFORE_FIRST, commitFilter(options.filter));
    for await (const page of lines) {
      for (const { line, position } of page) {
        if (left <= 0) return;
        if (!wanted(line)) continue;
        const event = eventOf(line, position);
        if (!event) continue;
        left -= 1;
        yield event;
      }
    }
  }

  /**
   * Every line of the log as it lies in the file, for whoever checks it: system streams and lines that are no events any
   * more included.
   *
   * @throws Fault `log-unreadable` where the file itself is broken
   */
  async *inspect(): AsyncGenerator<InspectedLine> {
    let next = 0;
    for (
      let commits = this.page(this.commitsFrom, next, PAGE);
      commits.length > 0;
      commits = this.page(this.commitsFrom, next, PAGE)
    ) {
      for (const { position, events, lines } of commits) {
        const found = lines.split('\n');
        const inPlace = position === next && found.length === events;
        for (const [index, line] of found.entries()) {
          const removed = inPlace ? removedOf(line) : undefined;
          const event = inPlace && !removed ? eventOf(line, position + index) : undefined;
          yield { position: position + index, event, ...(removed && { removed }) };
        }
        next = Math.max(next, position + events);
      }
      await nextTurn();
      if (this.head() < next) return;
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    const { lowest } = await this.bounds(stream);
    const backwards = options.direction === 'backwards';
    const from = options.from ?? (backwards ? Infinity : 0);
    let left = options.limit ?? Infinity;
    for await (const event of backwards
      ? this.streamBackwards(stream, from)
      : this.streamForwards(stream, Math.max(from, lowest))) {
      if (left <= 0 || event.revision < lowest) return;
      left -= 1;
      yield event;
    }
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch> {
    const wanted = lineFilter(options.filter);
    const mayHold = commitFilter(options.filter);
    const batchSize = options.batchSize ?? DEFAULT_BATCH;
    let { after } = options;
    const stopped = () => options.signal?.aborted === true;
    for (let first = true; !stopped(); first = false) {
      const head = this.head();
      if (head <= after) {
        // Someone who starts at the log's end learns at once that there is nothing to catch up with.
        if (first) yield { events: [], position: after, caughtUp: true };
        const passed = await this.news(after, mayHold, options.signal);
        if (passed <= after) continue;
        after = passed;
        yield { events: [], position: after, caughtUp: after >= this.head() };
        continue;
      }
      let events: StoredEvent[] = [];
      for await (const page of this.linesForwards(after, mayHold)) {
        for (const { line, position } of page) {
          after = position;
          const event = wanted(line) ? eventOf(line, position) : undefined;
          if (event) events.push(event);
          if (events.length < batchSize) continue;
          yield { events, position: after, caughtUp: after >= this.head() };
          if (stopped()) return;
          events = [];
        }
        if (stopped()) return;
      }
      yield { events, position: after, caughtUp: true };
    }
  }

  async readStreamMetadata(stream: string): Promise<StreamMetadata> {
    for await (const event of this.streamBackwards(metadataStreamOf(stream), Infinity)) {
      return JSON.parse(event.data) as StreamMetadata;
    }
    return {};
  }

  /**
   * Hands followers in this process what has just become durable, so that they need not read it from the file again. Whoever waits
   * for other things sleeps on, having passed it.
   */
  offer(commit: CommitRow): void {
    this.recent.push(commit);
    if (this.recent.length > PAGE) this.recent.shift();
    for (const follower of this.waiting) {
      if (follower.mayWant(commit)) follower.wake();
      else follower.passed = commit.position + commit.events - 1;
    }
  }

  /** What was written anew in the file is read from there. */
  forgetRecent(): void {
    this.recent.length = 0;
  }

  close(): void {
    for (const follower of this.waiting) follower.wake();
    this.index?.close();
    this.log.close();
  }

  /** The next commits of a statement; a page ends where it has become large. */
  private page<Bound extends unknown[]>(statement: Database.Statement<Bound, CommitRow>, ...bound: Bound): CommitRow[] {
    const commits: CommitRow[] = [];
    let characters = 0;
    if (!this.log.open) return commits;
    for (const commit of statement.iterate(...bound)) {
      commits.push(commit);
      characters += commit.lines.length;
      if (characters >= PAGE_CHARACTERS) break;
    }
    return commits;
  }

  private recentFrom(from: Position): CommitRow[] | undefined {
    const [oldest] = this.recent;
    if (!oldest || oldest.position > from) return undefined;
    return this.recent.filter(({ position, events }) => position + events > from);
  }

  /** Waits until there may be something to read. @returns the position up to which nothing is wanted */
  private news(after: Position, mayWant: Follower['mayWant'], signal: AbortSignal | undefined): Promise<Position> {
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(follower);
        clearTimeout(lookAgain);
        signal?.removeEventListener('abort', wake);
        resolve(follower.passed);
      };
      const lookAgain = setTimeout(wake, LOOK_AGAIN_MS);
      signal?.addEventListener('abort', wake);
      const follower: Follower = { mayWant, wake, passed: after };
      this.waiting.add(follower);
    });
  }

  /**
   * Pages of bare lines behind a position. Rests between pages, so that a long read lets sockets be served.
   *
   * @param mayHold tells of a commit whether it is worth taking apart; of one that is not, the last position alone is given
   */
  private async *linesForwards(
    after: Position,
    mayHold: (commit: CommitRow) => boolean = () => true,
  ): AsyncGenerator<{ line: string; position: Position }[]> {
    for (let from = after + 1; ;) {
      const commits = this.recentFrom(from) ?? this.page(this.commitsFrom, from, PAGE);
      const page: { line: string; position: Position }[] = [];
      for (const commit of commits) {
        const end = commit.position + commit.events - 1;
        if (end < from) continue;
        if (!mayHold(commit)) {
          page.push({ line: UNWANTED, position: end });
          continue;
        }
        commit.lines.split('\n').forEach((line, index) => {
          const position = commit.position + index;
          if (position >= from) page.push({ line, position });
        });
      }
      const last = page[page.length - 1];
      if (!last) return;
      from = last.position + 1;
      yield page;
      await nextTurn();
    }
  }

  /** @param downTo the first position of a commit; what lies before it is not read */
  private async *linesBackwards(before: Position, downTo: Position = 0): AsyncGenerator<{ line: string; position: Position }[]> {
    let from = Math.min(before, this.head() + 1);
    for (;;) {
      const commits = this.page(this.commitsBefore, from, downTo, PAGE);
      const page = commits.flatMap((commit) =>
        commit.lines
          .split('\n')
          .map((line, index) => ({ line, position: commit.position + index }))
          .filter(({ position }) => position < from)
          .reverse(),
      );
      const last = page[page.length - 1];
      if (!last) return;
      from = last.position;
      yield page;
      await nextTurn();
    }
  }

  private async *streamForwards(stream: string, from: number): AsyncGenerator<StoredEvent> {
    const index = this.openIndex();
    // Asked first: what is indexed while the index is read is found behind it, and twice is passed over.
    const indexed = index?.indexedUpTo() ?? 0;
    const ofStream = `${stream}\t`;
    let next = from;
    if (index) {
      for (const commit of this.commitsOfStream(index, stream, from, 'forwards')) {
        for (const event of eventsIn(commit, ofStream)) {
          if (event.revision < next) continue;
          next = event.revision + 1;
          yield event;
        }
        await nextTurn();
      }
    }
    for await (const page of this.linesForwards(indexed - 1)) {
      for (const { line, position } of page) {
        const event = line.startsWith(ofStream) ? eventOf(line, position) : undefined;
        if (!event || event.revision < next) continue;
        next = event.revision + 1;
        yield event;
      }
    }
  }

  private async *streamBackwards(stream: string, from: number): AsyncGenerator<StoredEvent> {
    const index = this.openIndex();
    const ofStream = `${stream}\t`;
    const indexed = index?.indexedUpTo() ?? 0;
    let next = from;
    for await (const page of this.linesBackwards(Infinity, indexed)) {
      for (const { line, position } of page) {
        const event = line.startsWith(ofStream) ? eventOf(line, position) : undefined;
        if (!event || event.revision > next) continue;
        next = event.revision - 1;
        yield event;
      }
    }
    if (!index) return;
    for (const commit of this.commitsOfStream(index, stream, next, 'backwards')) {
      for (const event of eventsIn(commit, ofStream).reverse()) {
        if (event.revision > next) continue;
        next = event.revision - 1;
        yield event;
      }
      await nextTurn();
    }
  }

  /** The commits that hold events of a stream, from the one with revision `from` on. */
  private *commitsOfStream(
    index: StreamPlaces,
    stream: string,
    from: number,
    direction: 'forwards' | 'backwards',
  ): Generator<CommitRow> {
    for (const position of index.placesOf(stream, from, direction)) {
      const commit = this.commitAt.get(position);
      if (commit) yield commit;
    }
  }

  /** The lowest revision that the stream's metadata still let be read. */
  private async bounds(stream: string): Promise<{ lowest: number }> {
    if (stream.startsWith('$')) return { lowest: 0 };
    const { maxCount, truncateBefore = 0 } = await this.readStreamMetadata(stream);
    if (maxCount === undefined) return { lowest: truncateBefore };
    for await (const newest of this.streamBackwards(stream, Infinity)) {
      return { lowest: Math.max(truncateBefore, newest.revision + 1 - maxCount) };
    }
    return { lowest: truncateBefore };
  }

  private openIndex(): StreamPlaces | undefined {
    this.index ??= StreamPlaces.open(this.folder);
    return this.index;
  }
}

export const metadataStreamOf = (stream: string): string => `$$${stream}`;

function eventsIn(commit: CommitRow, ofStream: string): StoredEvent[] {
  const events: StoredEvent[] = [];
  commit.lines.split('\n').forEach((line, index) => {
    const event = line.startsWith(ofStream) ? eventOf(line, commit.position + index) : undefined;
    if (event) events.push(event);
  });
  return events;
}
