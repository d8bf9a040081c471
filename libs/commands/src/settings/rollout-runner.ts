import { nextStep } from '@wattledger/charging';
import type { Rollout, RolloutCounts, StationSync } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { FoldedStreams, NewEvent } from '@wattledger/event-log';
import type { DesiredStreams } from './desired-streams.ts';
import type { StationRecords } from './station-records.ts';
import { SYNC_ACTOR } from './station-syncer.ts';

export interface RolloutServices {
  readonly desired: DesiredStreams;
  readonly syncs: FoldedStreams<StationSync>;
  readonly records: StationRecords;
  /** Whether the station is still to be told of what the roll-out brings; something else may have been wanted since. */
  readonly isWanted: (stationId: string, rolloutId: string) => Promise<boolean>;
}

/** Takes a roll-out one step further, where it is time for one: the next batch, a stop, its end. */
export class RolloutRunner {
  private readonly services: RolloutServices;

  constructor(services: RolloutServices) {
    this.services = services;
  }

  /** May be called at any time and by several at once: whoever writes the next step first has it. */
  async step(rolloutId: string): Promise<void> {
    const { rollouts } = this.services.desired;
    const rollout = await rollouts.get(rolloutId);
    if (rollout?.status !== 'running') return;
    const counts = await this.counts(rollout);
    await rollouts.decide(rolloutId, (now) => {
      // Somebody else was quicker: what was counted is no longer so.
      if (now?.status !== 'running' || now.reached.size !== rollout.reached.size) return [];
      return eventsOf(now, counts);
    });
  }

  private async counts({ rolloutId, stationIds, reached }: Rollout): Promise<RolloutCounts> {
    const { syncs, records, isWanted } = this.services;
    const counted = { pending: 0, sent: 0, confirmed: 0, refused: 0, offline: 0 };
    const unsettled: { readonly stationId: string; readonly status: 'pending' | 'sent' }[] = [];
    for (const stationId of reached) {
      const synced = Object.values((await syncs.get(stationId))?.settings ?? {}).find((each) => each.rolloutId === rolloutId);
      if (!synced && !(await isWanted(stationId, rolloutId))) continue;
      const status = synced?.status ?? 'pending';
      if (status === 'confirmed' || status === 'refused') counted[status] += 1;
      else unsettled.push({ stationId, status });
    }
    const listening = await records.listeningAmong(unsettled.map(({ stationId }) => stationId));
    for (const { stationId, status } of unsettled) counted[listening.has(stationId) ? status : 'offline'] += 1;
    return { waiting: stationIds.length - reached.size, ...counted };
  }
}

function eventsOf(rollout: Rollout, counts: RolloutCounts): readonly NewEvent[] {
  const { rolloutId } = rollout;
  const next = nextStep(rollout, counts);
  switch (next.step) {
    case 'wait':
      return [];
    case 'stop':
      return [newEvent('RolloutStopped', { rolloutId, why: next.why, by: SYNC_ACTOR, counts })];
    case 'release':
      return [newEvent('RolloutBatchReleased', { rolloutId, stationIds: next.stationIds })];
    case 'finish':
      return [newEvent('RolloutFinished', { rolloutId, counts })];
  }
}
