import type { Instant } from '@wattledger/kernel';
import type { EventOf } from '../event-of.ts';
import type { RolloutCounts, RolloutEvents } from './rollout-events.ts';

export const rolloutStatuses = ['running', 'stopped', 'aborted', 'finished'] as const;
export type RolloutStatus = (typeof rolloutStatuses)[number];

/** A setting on its way to many stations. */
export interface Rollout {
  readonly rolloutId: string;
  readonly status: RolloutStatus;
  readonly stationIds: readonly string[];
  readonly reached: ReadonlySet<string>;
  readonly batchSize: number;
  /** Of the stations reached; beyond it the roll-out stops. */
  readonly maximumRefusedShare: number;
  readonly startedAt: Instant;
}

export type RolloutEvent = EventOf<RolloutEvents>;

/** Folds `rollout-<id>`. */
export function evolveRollout(rollout: Rollout | undefined, event: RolloutEvent, at: Instant): Rollout | undefined {
  if (event.type === 'RolloutStarted') {
    const { rolloutId, stationIds, batchSize, maximumRefusedShare } = event.data;
    return { rolloutId, status: 'running', stationIds, reached: new Set(), batchSize, maximumRefusedShare, startedAt: at };
  }
  if (!rollout) return undefined;
  switch (event.type) {
    case 'RolloutBatchReleased':
      return { ...rollout, reached: new Set([...rollout.reached, ...event.data.stationIds]) };
    case 'RolloutStopped':
      return { ...rollout, status: 'stopped' };
    case 'RolloutResumed': {
      const { maximumRefusedShare = rollout.maximumRefusedShare } = event.data;
      return { ...rollout, status: 'running', maximumRefusedShare };
    }
    case 'RolloutAborted':
      return { ...rollout, status: 'aborted' };
    case 'RolloutFinished':
      return { ...rollout, status: 'finished' };
  }
}

/** Whether a roll-out has come to a station. One that has not begun has come to none; one that is finished holds for everybody, stations that came later included. */
export const hasReached = (rollout: Rollout | undefined, stationId: string): boolean =>
  rollout !== undefined && (rollout.status === 'finished' || rollout.reached.has(stationId));

/** What is next in a roll-out. */
export type RolloutStep =
  | { readonly step: 'wait' }
  | { readonly step: 'stop'; readonly why: string }
  | { readonly step: 'release'; readonly stationIds: readonly string[] }
  | { readonly step: 'finish' };

/**
 * A batch is done when each of its stations has confirmed, refused or gone away: who is away gets the setting when it is back.
 *
 * @param counts of the stations reached so far
 */
export function nextStep(rollout: Rollout, { pending, sent, refused }: RolloutCounts): RolloutStep {
  if (rollout.status !== 'running') return { step: 'wait' };
  const reached = rollout.reached.size;
  if (reached > 0 && refused / reached > rollout.maximumRefusedShare) {
    return {
      step: 'stop',
      why: `${refused} of ${reached} stations have refused, at most ${percent(rollout.maximumRefusedShare)} may`,
    };
  }
  if (pending + sent > 0) return { step: 'wait' };
  const left = rollout.stationIds.filter((stationId) => !rollout.reached.has(stationId));
  if (left.length === 0) return { step: 'finish' };
  return { step: 'release', stationIds: left.slice(0, rollout.batchSize) };
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
