import type { Answer, AuthorizationAnswer, AuthorizationStatus, DecisionPoint, Question } from '@wattledger/charging';
import type { z } from 'zod';
import type { ConfigSchema, Plugin, PluginContext } from '../plugin.ts';
import type { PluginVote } from '../vote.ts';
import { isPromise, quietContext, saidTo, voteIn } from './cast-vote.ts';
import { fail, holds } from './disagreement.ts';
import { questionAt } from './questions.ts';

/** What else is expected of a vote. */
export interface Expected {
  /** The rule that decided. */
  readonly rule?: string;
  /** A part of the reason, or a pattern. */
  readonly reason?: string | RegExp;
}

/** Settled at once where the plugin answers at once; return or await it where it may not. */
export type Outcome = void | Promise<void>;

/** What the plugin is expected to say. */
export interface Asked<Point extends DecisionPoint> {
  /** It leaves the question to others. */
  thenAbstains(reason?: string | RegExp): Outcome;
  /** It answers at least this. */
  thenAnswers(answer: Partial<Answer<Point>>, expected?: Expected): Outcome;
  /** The driver may charge (`authorize`), at least under these bounds. */
  thenAccepted(expected?: Expected & Partial<Omit<AuthorizationAnswer, 'status'>>): Outcome;
  /** The driver may not charge (`authorize`). */
  thenRefused(status: Exclude<AuthorizationStatus, 'Accepted'>, expected?: Expected): Outcome;
  /** The session ends now (`startSession`, `continueCharging`). */
  thenStops(expected?: Expected): Outcome;
  /** It costs this (`priceSession`), to the last digit. */
  thenPriced(amount: string, currency: string, expected?: Expected): Outcome;
}

/** A configured plugin, ready to be asked. */
export interface Given {
  /** Puts a question; what is not said of it is usual, see `aQuestion`. */
  when<Point extends DecisionPoint>(point: Point, about?: Partial<Question<Point>>): Asked<Point>;
}

/**
 * A plugin with a configuration, to be asked in a spec.
 *
 *     given(chargeCeiling, { ceilingPercent: 80 })
 *       .when('continueCharging', { session: aSession({ stateOfChargePercent: 81 }) })
 *       .thenStops({ rule: 'ceiling-reached' });
 */
export function given<Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  config: z.input<Schema> | Readonly<Record<string, never>> = {},
  context: PluginContext = quietContext,
): Given {
  const parsed = plugin.config.parse(config);
  return {
    when<Point extends DecisionPoint>(point: Point, about?: Partial<Question<Point>>) {
      return asked(point, saidTo(plugin, point, questionAt(point, about), parsed, context));
    },
  };
}

function asked<Point extends DecisionPoint>(point: Point, said: unknown): Asked<Point> {
  const check = (look: (vote: PluginVote<Point>) => void): Outcome =>
    isPromise(said) ? Promise.resolve(said).then((vote) => look(voteIn(point, vote))) : look(voteIn(point, said));
  const answers = (answer: object, expected: Expected = {}): Outcome =>
    check((vote) => {
      if (vote.vote === 'abstain') fail('It abstained where an answer was expected.', vote, answer);
      if (!holds(vote.answer, answer)) fail('It gave another answer.', vote, answer);
      if (expected.rule !== undefined && vote.rule !== expected.rule) fail('Another rule decided.', vote, expected.rule);
      reasonIs(vote, expected.reason);
    });
  return {
    thenAbstains: (reason) =>
      check((vote) => {
        if (vote.vote !== 'abstain') fail('It answered where it was expected to abstain.', vote);
        reasonIs(vote, reason);
      }),
    thenAnswers: answers,
    thenAccepted: ({ rule, reason, ...bounds } = {}) => answers({ status: 'Accepted', ...bounds }, { rule, reason }),
    thenRefused: (status, expected) => answers({ status }, expected),
    thenStops: (expected) => answers({ outcome: 'stop' }, expected),
    thenPriced: (amount, currency, expected) => answers({ amount, currency }, expected),
  };
}

function reasonIs(vote: PluginVote, expected: string | RegExp | undefined): void {
  if (expected === undefined) return;
  const fits = typeof expected === 'string' ? vote.reason.includes(expected) : expected.test(vote.reason);
  if (!fits) fail('It gave another reason.', vote, String(expected));
}
