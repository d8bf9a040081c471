import { randomUUID } from 'node:crypto';
import type {
  AppendOutcome,
  EventBatch,
  EventLog,
  EventToStore,
  ExpectedRevision,
  Position,
  StoredEvent,
  SubscribeOptions,
} from '../../event-log.ts';

/** A log made ready for the contract, on a store of its own or on one that others use too. */
export interface OpenedEventLog {
  readonly log: EventLog;
  /** Lets go of the log and opens the same store again. Without it the same log is asked whether it has kept what it took. */
  readonly reopen?: () => Promise<EventLog>;
  close(): Promise<void>;
}

/** The log under test, once it is open. */
export type OpenLog = () => EventLog;

/** A beginning of stream names that nobody has used before. */
export const newPrefix = (): string => `contract_${randomUUID()}`;

/** The name of a stream that does not exist yet. */
export const newStream = (): string => `${newPrefix()}-1`;

/** An event with a new id. */
export const anEvent = (event: Partial<EventToStore> = {}): EventToStore => ({
  id: randomUUID(),
  type: 'HeartbeatReceived',
  metadata: '{"schemaVersion":1}',
  data: '{}',
  ...event,
});

/** As many events, told apart by their data. */
export const events = (count: number, event: Partial<EventToStore> = {}): EventToStore[] =>
  Array.from({ length: count }, (_, index) => anEvent({ data: JSON.stringify({ index }), ...event }));

/** Appends what must succeed, and says where the last event came to stand. */
export async function appended(
  log: EventLog,
  stream: string,
  toStore: readonly EventToStore[],
  expected: ExpectedRevision = 'any',
): Promise<{ revision: number; position: Position }> {
  const outcome: AppendOutcome = await log.append(stream, expected, toStore);
  if (outcome.outcome !== 'appended') throw new Error(`stream ${stream} was at revision ${outcome.actualRevision}`);
  return outcome;
}

/** Everything an iteration gives. */
export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const idsOf = (list: readonly EventToStore[]): string[] => list.map((event) => event.id);

/** What the writer handed over, without what the log added. */
export const asWritten = ({ id, type, metadata, data }: StoredEvent): EventToStore => ({ id, type, metadata, data });

/** Whole numbers from 0. */
export const countUp = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Follows a log at the pace of the spec, and remembers what it was given. */
export class Follower {
  readonly batches: EventBatch[] = [];
  private readonly source: AsyncIterator<EventBatch>;

  constructor(log: EventLog, options: SubscribeOptions) {
    this.source = log.subscribe(options)[Symbol.asyncIterator]();
  }

  get events(): StoredEvent[] {
    return this.batches.flatMap((batch) => batch.events);
  }

  /** Where a successor would resume. */
  get position(): Position | undefined {
    return this.batches.at(-1)?.position;
  }

  /** Reads on until so many events have come in all. */
  async untilCount(count: number): Promise<StoredEvent[]> {
    await this.until(() => this.events.length >= count);
    return this.events;
  }

  /** Reads on until a batch says that it has reached the end. */
  async untilCaughtUp(): Promise<void> {
    await this.until((latest) => latest.caughtUp);
  }

  /** Reads on until the subscription has looked at this position. */
  async untilPosition(position: Position): Promise<void> {
    await this.until((latest) => latest.position >= position);
  }

  /** Reads on until the subscription ends by itself. */
  async untilEnd(): Promise<void> {
    for (let next = await this.source.next(); !next.done; next = await this.source.next()) this.batches.push(next.value);
  }

  /** Leaves, as `break` does. */
  async leave(): Promise<void> {
    await this.source.return?.();
  }

  private async until(enough: (latest: EventBatch) => boolean): Promise<void> {
    for (let latest = this.batches.at(-1); latest === undefined || !enough(latest); latest = this.batches.at(-1)) {
      const next = await this.source.next();
      if (next.done) throw new Error('the subscription ended before it had given what was waited for');
      this.batches.push(next.value);
    }
  }
}
