import type { DecisionPoint, Vote } from '@wattledger/charging';
import { instantOf } from '@wattledger/kernel';
import type { Clock, Instant } from '@wattledger/kernel';

type Failure = NonNullable<Vote['failure']>;

/** What became of the votes of one plugin at one decision point, since this process was started. */
export interface PointCounts {
  readonly point: DecisionPoint;
  readonly answered: number;
  readonly abstained: number;
  readonly failed: number;
  /** How those that failed did. */
  readonly failures: Readonly<Partial<Record<Failure, number>>>;
  /** On average, of the votes that were not refused for being suspended. */
  readonly meanMilliseconds: number;
  readonly slowestMilliseconds: number;
}

export interface LastFailure {
  readonly at: Instant;
  readonly point: DecisionPoint;
  readonly failure: Failure;
  readonly reason: string;
}

interface Counting {
  answered: number;
  abstained: number;
  failed: number;
  readonly failures: Partial<Record<Failure, number>>;
  timed: number;
  milliseconds: number;
  slowest: number;
}

/** Counts the votes of one plugin. */
export class VoteCounts {
  private readonly byPoint = new Map<DecisionPoint, Counting>();
  lastFailure: LastFailure | undefined;

  count(point: DecisionPoint, vote: Vote, clock: Clock): void {
    const counting = this.countingAt(point);
    if (vote.failure !== undefined) {
      counting.failed += 1;
      counting.failures[vote.failure] = (counting.failures[vote.failure] ?? 0) + 1;
      // Being left alone follows from a failure, and says less than it.
      if (vote.failure !== 'suspended' || !this.lastFailure) {
        this.lastFailure = { at: instantOf(clock()), point, failure: vote.failure, reason: vote.reason };
      }
    } else if (vote.answer === 'abstained') counting.abstained += 1;
    else counting.answered += 1;
    if (vote.failure === 'suspended') return;
    counting.timed += 1;
    counting.milliseconds += vote.milliseconds;
    counting.slowest = Math.max(counting.slowest, vote.milliseconds);
  }

  get points(): PointCounts[] {
    return [...this.byPoint].map(([point, { answered, abstained, failed, failures, timed, milliseconds, slowest }]) => ({
      point,
      answered,
      abstained,
      failed,
      failures,
      meanMilliseconds: timed === 0 ? 0 : Math.round((milliseconds / timed) * 1_000) / 1_000,
      slowestMilliseconds: slowest,
    }));
  }

  private countingAt(point: DecisionPoint): Counting {
    let counting = this.byPoint.get(point);
    if (!counting) {
      counting = { answered: 0, abstained: 0, failed: 0, failures: {}, timed: 0, milliseconds: 0, slowest: 0 };
      this.byPoint.set(point, counting);
    }
    return counting;
  }
}
