import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '@wattledger/kernel';
import type { EventStoreDbSettings } from './settings.ts';

type Pauses = Pick<EventStoreDbSettings, 'firstPauseMs' | 'longestPauseMs'>;

/** Decides whether, and how soon, something that failed is tried again: pauses double, with jitter, up to a deadline. */
export class Persistence {
  private readonly pauses: Pauses;
  private readonly deadlineMs: number;
  private readonly signal: AbortSignal | undefined;
  private failures = 0;
  private since = performance.now();

  /** `deadlineMs` is counted from now, or from the last progress. */
  constructor(pauses: Pauses, deadlineMs: number, signal?: AbortSignal) {
    this.pauses = pauses;
    this.deadlineMs = deadlineMs;
    this.signal = signal;
  }

  /** It works again: the pauses and the deadline start anew. */
  progressed(): void {
    this.failures = 0;
    this.since = performance.now();
  }

  /** Returns when it is time to try again; at once when the signal is given. @throws the fault when there is no use in it. */
  async pauseAfter(fault: Fault): Promise<void> {
    const longest = Math.min(this.pauses.longestPauseMs, this.pauses.firstPauseMs * 2 ** this.failures);
    const pause = longest / 2 + (Math.random() * longest) / 2;
    this.failures += 1;
    if (!fault.retryable || performance.now() - this.since + pause > this.deadlineMs) throw fault;
    await sleep(pause, undefined, { signal: this.signal }).catch(() => undefined);
  }
}
