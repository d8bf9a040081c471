import { randomUUID } from 'node:crypto';
import { instantOf, stringifyJson } from '@wattledger/kernel';
import type { Clock, Tracer } from '@wattledger/kernel';
import { chain, GENESIS_HASH, hashesOf } from './chain.ts';
import { eventLogFault } from './errors.ts';
import { RecordedEvent } from './event.ts';
import type { EventNotes, NewEvent } from './event.ts';
import type { EventLog, EventToStore, Position, ReadStreamOptions } from './event-log.ts';
import { formOf } from './versions/event-versions.ts';
import type { EventVersions } from './versions/event-versions.ts';
import { eventVersions } from './versions/upcasters.ts';

/** The end of a stream as a writer knows it: what the next append expects and is chained to. */
export interface StreamHead {
  readonly stream: string;
  /** -1 before the first event. */
  readonly revision: number;
  readonly hash: string;
}

export type RecordOutcome =
  | { readonly outcome: 'recorded'; readonly head: StreamHead; readonly position: Position }
  | { readonly outcome: 'conflict'; readonly actualRevision: number };

export interface LedgerOptions {
  /** Of the forms that are written; specs hand in those of another platform. */
  readonly versions?: EventVersions;
  /** What is recorded within one of its spans carries it, and nothing else does. */
  readonly tracer?: Tracer | undefined;
}

/**
 * The log as the platform writes it: every event chained to its predecessor.
 *
 * A writer keeps the head it was given and hands it back with the next events. Whoever holds an old head gets a conflict,
 * never a fork.
 */
export class Ledger {
  readonly log: EventLog;
  private readonly clock: Clock;
  private readonly versions: EventVersions;
  private readonly tracer: Tracer | undefined;

  constructor(log: EventLog, clock: Clock, { versions = eventVersions, tracer }: LedgerOptions = {}) {
    this.log = log;
    this.clock = clock;
    this.versions = versions;
    this.tracer = tracer;
  }

  async head(stream: string): Promise<StreamHead> {
    for await (const newest of this.log.readStream(stream, { direction: 'backwards', limit: 1 })) {
      const hashes = hashesOf(newest);
      if (!hashes) throw eventLogFault('log-unreadable', `The event ${newest.revision} of ${stream} carries no hash`);
      return { stream, revision: newest.revision, hash: hashes.hash };
    }
    return emptyHead(stream);
  }

  /** Appends all events behind `head`, or none. Settles when they are durable. */
  async record(head: StreamHead, events: readonly NewEvent[]): Promise<RecordOutcome> {
    const { chained, head: newHead } = this.chainAll(head, events);
    const outcome = await this.log.append(head.stream, head.revision === -1 ? 'no-stream' : head.revision, chained);
    return outcome.outcome === 'conflict' ? outcome : { outcome: 'recorded', head: newHead, position: outcome.position };
  }

  /**
   * The same in a stream of which only the newest few events are kept. That is said before it begins: where the process died in between,
   * a stream that has begun without it would keep all of them.
   */
  async recordKeeping(maxCount: number, head: StreamHead, events: readonly NewEvent[]): Promise<RecordOutcome> {
    if (head.revision === -1) await this.log.writeStreamMetadata(head.stream, { maxCount });
    return this.record(head, events);
  }

  /** Appends to a stream that several may write to and where any order will do. */
  async recordAtEnd(stream: string, events: readonly NewEvent[]): Promise<{ head: StreamHead; position: Position }> {
    for (;;) {
      const outcome = await this.record(await this.head(stream), events);
      if (outcome.outcome === 'recorded') return outcome;
    }
  }

  async *read(stream: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
    for await (const stored of this.log.readStream(stream, options)) yield new RecordedEvent(stored);
  }

  private chainAll(head: StreamHead, events: readonly NewEvent[]): { chained: EventToStore[]; head: StreamHead } {
    const recordedAt = `,"recordedAt":"${instantOf(this.clock())}"`;
    const span = this.tracer?.current();
    let { revision, hash } = head;
    const chained = events.map(({ id, type, data, notes }) => {
      revision += 1;
      const begin = `{"schemaVersion":${this.versions.current(formOf(type, notes.kind))}${recordedAt}`;
      const noted = JSON.stringify(span ? { traceparent: span.traceparent, ...notes } : notes);
      const metadata = noted === '{}' ? `${begin}}` : `${begin},${noted.slice(1)}`;
      const link = chain(hash, { stream: head.stream, revision, id, type, metadata, data });
      hash = link.hash;
      return { id, type, metadata: link.metadata, data };
    });
    return { chained, head: { stream: head.stream, revision, hash } };
  }
}

export const emptyHead = (stream: string): StreamHead => ({ stream, revision: -1, hash: GENESIS_HASH });

/** An event of the platform's own making. */
export const newEvent = (type: string, data: unknown, notes: EventNotes = {}): NewEvent => ({
  id: randomUUID(),
  type,
  data: stringifyJson(data),
  notes,
});
