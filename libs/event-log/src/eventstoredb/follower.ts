import type { EventBatch, EventFilter, Position, StoredEvent, SubscribeOptions } from '../event-log.ts';
import { BEFORE_FIRST } from '../event-log.ts';
import { inBatches } from './batches.ts';
import type { EventStoreConnection } from './connection.ts';
import { eventStoreFault, faultOf } from './errors.ts';
import { eventOf, subscribeRequest, wanted } from './messages.ts';
import { Persistence } from './persistence.ts';
import type { Reader } from './reader.ts';
import type { EventStoreDbSettings } from './settings.ts';

/** How far a subscription has come, and the event it found there, if it was wanted. */
interface Step {
  readonly position: Position;
  readonly event?: StoredEvent;
}

const DEFAULT_BATCH = 500;

/**
 * Follows the log: reads the history up to its end, then subscribes from there; when the connection breaks, it does
 * both again from the last position it handed over.
 *
 * The end of the history is known from reading it, not from the server's "caught up", which older servers do not say.
 */
export class Follower {
  private readonly connection: EventStoreConnection;
  private readonly reader: Reader;
  private readonly settings: EventStoreDbSettings;

  constructor(connection: EventStoreConnection, reader: Reader, settings: EventStoreDbSettings) {
    this.connection = connection;
    this.reader = reader;
    this.settings = settings;
  }

  async *follow({ after, filter, batchSize = DEFAULT_BATCH }: SubscribeOptions, signal: AbortSignal): AsyncGenerator<EventBatch> {
    const persistence = new Persistence(this.settings, Number.POSITIVE_INFINITY, signal);
    let position = after;
    while (!signal.aborted) {
      try {
        for await (const batch of this.fromHere(position, filter, batchSize, signal)) {
          persistence.progressed();
          position = batch.position;
          yield batch;
        }
        if (!signal.aborted) throw eventStoreFault('event-store-unavailable', 'the server ended the subscription');
      } catch (error) {
        if (!signal.aborted) await persistence.pauseAfter(faultOf(error));
      }
    }
  }

  private async *fromHere(
    after: Position,
    filter: EventFilter | undefined,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncGenerator<EventBatch> {
    const end = await this.reader.head();
    let position = after;
    for await (const { items } of inBatches(batchSize, signal, (leaving) => this.reader.all({ after, filter }, leaving))) {
      position = items.at(-1)?.position ?? position;
      yield { events: items, position, caughtUp: false };
    }
    if (signal.aborted) return;

    position = Math.max(position, end);
    yield { events: [], position, caughtUp: true };

    const live = position;
    for await (const { items, drained } of inBatches(batchSize, signal, (leaving) => this.live(live, filter, leaving))) {
      position = items.at(-1)?.position ?? position;
      const events = items.map((step) => step.event).filter((event) => event !== undefined);
      yield { events, position, caughtUp: drained };
    }
  }

  private async *live(after: Position, filter: EventFilter | undefined, signal: AbortSignal): AsyncGenerator<Step> {
    const request = subscribeRequest(after === BEFORE_FIRST ? undefined : after, filter);
    let position = after;
    for await (const response of this.connection.read(request, this.settings.attemptMs, signal)) {
      const event = eventOf(response);
      const checkpoint = response.getCheckpoint();
      const reached = event?.position ?? (checkpoint ? Number(checkpoint.getCommitPosition()) : position);
      if (reached <= position) continue;
      position = reached;
      yield { position, event: event && wanted(event, filter) ? event : undefined };
    }
  }
}
