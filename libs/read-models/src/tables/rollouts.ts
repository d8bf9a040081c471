import type { RolloutCounts, Setting } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A setting on its way to the stations of a site, a group or all. */
export interface RolloutRow {
  readonly rolloutId: string;
  /** `running`, `stopped`, `aborted` or `finished`. */
  readonly status: string;
  readonly setting: Setting;
  readonly evseId?: number;
  readonly scopeKind: string;
  readonly scopeId: string;
  readonly stations: number;
  /** How many of them it has come to. */
  readonly reached: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly maximumRefusedShare: number;
  readonly startedBy: string;
  readonly reason?: string;
  readonly startedAt: Instant;
  readonly changedAt: Instant;
  /** Why it stopped, or who aborted it. */
  readonly why?: string;
  /** As they stood when it last stopped or finished. */
  readonly counts?: RolloutCounts;
}

export const rolloutsTable = table<RolloutRow>({
  name: 'rollouts',
  columns: {
    rolloutId: 'text',
    status: 'text',
    setting: 'json',
    evseId: 'integer?',
    scopeKind: 'text',
    scopeId: 'text',
    stations: 'integer',
    reached: 'integer',
    batches: 'integer',
    batchSize: 'integer',
    maximumRefusedShare: 'real',
    startedBy: 'text',
    reason: 'text?',
    startedAt: 'text',
    changedAt: 'text',
    why: 'text?',
    counts: 'json?',
  },
  key: ['rolloutId'],
  indexes: [['startedAt'], ['status']],
});
