import Big from 'big.js';
import type { Answer, Ask, Decided, DecisionPoint, Question } from '../decisions.ts';

/** What the operator sets for the rules that decide while no plugin does. */
export interface RuleSettings {
  /** The tokens that may charge; `'any'` lets everyone charge. Compared without regard to case. */
  readonly acceptedTokens: 'any' | ReadonlySet<string>;
  /** Decimal text, e.g. `0.42`. */
  readonly pricePerKwh: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly heartbeatSeconds: number;
}

type Rules = { readonly [Point in DecisionPoint]: (question: Question<Point>) => { answer: Answer<Point>; reason: string } };

const VERSION = '1';

const rulesFor = (settings: RuleSettings): Rules => ({
  admitStation: () => ({
    answer: { outcome: 'accepted', heartbeatSeconds: settings.heartbeatSeconds },
    reason: 'its credentials were checked when it connected',
  }),

  authorize: ({ token, tokenType }) => {
    const { acceptedTokens } = settings;
    if (acceptedTokens === 'any')
      return { answer: { status: 'Accepted', reason: 'any token may charge' }, reason: 'any token may charge' };
    // OCPP 2.x `NoAuthorization`: started with a button, by nobody in particular. Where tokens are listed, a token is asked for.
    if (tokenType === 'NoAuthorization') {
      const reason = 'a token is asked for here, and none was shown';
      return { answer: { status: 'Invalid', reason }, reason };
    }
    const known = acceptedTokens.has(token.toLowerCase());
    const reason = known ? 'the token is on the list' : 'the token is not on the list';
    return { answer: { status: known ? 'Accepted' : 'Unknown', reason }, reason };
  },

  priceSession: ({ energyWh }) => {
    const amount = new Big(settings.pricePerKwh).times(energyWh).div(1000).toFixed(2, Big.roundHalfEven);
    return {
      answer: { amount, currency: settings.currency },
      reason: `${energyWh} Wh at ${settings.pricePerKwh} ${settings.currency}/kWh`,
    };
  },
});

/** Answers every decision point from the operator's settings. Plugins take these places one by one. */
export function builtInRules(settings: RuleSettings): Ask {
  const rules = rulesFor(settings);
  return <Point extends DecisionPoint>(point: Point, question: Question<Point>): Promise<Decided<Point>> => {
    const { answer, reason } = rules[point](question);
    const said =
      'outcome' in answer ? answer.outcome : 'status' in answer ? answer.status : `${answer.amount} ${answer.currency}`;
    return Promise.resolve({ answer, votes: [{ voter: `built-in-rules@${VERSION}`, answer: said, reason, milliseconds: 0 }] });
  };
}
