import { eventStoreFault } from './errors.ts';

/** Lets so many tasks run at once, so many wait, and turns the rest away. */
export class Turnstile {
  private readonly maxRunning: number;
  private readonly maxWaiting: number;
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private emptied: (() => void)[] = [];

  constructor(maxRunning: number, maxWaiting: number) {
    this.maxRunning = maxRunning;
    this.maxWaiting = maxWaiting;
  }

  /** Runs a task when its turn has come. @throws Fault `event-store-overloaded` when too many are waiting. */
  async pass<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.running < this.maxRunning) this.running += 1;
    else await this.turn();
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  /** Resolves when nothing runs and nothing waits. */
  async empty(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => this.emptied.push(resolve));
  }

  private async turn(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting) throw eventStoreFault('event-store-overloaded');
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The place of who leaves goes to who waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) return next();
    this.running -= 1;
    if (this.running > 0) return;
    for (const resolve of this.emptied.splice(0)) resolve();
  }
}
