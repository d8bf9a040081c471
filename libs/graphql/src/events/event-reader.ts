import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog, Position, StoredEvent } from '@wattledger/event-log';
import { EVENT_LOG, SETTINGS } from '../collaborators.ts';
import { ApiError } from '../errors.ts';
import { readCursor, writeCursor } from '../rows/cursor.ts';
import { sizeOf } from '../rows/page-request.ts';
import type { Connection } from '../schema/connection-type.ts';
import type { GraphqlSettings } from '../settings.ts';
import { matches, streamIn } from './event-filter.ts';
import type { EventFilter, EventsArgs } from './event.list.ts';
import { eventOf } from './event.type.ts';
import type { Event } from './event.type.ts';
import type { SearchBudget } from './search-budget.ts';
import { Turnstile } from './turnstile.ts';

interface Place {
  readonly position: Position;
  readonly revision: number;
}

const CURSOR = 'events';
/** A call, the decisions it led to, and its answer. */
const EXCHANGE_LENGTH = 20;
/** How many readings there are at a time, of all requests: reading the embedded log takes time from everything else. */
const READINGS_AT_ONCE = 2;
/** How many events are looked at before other work gets its turn. */
const LOOKED_AT_ONCE = 100;

/** Reads events out of the log. */
@Injectable()
export class EventReader {
  private readonly log: EventLog;
  private readonly settings: GraphqlSettings;
  private readonly turnstile = new Turnstile(READINGS_AT_ONCE);

  constructor(@Inject(EVENT_LOG) log: EventLog, @Inject(SETTINGS) settings: GraphqlSettings) {
    this.log = log;
    this.settings = settings;
  }

  async one(stream: string, revision: number): Promise<Event | undefined> {
    if (revision < 0) return undefined;
    for await (const stored of this.log.readStream(stream, { from: revision, limit: 1 })) {
      return stored.revision === revision ? eventOf(new RecordedEvent(stored)) : undefined;
    }
    return undefined;
  }

  /** The exchanges that these events of a stream belong to, oldest first: each with its call, what was decided, and its answer. */
  async exchangesAt(stream: string, revisions: readonly number[]): Promise<Event[]> {
    const exchanges = await Promise.all(
      [...new Set(revisions)].map((revision) => this.turnstile.pass(() => this.exchangeAt(stream, revision))),
    );
    return exchanges.flat();
  }

  /**
   * A page of the events that match. Looking for rare ones in a long log is cut into pages as well: when the budget of the
   * request is spent the page ends where it is, and its `endCursor` goes on from there. Every page gets on by one event at
   * least.
   *
   * @throws ApiError `PAGE_INVALID`, `CURSOR_INVALID`, `ARGUMENTS_INVALID`
   */
  page(args: EventsArgs, budget: SearchBudget): Promise<Connection<Event>> {
    return this.turnstile.pass(() => this.readPage(args, budget));
  }

  private async readPage(args: EventsArgs, budget: SearchBudget): Promise<Connection<Event>> {
    const size = sizeOf(args.first, this.settings);
    const filter = args.filter ?? {};
    const start = startOf(args);
    const found: Event[] = [];
    let reached: Place | undefined;
    let searched = 0;
    let more = false;
    for await (const stored of this.search(args, filter, start)) {
      if (isBehindTheEnd(args, filter, stored)) break;
      if (found.length >= size || (searched > 0 && budget.isSpent)) {
        more = true;
        break;
      }
      searched += 1;
      budget.spend();
      if (searched % LOOKED_AT_ONCE === 0) await nextTurn();
      reached = stored;
      const event = new RecordedEvent(stored);
      if (matches(filter, event)) found.push(eventOf(event));
    }
    const edges = found.map((node) => ({ node, cursor: cursorOf(node) }));
    const end = more ? reached : (found.at(-1) ?? reached);
    return {
      edges,
      nodes: found,
      pageInfo: {
        hasNextPage: more,
        hasPreviousPage: start !== undefined,
        startCursor: edges[0]?.cursor,
        endCursor: end && cursorOf(end),
      },
    };
  }

  /** The log itself is given no filter: what it skipped for us would take its time uncounted. */
  private search({ orderBy }: EventsArgs, filter: EventFilter, start: Partial<Place> | undefined): AsyncIterable<StoredEvent> {
    const direction = orderBy === 'NEWEST_FIRST' ? 'backwards' : 'forwards';
    const stream = streamIn(filter);
    if (stream === undefined || (start && start.revision === undefined)) {
      return this.log.readAll({ direction, after: start?.position });
    }
    if (start?.revision === undefined) return this.log.readStream(stream, { direction });
    const from = start.revision + (direction === 'forwards' ? 1 : -1);
    return from < 0 ? nothing() : this.log.readStream(stream, { direction, from });
  }

  /** An exchange is one append, so all of it is found close to any of it. */
  private async exchangeAt(stream: string, revision: number): Promise<Event[]> {
    const around: Event[] = [];
    const from = Math.max(0, revision - EXCHANGE_LENGTH);
    for await (const stored of this.log.readStream(stream, { from, limit: 2 * EXCHANGE_LENGTH })) {
      around.push(eventOf(new RecordedEvent(stored)));
    }
    const named = around.find((event) => event.revision === revision);
    const call =
      around.find(({ kind, messageId }) => kind === 'call' && messageId !== undefined && messageId === named?.messageId) ??
      around.find(({ kind, id }) => kind === 'call' && id === named?.correlationId);
    return around.filter((event) => event === named || event === call || (call && event.correlationId === call.id));
  }
}

const cursorOf = ({ position, revision }: Place): string => writeCursor(CURSOR, [position, revision]);

function startOf({ after, afterPosition }: EventsArgs): Partial<Place> | undefined {
  if (after && afterPosition !== undefined && afterPosition !== null) {
    throw new ApiError('PAGE_INVALID', 'Give either `after` or `afterPosition`.');
  }
  if (!after) return afterPosition === undefined || afterPosition === null ? undefined : { position: afterPosition };
  const [position, revision] = readCursor(CURSOR, ['number', 'number'], after);
  if (typeof position !== 'number' || typeof revision !== 'number') throw new ApiError('CURSOR_INVALID');
  return { position, revision };
}

/** Events are recorded in the order of time, so a search by time ends where the time does. */
function isBehindTheEnd({ orderBy }: EventsArgs, { recordedFrom, recordedBefore }: EventFilter, stored: StoredEvent): boolean {
  if (orderBy === 'NEWEST_FIRST')
    return Boolean(recordedFrom) && new RecordedEvent(stored).metadata.recordedAt < (recordedFrom ?? '');
  return Boolean(recordedBefore) && new RecordedEvent(stored).metadata.recordedAt >= (recordedBefore ?? '');
}

async function* nothing(): AsyncGenerator<StoredEvent> {}
