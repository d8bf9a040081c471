import type { RecordedEvent } from '@wattledger/event-log';
import type { AnyFact } from './projection.ts';

/** What an event means, and what must be remembered of its stream to understand the next one. */
export interface ReadEvent<State, Fact extends AnyFact, Source> {
  /** The same object when nothing new needs to be remembered. */
  readonly state: State | undefined;
  readonly facts: readonly Fact[];
  /** Handed to every fold beside the fact: where it stands in the log. */
  readonly source: Source;
}

/**
 * Makes facts of events; the one place where the machine meets the domain.
 *
 * Pure. `State` is plain JSON: it is kept in memory while a stream is busy and in the row store across batches and restarts.
 */
export interface FactReader<State extends object, Fact extends AnyFact, Source> {
  /** Raise it when facts change their meaning: the rows are rebuilt from the first event. */
  readonly version: number;
  /** Only streams that begin with one of these are read. */
  readonly streamPrefixes: readonly string[];
  /** Whether the events of a stream are understood one with the help of the other. */
  hasState(stream: string): boolean;
  read(state: State | undefined, event: RecordedEvent): ReadEvent<State, Fact, Source>;
}
