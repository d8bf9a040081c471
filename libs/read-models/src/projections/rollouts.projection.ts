import { rolloutsTable } from '../tables/rollouts.ts';
import type { RolloutRow } from '../tables/rollouts.ts';
import { readModel } from './read-model.ts';

/** Roll-outs and how far they have come. */
export const rollouts = readModel<RolloutRow>({
  name: 'rollouts',
  version: 1,
  table: rolloutsTable,
  key: (fact) =>
    fact.type === 'RolloutStarted' ||
    fact.type === 'RolloutBatchReleased' ||
    fact.type === 'RolloutStopped' ||
    fact.type === 'RolloutResumed' ||
    fact.type === 'RolloutAborted' ||
    fact.type === 'RolloutFinished'
      ? fact.rolloutId
      : undefined,
  on: {
    RolloutStarted: (
      row,
      { rolloutId, setting, evseId, scope, stationIds, batchSize, maximumRefusedShare, by, reason },
      { receivedAt },
    ) =>
      row ?? {
        rolloutId,
        status: 'running',
        setting,
        evseId,
        scopeKind: scope.kind,
        scopeId: scope.kind === 'all' ? '' : scope.id,
        stations: stationIds.length,
        reached: 0,
        batches: 0,
        batchSize,
        maximumRefusedShare,
        startedBy: by,
        reason,
        startedAt: receivedAt,
        changedAt: receivedAt,
      },

    RolloutBatchReleased: (row, { stationIds }, { receivedAt }) =>
      row && { ...row, reached: row.reached + stationIds.length, batches: row.batches + 1, changedAt: receivedAt },

    RolloutStopped: (row, { why, counts }, { receivedAt }) =>
      row && { ...row, status: 'stopped', why, counts: counts ?? row.counts, changedAt: receivedAt },

    RolloutResumed: (row, { maximumRefusedShare }, { receivedAt }) =>
      row && {
        ...row,
        status: 'running',
        why: undefined,
        maximumRefusedShare: maximumRefusedShare ?? row.maximumRefusedShare,
        changedAt: receivedAt,
      },

    RolloutAborted: (row, { why }, { receivedAt }) =>
      row && { ...row, status: 'aborted', why: why ?? row.why, changedAt: receivedAt },

    RolloutFinished: (row, { counts }, { receivedAt }) => row && { ...row, status: 'finished', counts, changedAt: receivedAt },
  },
});
