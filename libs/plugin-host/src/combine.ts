import type { Answer, AuthorizationAnswer, DecisionPoint, SessionLimits } from '@wattledger/charging';
import type { GivenAnswer } from '@wattledger/plugin-sdk';
import Big from 'big.js';

/** What several answers come to, and the one that decided. */
export interface Combined<Point extends DecisionPoint> {
  readonly answer: Answer<Point>;
  readonly decisive: GivenAnswer<Point>;
}

type Combine<Point extends DecisionPoint> = (answers: readonly [GivenAnswer<Point>, ...GivenAnswer<Point>[]]) => Combined<Point>;

/** How the answers of several plugins, in the order of the plugins, become one. */
const combinations: { readonly [Point in DecisionPoint]: Combine<Point> } = {
  admitStation: (answers) => {
    const decisive =
      answers.find(({ answer }) => answer.outcome === 'refused') ??
      answers.find(({ answer }) => answer.outcome === 'pending') ??
      answers[0];
    const heartbeats = answers.flatMap(({ answer }) => answer.heartbeatSeconds ?? []);
    return {
      decisive,
      answer: { outcome: decisive.answer.outcome, ...(heartbeats.length > 0 && { heartbeatSeconds: Math.min(...heartbeats) }) },
    };
  },

  authorize: (answers) => {
    const no = answers.find(({ answer }) => answer.status !== 'Accepted');
    if (no) return { decisive: no, answer: no.answer };
    const merged = answers.map(({ answer }) => answer).reduce(bothAccept);
    return { decisive: answers[0], answer: merged };
  },

  startSession: (answers) => {
    const no = answers.find(({ answer }) => answer.outcome === 'stop');
    if (no) return { decisive: no, answer: no.answer };
    const merged = answers
      .map(({ answer }) => answer)
      .reduce((one, other) => ({ ...other, ...one, ...limitsOf(tightest(one.limits, other.limits)) }));
    return { decisive: answers[0], answer: merged };
  },

  continueCharging: first,
  priceSession: first,
  translateSettings: first,
  answerDataTransfer: first,
};

export const combine = <Point extends DecisionPoint>(
  point: Point,
  answers: readonly [GivenAnswer<Point>, ...GivenAnswer<Point>[]],
): Combined<Point> => combinations[point](answers);

function first<Point extends DecisionPoint>([decisive]: readonly [GivenAnswer<Point>, ...GivenAnswer<Point>[]]): Combined<Point> {
  return { decisive, answer: decisive.answer };
}

/** Who is named first names the driver; the bounds of both hold. */
function bothAccept(one: AuthorizationAnswer, other: AuthorizationAnswer): AuthorizationAnswer {
  const expiries = [one.expiresAt, other.expiresAt].filter((at) => at !== undefined).sort();
  const concurrent = [one.concurrentSessions, other.concurrentSessions].filter((most) => most !== undefined);
  return {
    ...other,
    ...one,
    ...(expiries[0] !== undefined && { expiresAt: expiries[0] }),
    ...(concurrent.length > 0 && { concurrentSessions: Math.min(...concurrent) }),
    ...limitsOf(tightest(one.limits, other.limits)),
  };
}

const limitsOf = (limits: SessionLimits | undefined) => limits && { limits };

/** The tighter of two limits, each for itself. Money in two currencies cannot be compared: the first holds. */
export function tightest(one: SessionLimits | undefined, other: SessionLimits | undefined): SessionLimits | undefined {
  if (!one || !other) return one ?? other;
  const least = (left: number | undefined, right: number | undefined): number | undefined =>
    left === undefined || right === undefined ? (left ?? right) : Math.min(left, right);
  const money =
    one.amount === undefined ||
    (other.amount !== undefined && other.currency === one.currency && isLess(other.amount, one.amount))
      ? { amount: other.amount, currency: other.currency }
      : { amount: one.amount, currency: one.currency };
  return withoutUndefined({
    ...money,
    energyWh: least(one.energyWh, other.energyWh),
    seconds: least(one.seconds, other.seconds),
    stateOfChargePercent: least(one.stateOfChargePercent, other.stateOfChargePercent),
  });
}

const isLess = (one: string, other: string): boolean => new Big(one).lt(other);

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
