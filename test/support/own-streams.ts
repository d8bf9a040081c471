import type {
  AppendOutcome,
  EventBatch,
  EventFilter,
  EventLog,
  EventToStore,
  ExpectedRevision,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  StreamCut,
  StreamMetadata,
  SubscribeOptions,
} from '@wattledger/event-log';

/**
 * A part of a log that others use too: all streams of a spec begin with a word of its own, and of the others it sees nothing.
 *
 * So specs can be pointed at one server that they share.
 */
export class OwnStreams implements EventLog {
  private readonly log: EventLog;
  private readonly word: string;

  constructor(log: EventLog, word: string) {
    this.log = log;
    this.word = word;
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    return this.log.append(this.word + stream, expected, events);
  }

  async *readStream(stream: string, options?: ReadStreamOptions): AsyncGenerator<StoredEvent> {
    for await (const event of this.log.readStream(this.word + stream, options)) yield this.ours(event);
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    for await (const event of this.log.readAll({ ...options, filter: this.filter(options.filter) })) yield this.ours(event);
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch> {
    for await (const batch of this.log.subscribe({ ...options, filter: this.filter(options.filter) })) {
      yield { ...batch, events: batch.events.map((event) => this.ours(event)) };
    }
  }

  /** Of what is ours, so that a reader who follows it can get there. */
  async head(): Promise<number> {
    for await (const { position } of this.readAll({ direction: 'backwards', limit: 1 })) return position;
    return -1;
  }

  readStreamMetadata(stream: string): Promise<StreamMetadata> {
    return this.log.readStreamMetadata(this.word + stream);
  }

  writeStreamMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    return this.log.writeStreamMetadata(this.word + stream, metadata);
  }

  truncate(cuts: readonly StreamCut[]): Promise<void> {
    return this.log.truncate(cuts.map((cut) => ({ ...cut, stream: this.word + cut.stream })));
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private filter({ streamPrefixes = [''], types }: EventFilter = {}): EventFilter {
    return { streamPrefixes: streamPrefixes.map((prefix) => this.word + prefix), ...(types && { types }) };
  }

  private ours(event: StoredEvent): StoredEvent {
    return { ...event, stream: event.stream.slice(this.word.length) };
  }
}
