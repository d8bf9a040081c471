import type { DecisionPoint } from '@wattledger/charging';
import type { z } from 'zod';
import { briefly, readVote } from '../answers.ts';
import type { ConfigOf, ConfigSchema, Decide, Plugin, PluginContext } from '../plugin.ts';
import { askedQuestions } from './asked-questions.ts';
import type { AskedQuestion, Lookups } from './asked-questions.ts';
import type { RecordedLine } from './recording.ts';

/** A vote in a few words, as it is recorded. */
export interface ReplayedVote {
  /** The answer, `abstained`, or `failed`. */
  readonly answer: string;
  readonly rule?: string;
  readonly reason: string;
}

/** A question to which the plugin now says something else. */
export interface Difference {
  readonly event: RecordedLine;
  readonly point: DecisionPoint;
  /** Absent where the plugin was not asked then. */
  readonly then?: ReplayedVote;
  readonly now: ReplayedVote;
}

/** What came of a replay. */
export interface Replay {
  /** Questions that were put again. */
  readonly asked: number;
  /** Of those, answered as they were: the same answer by the same rule. */
  readonly same: number;
  readonly differences: readonly Difference[];
  /** Decisions whose question could not be put together again, and what was missing. */
  readonly skipped: readonly { readonly event: RecordedLine; readonly missing: string }[];
}

/**
 * Puts the questions of a recording to a plugin again and compares what it says with what it said: the same day replayed through the
 * same plugin gives the same votes and prices, and what a change of a plugin would have changed can be seen before it is live.
 *
 *     const { differences } = await replay(readRecording(text), nightOnly, { fromHour: 22 });
 *
 * Tokens are sealed in a recording unless it was printed with `--unseal`.
 */
export async function replay<Schema extends ConfigSchema>(
  events: Iterable<RecordedLine>,
  plugin: Plugin<Schema>,
  config: z.input<Schema> | Readonly<Record<string, never>> = {},
  lookups: Lookups = {},
): Promise<Replay> {
  const parsed = plugin.config.parse(config);
  const differences: Difference[] = [];
  const skipped: { event: RecordedLine; missing: string }[] = [];
  let asked = 0;
  for (const question of askedQuestions(events, lookups, (event, missing) => skipped.push({ event, missing }))) {
    if (!plugin.decisions?.[question.point]) continue;
    asked += 1;
    const then = votedThen(plugin, question);
    const now = await votesNow(plugin, question, parsed);
    if (then?.answer === now.answer && then.rule === now.rule) continue;
    differences.push({ event: question.event, point: question.point, ...(then && { then }), now });
  }
  return { asked, same: asked - differences.length, differences, skipped };
}

function votedThen({ id }: { readonly id: string }, { votes }: AskedQuestion): ReplayedVote | undefined {
  const vote = votes.find(({ voter }) => voter.slice(0, voter.lastIndexOf('@')) === id);
  return vote && { answer: vote.answer, ...(vote.rule !== undefined && { rule: vote.rule }), reason: vote.reason };
}

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };

async function votesNow<Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  { point, question }: AskedQuestion,
  config: ConfigOf<Schema>,
): Promise<ReplayedVote> {
  const decide = plugin.decisions?.[point] as Decide<ConfigOf<Schema>, DecisionPoint> | undefined;
  try {
    const vote = readVote(point, await decide?.(question, config, context));
    if ('nonsense' in vote) return { answer: 'failed', reason: `its answer makes no sense: ${vote.nonsense}` };
    if (vote.vote === 'abstain') return { answer: 'abstained', reason: vote.reason };
    const { answer, rule, reason } = vote;
    return { answer: briefly(point, answer), ...(rule !== undefined && { rule }), reason };
  } catch (error) {
    return { answer: 'failed', reason: `it threw: ${error instanceof Error ? error.message : String(error)}` };
  }
}
