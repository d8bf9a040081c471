import type { Answer, Ask, AuthorizationAnswer, Decided, DecisionPoint, Question, Vote } from '@wattledger/charging';
import type { Clock } from '@wattledger/kernel';
import type { GivenAnswer, PluginVote } from '@wattledger/plugin-sdk';
import { briefly, readVote } from './answers.ts';
import { combine } from './combine.ts';
import { LastAnswers } from './last-answers.ts';
import type { DecisionPolicies, FailurePolicy } from './policies.ts';
import { scrub } from './scrub.ts';
import type { Voter } from './voter.ts';
import { VoterAway } from './voter-away.ts';
import type { VoterLine } from './voter-line.ts';
import { VoterLines } from './voter-lines.ts';

export interface AskServices {
  /** In the order in which their votes count; may change while the platform runs. */
  readonly voters: () => readonly Voter[];
  readonly policies: DecisionPolicies;
  readonly clock: Clock;
  /** Handed in by whoever wants to see who is suspended. */
  readonly lines?: VoterLines;
  /** Told of every vote, to be counted. */
  readonly onVote?: (point: DecisionPoint, voter: Voter, vote: Vote) => void;
}

/** A vote, and the answer in it. */
interface Cast<Point extends DecisionPoint> {
  readonly vote: Vote;
  readonly given: PluginVote<Point> | undefined;
}

/**
 * Asks all plugins at once, each within its budget, and makes one decision of what they say.
 *
 * A plugin that is slow costs its budget once and nobody else anything; one that goes on failing is not asked for a while.
 */
export function askPlugins(services: AskServices): Ask {
  const lines = services.lines ?? new VoterLines(services.policies, services.clock);
  const lastAnswers = new LastAnswers();
  const votersAt = (point: DecisionPoint) => services.voters().filter(({ points }) => points.has(point));

  const ask = async <Point extends DecisionPoint>(point: Point, question: Question<Point>): Promise<Decided<Point>> => {
    const { onFailure } = services.policies[point];
    const voters = votersAt(point);
    const casting = voters.map((voter) => castVote(voter, lines.to(voter, point), point, question));
    const casts: readonly Cast<Point>[] = isAtOnce<Cast<Point>>(casting) ? casting : await Promise.all(casting);
    casts.forEach(({ vote }, index) => {
      const voter = voters[index];
      if (voter) services.onVote?.(point, voter, vote);
    });
    return decided(point, question, casts, onFailure, lastAnswers);
  };
  return Object.assign(ask, { concerns: (point: DecisionPoint) => services.voters().some(({ points }) => points.has(point)) });
}

/** Whether nobody has to be waited for. */
const isAtOnce = <Value>(values: readonly (Value | Promise<Value>)[]): values is readonly Value[] =>
  values.every((value) => !(value instanceof Promise));

/** A vote; at once from a plugin that answers at once. */
function castVote<Point extends DecisionPoint>(
  voter: Voter,
  line: VoterLine,
  point: Point,
  question: Question<Point>,
): Cast<Point> | Promise<Cast<Point>> {
  const about = {
    voter: `${voter.id}@${voter.version}`,
    ...(voter.configuration !== undefined && { configuration: voter.configuration }),
    ...(voter.shadow && { shadow: true as const }),
  };
  const failed = (failure: NonNullable<Vote['failure']>, reason: string, milliseconds: number): Cast<Point> => ({
    vote: { ...about, answer: 'failed', reason: scrub(question, reason), milliseconds, failure },
    given: undefined,
  });
  if (!line.mayAsk()) return failed('suspended', 'it failed several times in a row and is left alone for a while', 0);

  const started = performance.now();
  const cast = (said: Said): Cast<Point> => {
    const milliseconds = Math.round((performance.now() - started) * 1_000) / 1_000;
    const read = 'value' in said ? readVote(point, said.value) : undefined;
    if (read && !('nonsense' in read)) {
      line.answered();
      const reason = scrub(question, read.reason);
      if (read.vote === 'abstain') return { vote: { ...about, answer: 'abstained', reason, milliseconds }, given: read };
      const { rule } = read;
      return {
        vote: { ...about, answer: briefly(point, read.answer), reason, ...(rule !== undefined && { rule }), milliseconds },
        given: { ...read, reason },
      };
    }
    if ('givenUp' in said) return failed('timed-out', said.givenUp, milliseconds);
    if ('threw' in said && said.threw instanceof VoterAway) {
      line.wasAway();
      return failed('suspended', said.threw.message, milliseconds);
    }
    line.failed();
    if (read) return failed('nonsense', `its answer makes no sense: ${read.nonsense}`, milliseconds);
    return failed('threw', messageOf('threw' in said && said.threw), milliseconds);
  };
  const said = hear(voter, line, point, question);
  return said instanceof Promise ? said.then(cast) : cast(said);
}

