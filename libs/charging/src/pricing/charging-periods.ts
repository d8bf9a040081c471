import type { Instant } from '@wattledger/kernel';

/** A stretch of a session in which nothing changed that a price could depend on. */
export interface ChargingPeriod {
  readonly from: Instant;
  readonly until: Instant;
  /** Delivered in it. */
  readonly energyWh: number;
  /** `idle`: connected, and no energy flows because the car is full, paused or gone home. */
  readonly state: 'charging' | 'idle';
  /** Mean of the stretch, where it can be told. */
  readonly powerW?: number;
}
