import { existsSync } from 'node:fs';
import { BEFORE_FIRST } from '../event-log.ts';
import { eventLogFault } from '../errors.ts';
import type { EventBatch, EventFilter, EventLog, Position, ReadAllOptions, StoredEvent, SubscribeOptions } from '../event-log.ts';
import { readArchive } from './archive-file.ts';

/** A file that holds what was taken out of a log. */
export interface Archive {
  readonly file: string;
  /** Of its last event. */
  readonly lastPosition: Position;
}

/** The part of a log that is needed to follow it. */
type Followed = Pick<EventLog, 'subscribe' | 'readAll'> & { head(): Position | Promise<Position> };

const BATCH = 1_000;

/**
 * A log together with what was archived of it: whoever follows it from the begin meets every event there ever was, in its place.
 *
 * Archives are opened only when something before their end is asked for.
 */
export class WholeLog {
  private readonly log: Followed;
  private readonly archives: () => Promise<readonly Archive[]>;

  constructor(log: Followed, archives: () => Promise<readonly Archive[]>) {
    this.log = log;
    this.archives = archives;
  }

  head(): Position | Promise<Position> {
    return this.log.head();
  }

  /** Of the log alone. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent> {
    return this.log.readAll(options);
  }

  /** Every event there ever was behind a position. @throws Fault `archive-missing`, `archive-unreadable` */
  async *readEverything(after: Position = BEFORE_FIRST, filter?: EventFilter): AsyncGenerator<StoredEvent> {
    const archives = (await this.archives()).filter(({ lastPosition }) => lastPosition > after);
    const missing = archives.find(({ file }) => !existsSync(file));
    if (missing) {
      throw eventLogFault(
        'archive-missing',
        `${missing.file} is not there; it holds events up to position ${missing.lastPosition}`,
      );
    }
    const wanted = matcher(filter);
    let last = after;
    for await (const event of merged([...archives.map(({ file }) => readArchive(file)), this.log.readAll({ after, filter })])) {
      // What was archived stays readable in EventStoreDB until it is scavenged there.
      if (event.position <= last || !wanted(event)) continue;
      last = event.position;
      yield event;
    }
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch> {
    const { filter, signal, batchSize = BATCH } = options;
    const end = Math.max(BEFORE_FIRST, ...(await this.archives()).map(({ lastPosition }) => lastPosition));
    let { after } = options;
    if (after < end) {
      let events: StoredEvent[] = [];
      for await (const event of this.readEverything(after, filter)) {
        if (signal?.aborted) return;
        if (event.position > end) break;
        events.push(event);
        after = event.position;
        if (events.length < batchSize) continue;
        yield { events, position: after, caughtUp: false };
        events = [];
      }
      after = end;
      yield { events, position: after, caughtUp: false };
    }
    yield* this.log.subscribe({ ...options, after });
  }
}

function matcher({ streamPrefixes, types }: EventFilter = {}): (event: StoredEvent) => boolean {
  return ({ stream, type }) =>
    (!streamPrefixes || streamPrefixes.some((prefix) => stream.startsWith(prefix))) && (!types || types.includes(type));
}

/** Sources that are each in the order of the log, as one. */
async function* merged(sources: readonly AsyncIterable<StoredEvent>[]): AsyncGenerator<StoredEvent> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const next = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let first: { index: number; event: StoredEvent } | undefined;
      for (const [index, { done, value }] of next.entries()) {
        if (!done && (!first || value.position < first.event.position)) first = { index, event: value };
      }
      if (!first) return;
      yield first.event;
      const advanced = await iterators[first.index]?.next();
      if (advanced) next[first.index] = advanced;
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}
