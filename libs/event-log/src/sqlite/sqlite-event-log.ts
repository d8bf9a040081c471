import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
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
import { lineOf } from './commit-lines.ts';
import type { WriterAnswer, WriterRequest } from './commit-writer.worker.ts';
import { lockFolder, openLogForWriting } from './files.ts';
import { metadataStreamOf, SqliteLogReader } from './sqlite-log-reader.ts';

/** An append that waits for its commit. */
interface Waiting {
  readonly appended: AppendOutcome;
  readonly resolve: (appended: AppendOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

interface Group {
  readonly lines: string[];
  readonly streams: Set<string>;
  readonly types: Set<string>;
  readonly waiting: Waiting[];
}

const newGroup = (): Group => ({ lines: [], streams: new Set(), types: new Set(), waiting: [] });

/** Streams whose newest revision is kept in memory; the index knows the others. */
const KNOWN_STREAMS = 200_000;
/** Streams that are cut in one go, while appends wait. */
const CUTS_AT_ONCE = 8;

/**
 * The embedded log: one file, one writing process, every append durable before it settles.
 *
 * Appends that arrive while a commit is being written form the next one (group commit), so no timer is needed: alone, an
 * append waits for its own write; under load, hundreds share one, and the next are made ready meanwhile. Revisions are checked here, in the memory of the one
 * writing process; the writing itself is done by a thread of its own, so a slow disk never holds up the sockets.
 */
export class SqliteEventLog implements EventLog {
  private readonly writer: Worker;
  private readonly unlock: () => void;
  private readonly reader: SqliteLogReader;
  private readonly revisions = new Map<string, number>();
  private readonly lookups = new Map<string, Promise<void>>();
  private readonly asked: { resolve: (answer: WriterAnswer) => void }[] = [];
  private next: Position;
  private group = newGroup();
  /** Counts how often the log has begun anew; see {@link giveUp}. */
  private failures = 0;
  private lookingUp = 0;
  private committing = 0;
  private closed = false;
  /** What everybody is told from then on, should the writer's thread have died. */
  private gone: WriterAnswer | undefined;

  private constructor(folder: string, writer: Worker, unlock: () => void, next: Position) {
    this.writer = writer;
    this.unlock = unlock;
    this.next = next;
    this.reader = new SqliteLogReader(folder);
    writer.on('message', (answer: WriterAnswer) => this.asked.shift()?.resolve(answer));
    writer.on('error', (error) => this.writerIsGone(error));
  }

  /**
   * Opens the log in a folder, which is made if need be. Ready when the index is up to date.
   *
   * @throws Fault `log-in-use`, `log-unreadable`, `data-folder-newer`
   */
  static async open(folder: string): Promise<SqliteEventLog> {
    const unlock = lockFolder(folder);
    try {
      // A folder that cannot be used is refused here: what a thread throws arrives without its code.
      openLogForWriting(folder).close();
      const writer = startWriter(folder);
      const ready = await new Promise<WriterAnswer>((resolve, reject) => {
        writer.once('message', resolve);
        writer.once('error', (cause) => reject(eventLogFault('log-unreadable', `The log in ${folder}: ${cause}`, { cause })));
      });
      writer.removeAllListeners('error');
      if (ready.answer !== 'ready') throw eventLogFault('log-unreadable');
      return new SqliteEventLog(folder, writer, unlock, ready.next);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    if (this.closed) return Promise.reject(eventLogFault('log-closed'));
    const revision = this.revisions.get(stream);
    return revision === undefined
      ? this.appendUnknown(stream, expected, events)
      : this.appendBehind(revision, stream, expected, events);
  }

  async *readStream(stream: string, options?: ReadStreamOptions): AsyncGenerator<StoredEvent> {
    await this.ask({ ask: 'index' });
    yield* this.reader.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent> {
    return this.reader.readAll(options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<EventBatch> {
    return this.reader.subscribe(options);
  }

  head(): Promise<Position> {
    return Promise.resolve(this.reader.head());
  }

  async readStreamMetadata(stream: string): Promise<StreamMetadata> {
    await this.ask({ ask: 'index' });
    return this.reader.readStreamMetadata(stream);
  }

  async writeStreamMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    const event = { id: randomUUID(), type: '$metadata', metadata: '{}', data: JSON.stringify(metadata) };
    await this.append(metadataStreamOf(stream), 'any', [event]);
  }

  async truncate(cuts: readonly StreamCut[]): Promise<void> {
    // A few streams at a time: appends wait for one such step at most.
    for (let from = 0; from < cuts.length; from += CUTS_AT_ONCE) {
      const some = cuts.slice(from, from + CUTS_AT_ONCE);
      const answer = await this.ask({ ask: 'truncate', cuts: some });
      this.reader.forgetRecent();
      if (answer.answer === 'failed') throw eventLogFault('log-unwritable', answer.reason, { retryable: true });
      // Last, so that what the metadata say is done is done.
      for (const { stream, before } of some) {
        await this.writeStreamMetadata(stream, { ...(await this.readStreamMetadata(stream)), truncateBefore: before });
      }
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    while (this.lookingUp + this.committing + this.group.waiting.length > 0) await nextTurn();
    this.reader.close();
    await this.ask({ ask: 'close' });
    await this.writer.terminate();
    this.unlock();
  }

  private async appendUnknown(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToStore[],
  ): Promise<AppendOutcome> {
    this.lookingUp += 1;
    try {
      for (;;) {
        await this.lookUp(stream);
        const revision = this.revisions.get(stream);
        if (revision !== undefined) return this.appendBehind(revision, stream, expected, events);
      }
    } finally {
      this.lookingUp -= 1;
    }
  }

  /** Checks the revision and joins the group of this turn, both at once: nobody comes in between. */
  private appendBehind(
    actualRevision: number,
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToStore[],
  ): Promise<AppendOutcome> {
    const expectedRevision = expected === 'no-stream' ? -1 : expected;
    if (expectedRevision !== 'any' && expectedRevision !== actualRevision)
      return Promise.resolve({ outcome: 'conflict', actualRevision });
    if (events.length === 0) return Promise.resolve({ outcome: 'appended', revision: actualRevision, position: this.next - 1 });

    return new Promise((resolve, reject) => {
      const lines = events.map((event, index) => lineOf(stream, actualRevision + 1 + index, event));
      const revision = actualRevision + events.length;
      this.revisions.set(stream, revision);
      this.next += events.length;
      const { group } = this;
      group.lines.push(...lines);
      group.streams.add(stream);
      for (const { type } of events) group.types.add(type);
      group.waiting.push({ appended: { outcome: 'appended', revision, position: this.next - 1 }, resolve, reject });
      if (group.waiting.length === 1) setImmediate(() => void this.commit());
    });
  }

  /** Hands what this turn of the event loop has brought to the writer, which makes one commit of all that waits there. */
  private async commit(): Promise<void> {
    const { group, failures } = this;
    if (group.lines.length === 0) return;
    this.group = newGroup();
    const commit = { position: this.next - group.lines.length, events: group.lines.length, lines: group.lines.join('\n') };
    this.committing += 1;
    const answer = await this.ask({ ask: 'commit', ...commit });
    this.committing -= 1;
    if (answer.answer === 'failed') return this.giveUp(group, answer, failures);
    this.reader.offer({ ...commit, holds: { streams: group.streams, types: group.types } });
    for (const { appended, resolve } of group.waiting) resolve(appended);
  }

  /**
   * Nothing of this group was stored. What was handed over behind it stands on it and fails in its turn; from the first
   * failure on, the log begins anew at the end that is really there.
   */
  private giveUp(group: Group, failure: Extract<WriterAnswer, { answer: 'failed' }>, failuresBefore: number): void {
    const fault = eventLogFault('log-unwritable', `The log could not be written: ${failure.reason}`, { retryable: true });
    const refused = [...group.waiting];
    if (failuresBefore === this.failures) {
      this.failures += 1;
      this.next = failure.next;
      this.revisions.clear();
      refused.push(...this.group.waiting);
      this.group = newGroup();
    }
    for (const { reject } of refused) reject(fault);
  }

  private async lookUp(stream: string): Promise<void> {
    const running = this.lookups.get(stream) ?? this.startLookUp(stream);
    this.lookups.set(stream, running);
    await running;
  }

  private async startLookUp(stream: string): Promise<void> {
    const answer = await this.ask({ ask: 'revision', stream });
    this.lookups.delete(stream);
    if (answer.answer === 'failed')
      throw eventLogFault('log-unwritable', `The index of the log could not be written: ${answer.reason}`, { retryable: true });
    this.forgetSome();
    if (answer.answer === 'done') this.revisions.set(stream, answer.revision ?? -1);
  }

  /** Only while nothing is being written: a stream of the waiting group is newer here than in the index. */
  private forgetSome(): void {
    if (this.revisions.size < KNOWN_STREAMS || this.committing > 0 || this.group.lines.length > 0) return;
    this.revisions.clear();
  }

  private ask(request: WriterRequest): Promise<WriterAnswer> {
    if (this.gone) return Promise.resolve(this.gone);
    return new Promise((resolve) => {
      this.asked.push({ resolve });
      this.writer.postMessage(request);
    });
  }

  private writerIsGone(error: unknown): void {
    const answer: WriterAnswer = { answer: 'failed', reason: String(error), next: this.next };
    this.gone = answer;
    for (const { resolve } of this.asked.splice(0)) resolve(answer);
  }
}

/** The writer's thread runs from the same tree as this file: source under test, the build in production. */
function startWriter(folder: string): Worker {
  const extension = extname(import.meta.url);
  return new Worker(new URL(`./commit-writer.worker${extension}`, import.meta.url), {
    workerData: { folder },
    execArgv: extension === '.ts' ? ['--conditions=@wattledger/source', '--disable-warning=ExperimentalWarning'] : [],
  });
}
