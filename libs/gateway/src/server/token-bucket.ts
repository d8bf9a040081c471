/** Allows so many a second, and twice as many at once after a quiet while. */
export class TokenBucket {
  private readonly perSecond: number;
  private tokens: number;
  private filledAt: number;

  constructor(perSecond: number, nowMs: number) {
    this.perSecond = perSecond;
    this.tokens = perSecond * 2;
    this.filledAt = nowMs;
  }

  /** Takes one, or so many. @returns the milliseconds to wait before the next should be taken, 0 when there is enough. */
  take(nowMs: number, many = 1): number {
    this.tokens = Math.min(this.perSecond * 2, this.tokens + ((nowMs - this.filledAt) / 1_000) * this.perSecond) - many;
    this.filledAt = nowMs;
    return this.tokens >= 0 ? 0 : Math.ceil((-this.tokens / this.perSecond) * 1_000);
  }
}
