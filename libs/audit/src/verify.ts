import { chainFlaw, GENESIS_HASH, hashesOf } from '@wattledger/event-log';
import type { ChainFlaw, EventLog, InspectedLine, Position, SqliteLogReader } from '@wattledger/event-log';

/** Why an event is not what was written. */
export type Flaw = ChainFlaw | 'event-unreadable' | 'file-damaged';

/** The first event that is not as it was written. */
export interface BrokenEvent {
  readonly position: Position;
  /** Absent where so much was changed that the event cannot be told any more. */
  readonly stream?: string;
  readonly revision?: number;
  readonly type?: string;
  readonly id?: string;
  readonly flaw: Flaw;
  readonly explanation: string;
}

export interface Verification {
  readonly events: number;
  readonly streams: number;
  readonly broken: BrokenEvent | undefined;
}

const explanations: Readonly<Record<Flaw, string>> = {
  'hash-missing': 'its metadata does not end with its hashes, as every event is written',
  'content-changed': 'its content does not match its own hash: a byte of it was changed after it was written',
  'predecessor-changed': 'it was chained to another event than the one that stands before it now',
  'revision-gap': 'its revision does not follow on the one before it: events were taken out or put in between',
  'event-unreadable': 'there is no event in its place: a byte of it was changed after it was written',
  'file-damaged': 'the file cannot be read here: it was changed or damaged outside of the platform',
};

/**
 * Walks every hash chain of the log in one pass and stops at the first event that is not as it was written.
 *
 * Finds changed, removed, inserted and reordered events. Events cut off a stream's end leave no trace in a chain.
 *
 * @param onProgress is told the number of events checked, now and then
 */
export async function verify(
  lines: AsyncIterable<InspectedLine>,
  onProgress: (events: number) => void = () => undefined,
): Promise<Verification> {
  const ends = new Map<string, { revision: number; hash: string }>();
  let events = 0;
  let at: Position = 0;
  const outcome = (broken?: Omit<BrokenEvent, 'explanation'>): Verification => ({
    events,
    streams: ends.size,
    broken: broken && { ...broken, explanation: explanations[broken.flaw] },
  });
  try {
    for await (const { position, event } of lines) {
      at = position;
      if (!event) return outcome({ position, flaw: 'event-unreadable' });
      events += 1;
      if (events % 10_000 === 0) onProgress(events);
      if (event.stream.startsWith('$')) continue; // the store's own settings, which are not chained
      const { stream, revision, type, id } = event;
      const flaw = chainFlaw(event, ends.get(stream) ?? { revision: -1, hash: GENESIS_HASH });
      if (flaw) return outcome({ position, stream, revision, type, id, flaw });
      ends.set(stream, { revision, hash: hashesOf(event)?.hash ?? '' });
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('SQLITE_')) throw error;
    return outcome({ position: at + 1, flaw: 'file-damaged' });
  }
  onProgress(events);
  return outcome();
}

/** What {@link verify} walks: the file itself where the log is embedded, the store's events where it is EventStoreDB. */
export async function* linesOf(log: SqliteLogReader | EventLog): AsyncGenerator<InspectedLine> {
  if ('inspect' in log) yield* log.inspect();
  else for await (const event of log.readAll()) yield { position: event.position, event };
}
