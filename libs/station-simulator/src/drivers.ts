import { Fault } from '@wattledger/kernel';
import { between, oneOf } from './random.ts';
import type { Random } from './random.ts';
import type { VirtualStation } from './virtual-station.ts';

/** How long vehicles stay and how long a station waits for the next one, seconds from and to. */
export interface Rhythm {
  readonly firstArrival: readonly [number, number];
  readonly stay: readonly [number, number];
  readonly pause: readonly [number, number];
}

export interface DriverOptions {
  readonly random: Random;
  readonly idTokens: readonly [string, ...string[]];
  readonly rhythm: Rhythm;
  /** The platform did not let somebody charge. */
  readonly refused: () => void;
  readonly failed: (reason: Error) => void;
}

const LOOKS_EVERY_SECONDS = 2;

/** The people who use a station: one by one they plug in, show a card, charge, and leave when full or when time is up. */
export class Drivers {
  readonly #station: VirtualStation;
  readonly #options: DriverOptions;
  #gone = false;
  #wake: (() => void) | undefined;

  constructor(station: VirtualStation, options: DriverOptions) {
    this.#station = station;
    this.#options = options;
  }

  /** Comes and goes until {@link leave}. */
  async come(): Promise<void> {
    const { random, rhythm, failed } = this.#options;
    await this.#wait(between(random, ...rhythm.firstArrival));
    while (!this.#gone) {
      try {
        await this.#visit();
      } catch (reason) {
        if (!(reason instanceof Fault)) throw reason;
        failed(reason);
      }
      await this.#wait(between(random, ...rhythm.pause));
    }
  }

  /** Nobody comes any more; who waits stops waiting. */
  leave(): void {
    this.#gone = true;
    this.#wake?.();
  }

  async #visit(): Promise<void> {
    const { random, idTokens, rhythm, refused } = this.#options;
    const free = this.#station.connectors.filter(({ status }) => status === 'Available');
    const connector = free[Math.floor(random() * free.length)];
    if (!connector) return;
    const idToken = oneOf(random, idTokens);
    await this.#station.plugIn(connector.id);
    try {
      if ((await this.#station.authorize(idToken)) !== 'Accepted') {
        refused();
        return;
      }
      const transaction = await this.#station.startTransaction(connector.id, idToken);
      const leavesAt = Date.now() + between(random, ...rhythm.stay) * 1_000;
      while (!this.#gone && connector.transaction === transaction && !connector.isFull && Date.now() < leavesAt) {
        await this.#wait(Math.min(LOOKS_EVERY_SECONDS, (leavesAt - Date.now()) / 1_000));
      }
      await this.#station.stopTransaction(connector.id);
    } finally {
      await this.#station.unplug(connector.id);
    }
  }

  #wait(seconds: number): Promise<void> {
    if (this.#gone) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, seconds) * 1_000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
