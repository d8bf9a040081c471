import { performance } from 'node:perf_hooks';

const MINUTE_MS = 60_000;
/** So many addresses are remembered at a time; beyond it the oldest are forgotten, so memory stays bounded. */
const ADDRESSES = 10_000;

interface Minute {
  readonly endsAt: number;
  knocks: number;
}

/**
 * Counts, per address and minute, who came without a key or with one that is no good: over HTTP and over web sockets together.
 *
 * A good key is never held back by it, because many may share an address.
 */
export class StrangerLimit {
  private readonly perMinute: number;
  private readonly now: () => number;
  private readonly minutes = new Map<string, Minute>();

  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.perMinute = perMinute;
    this.now = now;
  }

  /** @returns for how many seconds the address is to stay away; `undefined` while it may go on */
  knock(address: string): number | undefined {
    const now = this.now();
    let minute = this.minutes.get(address);
    if (!minute || minute.endsAt <= now) {
      this.minutes.delete(address);
      if (this.minutes.size >= ADDRESSES) this.forgetOldest();
      minute = { endsAt: now + MINUTE_MS, knocks: 0 };
      this.minutes.set(address, minute);
    }
    minute.knocks += 1;
    return minute.knocks > this.perMinute ? Math.ceil((minute.endsAt - now) / 1_000) : undefined;
  }

  private forgetOldest(): void {
    for (const oldest of this.minutes.keys()) {
      this.minutes.delete(oldest);
      return;
    }
  }
}
