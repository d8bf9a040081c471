import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventToStore, ExpectedRevision } from '../event-log.ts';
import { answerOfBatch } from './append-answers.ts';
import type { AppendAnswer } from './append-answers.ts';
import type { BatchAppendCall } from './connection.ts';
import { eventStoreFault, faultOf } from './errors.ts';
import { batchAppendRequests, idOf } from './messages.ts';

/** One BatchAppend call and the appends on their way through it. */
export class BatchAppend {
  private readonly call: BatchAppendCall;
  private readonly pending = new Map<string, PromiseWithResolvers<AppendAnswer>>();
  private writing: Promise<void> = Promise.resolve();
  private retired = false;

  constructor(call: BatchAppendCall) {
    this.call = call;
    void this.receive(call);
  }

  /** Whether further appends may be sent through it. */
  get usable(): boolean {
    return !this.retired;
  }

  /** @throws Fault when the call broke before the answer came, or no answer came in time: the events may be stored or not. */
  async send(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToStore[],
    patienceMs: number,
  ): Promise<AppendAnswer> {
    if (this.retired) throw eventStoreFault('event-store-unavailable');
    const correlationId = randomUUID();
    const answer = Promise.withResolvers<AppendAnswer>();
    this.pending.set(correlationId, answer);
    const watchdog = setTimeout(() => {
      this.retire();
      answer.reject(eventStoreFault('event-store-timeout'));
    }, patienceMs);
    this.write(batchAppendRequests(correlationId, stream, expected, events));
    try {
      return await answer.promise;
    } finally {
      clearTimeout(watchdog);
      this.pending.delete(correlationId);
      if (this.retired && this.pending.size === 0) this.call.cancel();
    }
  }

  /** Takes no further appends, and ends when the pending ones are settled. */
  retire(): void {
    this.retired = true;
    if (this.pending.size === 0) this.call.cancel();
  }

  /** One append after the other, as fast as the server takes them. */
  private write(requests: ReturnType<typeof batchAppendRequests>): void {
    this.writing = this.writing.then(async () => {
      for (const request of requests) {
        if (this.call.destroyed || this.call.write(request)) continue;
        await once(this.call, 'drain').catch(() => undefined);
      }
    });
  }

  private async receive(responses: AsyncIterable<BatchAppendResp>): Promise<void> {
    let end = eventStoreFault('event-store-unavailable', 'the server ended the call');
    try {
      for await (const response of responses) this.settle(response);
    } catch (error) {
      end = faultOf(error);
    }
    this.retired = true;
    for (const answer of this.pending.values()) answer.reject(end);
  }

  private settle(response: BatchAppendResp): void {
    const answer = this.pending.get(idOf(response.getCorrelationId()));
    try {
      answer?.resolve(answerOfBatch(response));
    } catch (error) {
      answer?.reject(error);
    }
  }
}
