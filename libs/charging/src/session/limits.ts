import Big from 'big.js';
import type { SessionLimits, SessionProgress } from '../decisions.ts';

/** A limit that a session has reached. */
export interface ReachedLimit {
  /** `limit-energy`, `limit-time`, `limit-state-of-charge`, `limit-amount` or `limit-amount-unpriced`. */
  readonly rule: string;
  readonly reason: string;
}

/** The tighter of two limits, each for itself. Money in two currencies cannot be compared: the first holds. */
export function tightestLimits(one: SessionLimits | undefined, other: SessionLimits | undefined): SessionLimits | undefined {
  if (!one || !other) return one ?? other;
  const money =
    one.amount === undefined ||
    (other.amount !== undefined && other.currency === one.currency && new Big(other.amount).lt(one.amount))
      ? other
      : one;
  const limits = {
    amount: money.amount,
    currency: money.currency,
    energyWh: least(one.energyWh, other.energyWh),
    seconds: least(one.seconds, other.seconds),
    stateOfChargePercent: least(one.stateOfChargePercent, other.stateOfChargePercent),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

const least = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

/** Which of its limits a session has reached, if any. Money in another currency is not compared, see {@link unpricedLimit}. */
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

/** A station that has told no register for so long tells none. */
const UNREAD_SECONDS = 900;

/**
 * A limit of money that nobody can hold the session to: it has no price, or one in another currency. Whoever may spend no more
 * than that is then not let on.
 *
 * @param isMetered whether its energy is known; before that nothing is priced, and the first reading is waited for
 */
export function unpricedLimit(
  { seconds, cost }: SessionProgress,
  { amount, currency }: SessionLimits,
  isMetered: boolean,
): ReachedLimit | undefined {
  if (amount === undefined || (cost && cost.currency === currency)) return undefined;
  if (!isMetered && seconds < UNREAD_SECONDS) return undefined;
  const most = `and it may cost ${amount} ${currency} at most`;
  const known = cost ? `its price is in ${cost.currency}` : isMetered ? 'nobody prices it' : 'its station tells no register';
  return { rule: 'limit-amount-unpriced', reason: `${known}, ${most}` };
}
