import type { DecisionPoint, Question } from '@wattledger/charging';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { z } from 'zod';
import type { ConfigOf, ConfigSchema, Plugin, PluginContext } from '../plugin.ts';
import { quietContext, saidTo } from './cast-vote.ts';
import { fail } from './disagreement.ts';

/** One thing that is asked of a plugin. */
export interface Check {
  readonly name: string;
  /** @throws where the plugin does not conform, with a sentence that says why */
  run(): Promise<void>;
}

/** A session and its price, as `describePlugin` checks it. */
export interface PricedSession<Schema extends ConfigSchema> {
  readonly config?: z.input<Schema>;
  /** What is not said is usual, see `aQuestion.priceSession`. */
  readonly session: Partial<Question<'priceSession'>>;
  /** To the last digit, as `7.43 EUR`. */
  readonly costs: string;
}

/** What the suite needs to know of a plugin; all of it optional. */
export interface Conformance<Schema extends ConfigSchema> {
  /** Configurations to try it with, beside the one of all defaults. Needed where something has no default. */
  readonly configs?: readonly z.input<Schema>[];
  /** Questions that concern it; what is not said is usual, see `aQuestion`. Hostile ones are made from them too. */
  readonly questions?: { readonly [Point in DecisionPoint]?: readonly Partial<Question<Point>>[] };
  /** Sessions with their prices. */
  readonly prices?: readonly PricedSession<Schema>[];
  /** Hostile questions for each decision and configuration: 50 unless told. */
  readonly runs?: number;
  /** How long an answer may take, milliseconds: 5,000 unless told. Generous, for it is to find what hangs, not what is slow. */
  readonly budgetMs?: number;
  /** What it is handed beside its questions, for plugins that ask the world outside. */
  readonly context?: PluginContext;
  /** Checks that this plugin need not pass, by name, each with the reason. */
  readonly leaveOut?: Readonly<Record<string, string>>;
}

/** The same hostile questions on every machine, every day. */
const SEED = 20_260_504;
const RUNS = 50;
const BUDGET_MS = 5_000;

/** The configurations to try a plugin with, as it is handed them. */
export function configsOf<Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  { configs = [] }: Conformance<Schema>,
): ConfigOf<Schema>[] {
  const ofDefaults = plugin.config.safeParse({});
  return [...(ofDefaults.success ? [ofDefaults.data] : []), ...configs.map((config) => plugin.config.parse(config))];
}

export const samplesOf = <Value>(arbitrary: Arbitrary<Value>, runs = RUNS): Value[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: runs });

/** What it says, waited for no longer than it may take. */
export async function inBudget<Schema extends ConfigSchema, Point extends DecisionPoint>(
  plugin: Plugin<Schema>,
  point: Point,
  question: Question<Point>,
  config: ConfigOf<Schema>,
  { budgetMs = BUDGET_MS, context = quietContext }: Conformance<Schema>,
): Promise<unknown> {
  const overdue = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer after ${budgetMs} ms`)), budgetMs);
    });
    // Whether it answers at once or later: what it throws, it throws here.
    const said = Promise.resolve().then(() => saidTo(plugin, point, question, config, { ...context, signal: overdue.signal }));
    return await Promise.race([said, late]);
  } catch (thrown) {
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(
      `${plugin.id} failed at ${point}: ${what}. A plugin never throws; what it cannot judge, it abstains from.`,
      question,
    );
  } finally {
    clearTimeout(timer);
    overdue.abort();
  }
}
