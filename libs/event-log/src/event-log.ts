/**
 * Where an event stands in the whole log. Grows with every event; the steps are the store's own (EventStoreDB counts
 * bytes). Exact up to 2^53.
 */
export type Position = number;

/** Before the first event: reading after it reads everything. */
export const BEFORE_FIRST: Position = -1;

/** What the appender believes the stream's newest revision to be: that revision, or that the stream is empty. */
export type ExpectedRevision = number | 'no-stream' | 'any';

/**
 * An event as it is handed to a log.
 *
 * `metadata` and `data` are JSON texts without blanks, as `JSON.stringify` prints them. They are texts because the
 * hash chain covers them: what is read back must be what was hashed, to the byte.
 */
export interface EventToStore {
  /** A UUID. */
  readonly id: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
}

/** An event as it is read from a log. Revisions count from 0 within a stream. */
export interface StoredEvent extends EventToStore {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** What became of an append. A conflict is an expected outcome: someone else has written to the stream. */
export type AppendOutcome =
  | { readonly outcome: 'appended'; /** of the last event appended */ readonly revision: number; readonly position: Position }
  | { readonly outcome: 'conflict'; /** -1: the stream is empty */ readonly actualRevision: number };

export type Direction = 'forwards' | 'backwards';

export interface ReadStreamOptions {
  readonly direction?: Direction;
  /** The first revision to read, itself included; the stream's begin or end when absent. */
  readonly from?: number;
  readonly limit?: number;
}

/** Which events of the whole log are wanted; an absent list wants all. Both lists must match. */
export interface EventFilter {
  /** The stream's name starts with one of these. */
  readonly streamPrefixes?: readonly string[];
  /** The event's type is one of these. */
  readonly types?: readonly string[];
}

export interface ReadAllOptions {
  readonly direction?: Direction;
  /** Reads on from here, this position excluded; the log's begin (or end, backwards) when absent. */
  readonly after?: Position;
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export interface SubscribeOptions {
  /** Starts behind this position; {@link BEFORE_FIRST} reads the whole history first. */
  readonly after: Position;
  readonly filter?: EventFilter;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
  /** The most events handed over at once. */
  readonly batchSize?: number;
}

/** The next events of a subscription, in the order of the log. */
export interface EventBatch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here has been looked at, filtered events included: the place to resume from. */
  readonly position: Position;
  /** True when this batch reached the log's end as it then was. */
  readonly caughtUp: boolean;
}

/** Settings of one stream that the store itself obeys. EventStoreDB's names, section "Stream metadata" of its manual. */
export interface StreamMetadata {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** Events before this revision may be scavenged. */
  readonly truncateBefore?: number;
}

/** Where a stream is to begin from now on. */
export interface StreamCut {
  readonly stream: string;
  /** The first revision that stays. */
  readonly before: number;
}

/**
 * The log: the one place where anything is written down.
 *
 * Every adapter passes `describeEventLogContract` in `./testing`. A call that cannot be carried out because the store
 * is away, full or broken throws a `Fault`; its `retryable` says whether trying again can help.
 */
export interface EventLog {
  /** Appends all events or none. Settles only when they are durable. */
  append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome>;

  /** The events of one stream; none when there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent>;

  /** The events of all streams, in the order in which they were appended. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;

  /**
   * Follows the log for ever, from a position on. A lost connection is taken up again where it broke; the iteration
   * ends with its signal and throws a `Fault` only when going on is hopeless.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<EventBatch>;

  /** The position of the newest event; {@link BEFORE_FIRST} in an empty log. */
  head(): Promise<Position>;

  readStreamMetadata(stream: string): Promise<StreamMetadata>;
  writeStreamMetadata(stream: string, metadata: StreamMetadata): Promise<void>;

  /**
   * Takes the beginnings of streams out of the log, for good: whoever asks for it has them elsewhere. Streams are read from their
   * cut on; their revisions stay as they are. The newest event of a stream must stay, because the next one is chained to it. May be
   * asked again; what a stream's metadata tell as `truncateBefore` was done.
   */
  truncate(cuts: readonly StreamCut[]): Promise<void>;

  /** Waits for what was handed over, then lets go of the store. */
  close(): Promise<void>;
}