type Said = { readonly value: unknown } | { readonly threw: unknown } | { readonly givenUp: string };

/** What a voter says, as far as it comes in time. One that answers at once is not waited for. */
function hear<Point extends DecisionPoint>(
  voter: Voter,
  line: VoterLine,
  point: Point,
  question: Question<Point>,
): Said | Promise<Said> {
  const controller = new AbortController();
  try {
    const saying = voter.vote(point, question, controller.signal);
    return isThenable(saying) ? inTime(saying, line, point, controller) : { value: saying };
  } catch (threw) {
    return { threw };
  }
}

function inTime(saying: PromiseLike<unknown>, line: VoterLine, point: DecisionPoint, controller: AbortController): Promise<Said> {
  return new Promise((resolve) => {
    const owed = line.put({
      giveUp: (why) => resolve({ givenUp: why }),
      cancel: () => controller.abort(),
    });
    Promise.resolve(saying).then(
      (value) => {
        if (line.came(owed)) resolve({ value });
        else if (!('nonsense' in readVote(point, value))) line.answeredLate(owed);
      },
      (threw: unknown) => {
        if (line.came(owed)) resolve({ threw });
      },
    );
  });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

const LONGEST_REASON = 200;
const messageOf = (error: unknown): string =>
  `it threw: ${error instanceof Error ? error.message : String(error)}`.slice(0, LONGEST_REASON);

function decided<Point extends DecisionPoint>(
  point: Point,
  question: Question<Point>,
  casts: readonly Cast<Point>[],
  onFailure: FailurePolicy,
  lastAnswers: LastAnswers,
): Decided<Point> {
  const votes = casts.map(({ vote }) => vote);
  const live = casts.filter(({ vote }) => !vote.shadow);
  const answers = live.flatMap(({ given }) => (given?.vote === 'answer' ? [given] : []));
  const failure = live.find(({ vote }) => vote.failure !== undefined)?.vote;
  const [firstAnswer, ...others] = answers;
  const combined = firstAnswer && combine(point, [firstAnswer, ...others]);
  const saidNo = combined && isNo(combined.answer);

  if (failure && onFailure !== 'open' && !saidNo) {
    const last = onFailure === 'cache' && point === 'authorize' ? lastAnswers.get(question as Question<'authorize'>) : undefined;
    const standIn = (last ?? closed[point]) as Answer<Point> | undefined;
    const reason = `${failure.voter} failed (${failure.reason}); ${last ? 'what was last decided for this token holds' : 'without it the answer is no'}`;
    return { answer: standIn, reason, rule: last ? 'failed-last-answer' : 'failed-closed', votes };
  }
  if (!combined) return { answer: undefined, reason: 'nobody had an answer', votes };
  if (point === 'authorize' && !failure) {
    lastAnswers.keep(question as Question<'authorize'>, combined.answer as AuthorizationAnswer);
  }
  const { reason, rule } = combined.decisive as GivenAnswer<Point>;
  return { answer: combined.answer, reason, ...(rule !== undefined && { rule }), votes };
}

const isNo = (answer: Answer<DecisionPoint>): boolean =>
  ('status' in answer && answer.status !== 'Accepted') ||
  ('outcome' in answer && (answer.outcome === 'stop' || answer.outcome === 'refused' || answer.outcome === 'pending'));

/** The no of each decision point; where a question has none, nobody's answer is no answer. */
const closed: { readonly [Point in DecisionPoint]?: Answer<Point> } = {
  admitStation: { outcome: 'pending' },
  authorize: { status: 'Invalid' },
  startSession: { outcome: 'stop' },
  continueCharging: { outcome: 'stop' },
  answerDataTransfer: { status: 'Rejected' },
};
