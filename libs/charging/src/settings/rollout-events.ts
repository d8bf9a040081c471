import type { SettingScope } from './scope.ts';
import type { Setting } from './setting.ts';

/** How far the stations that a roll-out has come to have got. */
export interface RolloutCounts {
  /** Not reached by any batch yet. */
  readonly waiting: number;
  readonly pending: number;
  readonly sent: number;
  readonly confirmed: number;
  readonly refused: number;
  /** Reached, neither confirmed nor refused, and not connected. */
  readonly offline: number;
}

/** How a setting comes to many stations. */
export interface RolloutEvents {
  // In rollout-<rolloutId>.
  RolloutStarted: {
    readonly rolloutId: string;
    readonly scope: SettingScope;
    readonly setting: Setting;
    readonly evseId?: number;
    readonly stationIds: readonly string[];
    readonly batchSize: number;
    /** 0 to 1. */
    readonly maximumRefusedShare: number;
    readonly by: string;
    readonly reason?: string;
  };
  RolloutBatchReleased: { readonly rolloutId: string; readonly stationIds: readonly string[] };
  /** Too many stations refuse, or somebody says so; it can be resumed. */
  RolloutStopped: { readonly rolloutId: string; readonly why: string; readonly by: string; readonly counts?: RolloutCounts };
  RolloutResumed: { readonly rolloutId: string; readonly by: string; readonly maximumRefusedShare?: number };
  RolloutAborted: { readonly rolloutId: string; readonly by: string; readonly why?: string };
  RolloutFinished: { readonly rolloutId: string; readonly counts: RolloutCounts };
}
