import type { Direction, EventFilter, Position, ReadAllOptions, ReadStreamOptions, StoredEvent } from '../event-log.ts';
import { BEFORE_FIRST } from '../event-log.ts';
import type { EventStoreConnection } from './connection.ts';
import { faultOf } from './errors.ts';
import { eventOf, filteredByServer, isSearch, readAllRequest, readStreamRequest, wanted } from './messages.ts';
import type { StreamRead } from './messages.ts';
import { Persistence } from './persistence.ts';
import type { EventStoreDbSettings } from './settings.ts';

/** Reads; a read that broke off is taken up again behind the last event given. */
export class Reader {
  private readonly connection: EventStoreConnection;
  private readonly settings: EventStoreDbSettings;

  constructor(connection: EventStoreConnection, settings: EventStoreDbSettings) {
    this.connection = connection;
    this.settings = settings;
  }

  /** The events of a stream, in a single attempt. */
  async *streamOnce(read: StreamRead): AsyncGenerator<StoredEvent> {
    for await (const response of this.connection.read(readStreamRequest(read), this.settings.attemptMs)) {
      const event = eventOf(response);
      if (event) yield event;
    }
  }

  stream(stream: string, { direction = 'forwards', from, limit }: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    const step = direction === 'forwards' ? 1 : -1;
    return this.persistently(limit, undefined, (last, count) => {
      const next = last ? last.revision + step : from;
      return next !== undefined && next < 0 ? none() : this.streamOnce({ stream, direction, from: next, count });
    });
  }

  all({ direction = 'forwards', after, limit, filter }: ReadAllOptions = {}, signal?: AbortSignal): AsyncGenerator<StoredEvent> {
    if (direction === 'backwards' && after === BEFORE_FIRST) return none();
    return this.persistently(limit, signal, (last, count) =>
      this.allOnce(direction, last?.position ?? after, filter, count, signal),
    );
  }

  /** The position of the newest event that is not the store's own. */
  async head(): Promise<Position> {
    for await (const event of this.all({ direction: 'backwards', limit: 1 })) return event.position;
    return BEFORE_FIRST;
  }

  private async *allOnce(
    direction: Direction,
    after: Position | undefined,
    filter: EventFilter | undefined,
    count: number | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StoredEvent> {
    const from = after === BEFORE_FIRST ? undefined : after;
    // The event at `from` may come again and does not count.
    const serverCount = count !== undefined && filteredByServer(filter) ? count + 1 : undefined;
    const request = readAllRequest({ direction, from, filter, count: serverCount });
    const { attemptMs, searchMs } = this.settings;
    for await (const response of this.connection.read(request, isSearch(filter) ? searchMs : attemptMs, signal)) {
      const event = eventOf(response);
      if (!event || !wanted(event, filter)) continue;
      const behind = from === undefined || (direction === 'forwards' ? event.position > from : event.position < from);
      if (behind) yield event;
    }
  }

  private async *persistently(
    limit: number = Number.POSITIVE_INFINITY,
    signal: AbortSignal | undefined,
    attempt: (last: StoredEvent | undefined, count: number | undefined) => AsyncIterable<StoredEvent>,
  ): AsyncGenerator<StoredEvent> {
    const persistence = new Persistence(this.settings, this.settings.deadlineMs, signal);
    let last: StoredEvent | undefined;
    let left = limit;
    while (left > 0 && !signal?.aborted) {
      try {
        for await (const event of attempt(last, Number.isFinite(left) ? left : undefined)) {
          persistence.progressed();
          last = event;
          left -= 1;
          yield event;
          if (left === 0) return;
        }
        return;
      } catch (error) {
        await persistence.pauseAfter(faultOf(error));
      }
    }
  }
}

async function* none(): AsyncGenerator<never> {}
