import type { EventToStore, ExpectedRevision } from '../event-log.ts';
import { answerOfAppend } from './append-answers.ts';
import type { AppendAnswer } from './append-answers.ts';
import { BatchAppend } from './batch-append.ts';
import type { EventStoreConnection } from './connection.ts';
import { faultOf } from './errors.ts';
import { appendRequests } from './messages.ts';

/** Makes single attempts to append: all through one BatchAppend call, or one by one where the server has no batches. */
export class AppendAttempts {
  private readonly connection: EventStoreConnection;
  private readonly patienceMs: number;
  private way: Promise<BatchAppend | 'alone'> | undefined;

  constructor(connection: EventStoreConnection, patienceMs: number) {
    this.connection = connection;
    this.patienceMs = patienceMs;
  }

  /** @throws Fault when no answer came. After a retryable one, nobody knows whether the events are stored. */
  async attempt(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendAnswer> {
    const way = await this.openWay();
    if (way !== 'alone') return way.send(stream, expected, events, this.patienceMs);
    try {
      return answerOfAppend(await this.connection.appendAlone(appendRequests(stream, expected, events), this.patienceMs));
    } catch (error) {
      // The next server may have learnt to take batches.
      this.way = undefined;
      throw faultOf(error);
    }
  }

  /** Ends the call when its last append is settled. */
  async retire(): Promise<void> {
    const way = await this.way?.catch(() => 'alone' as const);
    if (way instanceof BatchAppend) way.retire();
  }

  private async openWay(): Promise<BatchAppend | 'alone'> {
    const opening = (this.way ??= this.open());
    try {
      const way = await opening;
      if (way === 'alone' || way.usable) return way;
    } catch (error) {
      if (this.way === opening) this.way = undefined;
      throw faultOf(error);
    }
    if (this.way === opening) this.way = undefined;
    return this.openWay();
  }

  private async open(): Promise<BatchAppend | 'alone'> {
    const batches = await this.connection.takesBatches(this.patienceMs);
    return batches ? new BatchAppend(await this.connection.openBatchAppend()) : 'alone';
  }
}
