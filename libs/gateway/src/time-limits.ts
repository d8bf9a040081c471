import { reachedLimit } from '@wattledger/charging';
import { progressOf, stopping } from './actions/session.ts';
import { runErrands } from './errands.ts';
import type { OpenTransaction, StationMemory } from './station-memory.ts';
import type { StationParts } from './station-parts.ts';
import { MOST_STOP_ATTEMPTS, mayBeStopped, STOP_TAKES_MS } from './stop-attempts.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** What could not be decided or recorded is tried again after so long. */
const TRY_AGAIN_MS = 5_000;

/**
 * Ends sessions whose time is over, also where the station sends no reading that would tell.
 *
 * A transaction's timer is set anew with everything that is heard of it, and after a restart when its station is back. Elapsed time is
 * counted from the newest message, so a station whose clock is wrong is not stopped too early.
 */
export class TimeLimits {
  private readonly parts: StationParts;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(parts: StationParts) {
    this.parts = parts;
  }

  /** Sets the timers of the transactions that run now, and of no others. */
  arm(memory: StationMemory): void {
    for (const [id] of this.timers) if (deadlineOf(memory.transaction(id)) === undefined) this.disarm(id);
    for (const [id, transaction] of memory.openTransactions) {
      const deadline = deadlineOf(transaction);
      if (deadline !== undefined) this.set(id, deadline - this.now());
    }
  }

  /** The station is away: there is nobody to tell. */
  rest(): void {
    for (const [id] of this.timers) this.disarm(id);
  }

  private set(id: string, inMs: number): void {
    this.disarm(id);
    const timer = setTimeout(() => this.parts.mailbox.put(() => this.over(id)), Math.min(Math.max(inMs, 0), LONGEST_TIMER_MS));
    timer.unref();
    this.timers.set(id, timer);
  }

  private disarm(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  /** A limit holds though the log or the keys are away when it is reached: it is looked at again until its end is recorded. */
  private async over(id: string): Promise<void> {
    this.timers.delete(id);
    let isDone = false;
    try {
      isDone = await this.enforce(id);
    } finally {
      if (!isDone && this.parts.current()) this.set(id, TRY_AGAIN_MS);
    }
  }

  /** @returns false where that could not be done now */
  private async enforce(id: string): Promise<boolean> {
    const { recorder, scribe, current, services } = this.parts;
    if (!current()) return true;
    const opened = await recorder.opened();
    if (!opened) return false;
    const transaction = opened.memory.transaction(id);
    const limits = transaction?.terms?.limits;
    if (!transaction || !limits) return true;
    const now = services.clock();
    const progress = progressOf({ now }, id, { ...transaction, updatedAt: stationTime(transaction, now) }, undefined);
    const over = reachedLimit(progress, limits);
    if (!over) {
      this.arm(opened.memory);
      return true;
    }
    if (mayBeStopped(transaction.stop, progress.updatedAt)) {
      const place = { at: now.toISOString(), station: await services.directory.station(this.parts.id) };
      const { decided, errands } = stopping(id, transaction, progress, over, place);
      const events = await Promise.all(
        decided.map((decision) => scribe.decision(decision, { connectionEpoch: opened.memory.epoch })),
      );
      if (!(await recorder.record(events))) return false;
      await runErrands(this.parts, errands);
    }
    if ((transaction.stop?.attempts ?? 0) + 1 < MOST_STOP_ATTEMPTS) this.set(id, STOP_TAKES_MS);
    return true;
  }

  private now(): number {
    return this.parts.services.clock().getTime();
  }
}

/** When the time of a transaction is over, by our clock; `undefined` where it has no limit, or its end was asked for often enough. */
function deadlineOf(transaction: OpenTransaction | undefined): number | undefined {
  const { startedAt, updatedAt = startedAt, heardAt, terms, stop } = transaction ?? {};
  const seconds = terms?.limits?.seconds;
  if (seconds === undefined || startedAt === undefined || updatedAt === undefined || heardAt === undefined) return undefined;
  if (stop && stop.attempts >= MOST_STOP_ATTEMPTS) return undefined;
  const asked = stop ? STOP_TAKES_MS + Date.parse(stop.at) - Date.parse(startedAt) : 0;
  const elapsedMs = Math.max(0, Date.parse(updatedAt) - Date.parse(startedAt));
  return Date.parse(heardAt) + Math.max(seconds * 1_000, asked) - elapsedMs;
}

/** What the station's clock shows now, as far as its newest message tells. */
function stationTime({ startedAt, updatedAt = startedAt, heardAt }: OpenTransaction, now: Date): string {
  const passed = heardAt === undefined ? 0 : Math.max(0, now.getTime() - Date.parse(heardAt));
  return new Date((updatedAt === undefined ? now.getTime() : Date.parse(updatedAt)) + passed).toISOString();
}
