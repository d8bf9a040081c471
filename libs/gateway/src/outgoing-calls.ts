import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@wattledger/kernel';

/** A call we want to make. */
export interface OutgoingCall {
  readonly action: string;
  readonly payload: JsonObject;
  readonly answerTimeoutSeconds: number;
  readonly commandId?: string;
  /** The event that asked for it. */
  readonly causationId?: string;
}

/** A call of ours that the station has not answered yet. */
export interface PendingCall extends OutgoingCall {
  readonly messageId: string;
  /** The id of the event that recorded it. */
  readonly eventId: string;
  readonly epoch: number;
  timer?: NodeJS.Timeout;
}

/**
 * Our calls to one station: one at a time, in order, matched with their answers by message id alone.
 *
 * A late or stray answer finds no call here, so it can neither complete nor cancel the one in flight.
 */
export class OutgoingCalls {
  private readonly waiting: OutgoingCall[] = [];
  private current: PendingCall | undefined;
  private preparing = false;

  add(call: OutgoingCall): void {
    this.waiting.push(call);
  }

  /** The next call to make; `undefined` while one is in flight or none waits. */
  takeNext(): OutgoingCall | undefined {
    if (this.current || this.preparing) return undefined;
    const next = this.waiting.shift();
    if (next) this.preparing = true;
    return next;
  }

  /** The call is on the wire (or about to be). */
  began(call: PendingCall): void {
    this.preparing = false;
    this.current = call;
  }

  /** The call that was taken will not be made. */
  dropped(): void {
    this.preparing = false;
  }

  /** Takes the call that this answer belongs to. */
  answered(messageId: string): PendingCall | undefined {
    return this.current?.messageId === messageId ? this.end() : undefined;
  }

  /** Takes the call in flight, because its time is up or its line is gone. */
  end(): PendingCall | undefined {
    const { current } = this;
    this.current = undefined;
    if (current) clearTimeout(current.timer);
    return current;
  }

  /** The calls that were never made. */
  drain(): OutgoingCall[] {
    return this.waiting.splice(0);
  }
}

/** A text of 36 characters that no connection has used before. */
export const newMessageId = (): string => randomUUID();
