import type {
  AppendOutcome,
  EventBatch,
  EventLog,
  EventToStore,
  ExpectedRevision,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  StreamCut,
  StreamMetadata,
  SubscribeOptions,
} from '../event-log.ts';
import { eventLogFault } from '../errors.ts';
import { AppendAttempts } from './append-attempts.ts';
import { Appender } from './appender.ts';
import { EventStoreConnection } from './connection.ts';
import { Follower } from './follower.ts';
import { Reader } from './reader.ts';
import { defaultSettings } from './settings.ts';
import type { EventStoreDbSettings } from './settings.ts';
import { metadataEvent, metadataRecord, metadataStream, streamMetadataOf } from './stream-metadata.ts';
import type { MetadataRecord } from './stream-metadata.ts';
import { Turnstile } from './turnstile.ts';

/**
 * The log in EventStoreDB.
 *
 *     const log = new EventStoreDbLog('esdb://platform:secret@db.example:2113');
 *
 * A position is the commit position of the event. Events of the store itself (`$...`) are not shown. Opening does not
 * wait for the server: each call tries until it succeeds or its deadline passes.
 *
 * Faults: `event-store-...`, see `eventStoreErrors`; `log-closed` after {@link close}.
 */
export class EventStoreDbLog implements EventLog {
  private readonly connection: EventStoreConnection;
  private readonly attempts: AppendAttempts;
  private readonly appender: Appender;
  private readonly reader: Reader;
  private readonly follower: Follower;
  private readonly turnstile: Turnstile;
  private readonly closing = new AbortController();

  /** @throws Fault `event-store-address-malformed` */
  constructor(connectionString: string, settings: Partial<EventStoreDbSettings> = {}) {
    const all: EventStoreDbSettings = { ...defaultSettings, ...settings };
    this.connection = EventStoreConnection.connect(connectionString);
    this.reader = new Reader(this.connection, all);
    this.attempts = new AppendAttempts(this.connection, all.attemptMs);
    this.appender = new Appender(this.attempts, this.reader, all);
    this.follower = new Follower(this.connection, this.reader, all);
    this.turnstile = new Turnstile(all.maxInFlight, all.maxQueued);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    this.mustBeOpen();
    return this.turnstile.pass(() => this.appender.append(stream, expected, events));
  }

  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    return this.reader.stream(stream, options);
  }

  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    return this.reader.all(options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<EventBatch> {
    this.mustBeOpen();
    const ends = options.signal ? [options.signal, this.closing.signal] : [this.closing.signal];
    return this.follower.follow(options, AbortSignal.any(ends));
  }

  async head(): Promise<Position> {
    this.mustBeOpen();
    return this.reader.head();
  }

  async readStreamMetadata(stream: string): Promise<StreamMetadata> {
    return streamMetadataOf(await this.newestMetadata(stream));
  }

  async writeStreamMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    const before = await this.newestMetadata(stream);
    const { outcome } = await this.append(metadataStream(stream), before.expected, [metadataEvent(before, metadata)]);
    if (outcome === 'conflict') await this.writeStreamMetadata(stream, metadata);
  }

  /** The store frees their space, and shows them no more in `$all`, when it is scavenged next. */
  async truncate(cuts: readonly StreamCut[]): Promise<void> {
    for (const { stream, before } of cuts) {
      await this.writeStreamMetadata(stream, { ...(await this.readStreamMetadata(stream)), truncateBefore: before });
    }
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.turnstile.empty();
    await this.attempts.retire();
    await this.connection.disconnect();
  }

  private async newestMetadata(stream: string): Promise<MetadataRecord> {
    let newest: StoredEvent | undefined;
    for await (const event of this.readStream(metadataStream(stream), { direction: 'backwards', limit: 1 })) newest = event;
    return metadataRecord(newest);
  }

  private mustBeOpen(): void {
    if (this.closing.signal.aborted) throw eventLogFault('log-closed');
  }
}
