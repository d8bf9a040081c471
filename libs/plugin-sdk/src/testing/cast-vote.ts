import type { DecisionPoint, Question } from '@wattledger/charging';
import { readVote } from '../answers.ts';
import type { ConfigOf, ConfigSchema, Decide, Plugin, PluginContext } from '../plugin.ts';
import type { PluginVote } from '../vote.ts';
import { fail } from './disagreement.ts';

/** A context in which nothing is logged and nobody is in a hurry. */
export const quietContext: PluginContext = { signal: new AbortController().signal, log: () => undefined };

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Freezes a value and everything in it: whoever changes it throws. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

/** What a plugin says, at once or later, whatever it is. */
export function saidTo<Schema extends ConfigSchema, Point extends DecisionPoint>(
  plugin: Plugin<Schema>,
  point: Point,
  question: Question<Point>,
  config: ConfigOf<Schema>,
  context: PluginContext = quietContext,
): unknown {
  const decide = plugin.decisions?.[point] as Decide<ConfigOf<Schema>, Point> | undefined;
  if (!decide) fail(`${plugin.id} takes no part in ${point}.`);
  return decide(frozen(question), frozen(config), context);
}

/** A vote that the platform would count; anything else fails the spec. */
export function voteIn<Point extends DecisionPoint>(point: Point, said: unknown): PluginVote<Point> {
  const vote = readVote(point, said);
  if ('nonsense' in vote) fail(`That is no vote at ${point}: ${vote.nonsense}.`, said);
  return vote;
}
