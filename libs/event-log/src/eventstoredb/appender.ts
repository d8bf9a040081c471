import type { AppendOutcome, EventToStore, ExpectedRevision, StoredEvent } from '../event-log.ts';
import type { AppendAnswer } from './append-answers.ts';
import type { AppendAttempts } from './append-attempts.ts';
import { faultOf } from './errors.ts';
import { Persistence } from './persistence.ts';
import type { Reader } from './reader.ts';
import type { EventStoreDbSettings } from './settings.ts';

/** How far back an append to any revision is looked for after its answer was lost. */
const TAIL = 5_000;

/**
 * Appends until it is known what became of it.
 *
 * After a lost answer the events may be stored or not. Sending them again with the same ids at the same expected
 * revision is safe: the server recognises them. Should it answer with a conflict, the stream is read: when our ids
 * stand where they should, the append had succeeded. An append to any revision is looked for first, then sent again
 * at the revision the stream was seen to have, so that a late arrival of the first attempt cannot double it.
 */
export class Appender {
  private readonly attempts: AppendAttempts;
  private readonly reader: Reader;
  private readonly settings: EventStoreDbSettings;

  constructor(attempts: AppendAttempts, reader: Reader, settings: EventStoreDbSettings) {
    this.attempts = attempts;
    this.reader = reader;
    this.settings = settings;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    const persistence = new Persistence(this.settings, this.settings.deadlineMs);
    for (let answerLost = false; ; answerLost = true) {
      try {
        return answerLost
          ? await this.appendAgain(stream, expected, events)
          : await this.outcomeOf(await this.attempts.attempt(stream, expected, events), stream, events);
      } catch (error) {
        await persistence.pauseAfter(faultOf(error));
      }
    }
  }

  private async appendAgain(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    if (expected === 'any') return this.appendAnywhereAgain(stream, events);
    const answer = await this.attempts.attempt(stream, expected, events);
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const landed = await this.landed(
      this.reader.streamOnce({ stream, from: first, count: events.length, direction: 'forwards' }),
      events,
    );
    return landed ?? this.outcomeOf(answer, stream, events);
  }

  private async appendAnywhereAgain(stream: string, events: readonly EventToStore[]): Promise<AppendOutcome> {
    const tail = await Array.fromAsync(this.reader.streamOnce({ stream, direction: 'backwards', count: TAIL }));
    const landed = landedIn(tail.toReversed(), events);
    if (landed) return landed;
    const revision = tail[0]?.revision;
    const outcome = await this.outcomeOf(await this.attempts.attempt(stream, revision ?? 'no-stream', events), stream, events);
    return outcome.outcome === 'appended' ? outcome : this.appendAnywhereAgain(stream, events);
  }

  private async landed(stored: AsyncIterable<StoredEvent>, events: readonly EventToStore[]): Promise<AppendOutcome | undefined> {
    return landedIn(await Array.fromAsync(stored), events);
  }

  /** The server does not repeat the position of what it had before: then it is read. */
  private async outcomeOf(answer: AppendAnswer, stream: string, events: readonly EventToStore[]): Promise<AppendOutcome> {
    if (answer.outcome === 'conflict') return answer;
    if (answer.position !== undefined) return { ...answer, position: answer.position };
    const from = answer.revision - events.length + 1;
    const landed = await this.landed(
      this.reader.streamOnce({ stream, from, count: events.length, direction: 'forwards' }),
      events,
    );
    return landed ?? { outcome: 'conflict', actualRevision: answer.revision };
  }
}

/** The place of our events among those that are stored, when they stand there one after the other. */
function landedIn(stored: readonly StoredEvent[], events: readonly EventToStore[]): AppendOutcome | undefined {
  const begin = stored.findIndex((event) => event.id === events[0]?.id);
  const last = stored[begin + events.length - 1];
  if (begin < 0 || last === undefined || events.some((event, index) => stored[begin + index]?.id !== event.id)) return undefined;
  return { outcome: 'appended', revision: last.revision, position: last.position };
}
