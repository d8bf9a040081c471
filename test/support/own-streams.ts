import { BEFORE_FIRST } from '@wattledger/event-log';
import type {
  AppendOutcome,
  EventBatch,
  EventFilter,
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
} from '@wattledger/event-log';

/** Which part of a log is somebody's own. */
export interface LogPart {
  /** Begins all of its streams; empty: the whole log. */
  readonly word: string;
  /** Nothing up to here is in it. */
  readonly since: Position;
}

/** Where nobody else writes. */
export const wholeLog: LogPart = { word: '', since: BEFORE_FIRST };

/** A part of a log as if it were a log. */
export const ownPartOf = (log: EventLog, part: LogPart): EventLog => (part.word === '' ? log : new OwnStreams(log, part));

/** Leaves a part of a log empty; the server frees the space when it is scavenged next. */
export async function emptyPart(log: EventLog, part: LogPart): Promise<void> {
  const own = ownPartOf(log, part);
  const ends = new Map<string, number>();
  for await (const { stream, revision } of own.readAll()) ends.set(stream, revision);
  await own.truncate([...ends].map(([stream, revision]) => ({ stream, before: revision + 1 })));
}

/**
 * A part of a log that others use too: all streams of a spec begin with a word of its own, and of the others it sees nothing.
 *
 * So specs can be pointed at one server that they share.
 */
class OwnStreams implements EventLog {
  private readonly log: EventLog;
  private readonly word: string;
  private readonly since: Position;

  constructor(log: EventLog, { word, since }: LogPart) {
    this.log = log;
    this.word = word;
    this.since = since;
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    return this.log.append(this.word + stream, expected, events);
  }

  async *readStream(stream: string, options?: ReadStreamOptions): AsyncGenerator<StoredEvent> {
    for await (const event of this.log.readStream(this.word + stream, options)) yield this.ours(event);
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<StoredEvent> {
    const filter = this.filter(options.filter);
    const after = options.direction === 'backwards' ? options.after : this.behind(options.after);
    for await (const event of this.log.readAll({ ...options, after, filter })) yield this.ours(event);
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch> {
    const [after, filter] = [this.behind(options.after), this.filter(options.filter)];
    for await (const batch of this.log.subscribe({ ...options, after, filter })) {
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

  private behind(after: Position = BEFORE_FIRST): Position {
    return Math.max(after, this.since);
  }

  private filter({ streamPrefixes = [''], types }: EventFilter = {}): EventFilter {
    return { streamPrefixes: streamPrefixes.map((prefix) => this.word + prefix), ...(types && { types }) };
  }

  private ours(event: StoredEvent): StoredEvent {
    return { ...event, stream: event.stream.slice(this.word.length) };
  }
}
