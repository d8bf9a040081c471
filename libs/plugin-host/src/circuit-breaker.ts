/** So many failures in a row suspend a plugin. */
export const FAILURES = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Keeps a plugin that fails from costing every station its budget: after some failures in a row it is left alone for a while. */
export class CircuitBreaker {
  /** How many answers were heard so far. */
  answers = 0;
  failuresInARow = 0;
  private suspendedUntil = 0;
  private pauseMs = FIRST_PAUSE_MS;
  private trying = false;

  /** Whether the plugin may be asked now. When its pause is over, one question tries it. */
  mayAsk(clock: () => number): boolean {
    return this.suspendedUntil === 0 || (!this.trying && clock() >= this.suspendedUntil);
  }

  asked(): void {
    this.trying = this.suspendedUntil !== 0;
  }

  isSuspended(now: number): boolean {
    return this.suspendedUntil > now || this.trying;
  }

  /** An answer came that is of no use any more. */
  heard(): void {
    this.answers += 1;
  }

  succeeded(): void {
    this.heard();
    this.failuresInARow = 0;
    this.suspendedUntil = 0;
    this.pauseMs = FIRST_PAUSE_MS;
    this.trying = false;
  }

  failed(now: number): void {
    this.failuresInARow += 1;
    // Those that were asked together fail together: that is one outage, and one pause.
    if (!this.trying && (this.failuresInARow < FAILURES || now < this.suspendedUntil)) return;
    this.trying = false;
    this.suspendedUntil = now + this.pauseMs;
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** What was asked has shown nothing: where it was to try the plugin, the next question does. */
  learnedNothing(): void {
    this.trying = false;
  }
}
