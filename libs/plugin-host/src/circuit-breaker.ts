/** So many failures in a row suspend a plugin. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Keeps a plugin that fails from costing every station its budget: after some failures in a row it is left alone for a while. */
export class CircuitBreaker {
  private failures = 0;
  private suspendedUntil = 0;
  private pauseMs = FIRST_PAUSE_MS;
  private trying = false;

  /** Whether the plugin may be asked now. When its pause is over, one question tries it. */
  mayAsk(now: number): boolean {
    if (this.suspendedUntil === 0) return true;
    if (now < this.suspendedUntil || this.trying) return false;
    this.trying = true;
    return true;
  }

  isSuspended(now: number): boolean {
    return this.suspendedUntil > now || this.trying;
  }

  succeeded(): void {
    this.failures = 0;
    this.suspendedUntil = 0;
    this.pauseMs = FIRST_PAUSE_MS;
    this.trying = false;
  }

  failed(now: number): void {
    this.failures += 1;
    if (!this.trying && this.failures < FAILURES) return;
    this.trying = false;
    this.suspendedUntil = now + this.pauseMs;
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
