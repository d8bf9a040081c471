import type { TranslatedCall } from '@wattledger/commands';
import type { Refusal, Span } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';

/** A command on its way to one station. */
export interface Errand {
  readonly commandId: string;
  /** The event that asked for it. */
  readonly causationId: string;
  readonly answerTimeoutSeconds: number;
  readonly translate: (version: OcppVersion) => TranslatedCall | Refusal;
  /** False once the command has expired while it waited for its turn. */
  readonly stillWanted: () => boolean;
  /** What becomes of the command, where that is traced. Whoever settles the errand as sent ends it. */
  readonly span?: Span;
  /** Makes it this gateway's to send over this connection. False when the command has ended. */
  readonly take: (connectionEpoch: number) => Promise<boolean>;
}

/** `not-now`: the station is gone, or the errand is no longer wanted; nothing was sent. */
export type ErrandOutcome = 'sent' | 'not-now' | Refusal;

interface WaitingErrand {
  readonly errand: Errand;
  readonly settle: (outcome: ErrandOutcome) => void;
}

/** A call of ours that the station has not answered yet. */
export interface PendingCall {
  readonly commandId: string;
  readonly action: string;
  readonly messageId: string;
  /** The id of the event that recorded it. */
  readonly eventId: string;
  readonly epoch: number;
  readonly timer: NodeJS.Timeout;
  readonly span?: Span;
}

/**
 * Our calls to one station: one at a time, in order, matched with their answers by message id alone.
 *
 * A late or stray answer finds no call here, so it can neither complete nor cancel the one in flight.
 */
export class OutgoingCalls {
  private readonly waiting: WaitingErrand[] = [];
  private current: PendingCall | undefined;
  private preparing = false;

  add(errand: Errand): Promise<ErrandOutcome> {
    return new Promise((settle) => this.waiting.push({ errand, settle }));
  }

  /** The next errand; `undefined` while a call is in flight or nothing waits. {@link done} must follow. */
  takeNext(): WaitingErrand | undefined {
    if (this.current || this.preparing) return undefined;
    const next = this.waiting.shift();
    this.preparing = next !== undefined;
    return next;
  }

  /** The errand that was taken has been run, or will not be. */
  done(call?: PendingCall): void {
    this.preparing = false;
    this.current = call;
  }

  /** Takes the call that this answer belongs to. */
  answered(messageId: string): PendingCall | undefined {
    return this.current?.messageId === messageId ? this.end() : undefined;
  }

  /** Takes the call in flight, because its line is gone. */
  end(): PendingCall | undefined {
    const { current } = this;
    this.current = undefined;
    if (current) clearTimeout(current.timer);
    return current;
  }

  /** The line is gone: whoever waits may try again when the station is back. */
  sendAway(): void {
    for (const { settle } of this.waiting.splice(0)) settle('not-now');
  }
}
