import Big from 'big.js';
import type { SessionLimits, SessionProgress } from '../decisions.ts';

/** A limit that a session has reached. */
export interface ReachedLimit {
  /** `limit-energy`, `limit-time`, `limit-state-of-charge` or `limit-amount`. */
  readonly rule: string;
  readonly reason: string;
}

/** Which of its limits a session has reached, if any. Money in another currency than the limit's is not compared. */
export function reachedLimit(
  { energyWh, seconds, stateOfChargePercent, cost }: SessionProgress,
  limits: SessionLimits,
): ReachedLimit | undefined {
  if (limits.energyWh !== undefined && energyWh >= limits.energyWh)
    return { rule: 'limit-energy', reason: `${energyWh} Wh of at most ${limits.energyWh} Wh were delivered` };
  if (limits.seconds !== undefined && seconds >= limits.seconds)
    return { rule: 'limit-time', reason: `it went on for ${seconds} s of at most ${limits.seconds} s` };
  if (
    limits.stateOfChargePercent !== undefined &&
    stateOfChargePercent !== undefined &&
    stateOfChargePercent >= limits.stateOfChargePercent
  )
    return {
      rule: 'limit-state-of-charge',
      reason: `the battery is at ${stateOfChargePercent} % of at most ${limits.stateOfChargePercent} %`,
    };
  if (limits.amount !== undefined && cost && cost.currency === limits.currency && new Big(cost.amount).gte(limits.amount))
    return {
      rule: 'limit-amount',
      reason: `it costs ${cost.amount} ${cost.currency} of at most ${limits.amount} ${limits.currency}`,
    };
  return undefined;
}
