import type { DecisionPoint, Question } from '@wattledger/charging';
import type { ConfigOf, ConfigSchema, Decide, Plugin, PluginContext } from '@wattledger/plugin-sdk';
import type { Voter } from './voter.ts';

interface InlineOptions<Schema extends ConfigSchema> {
  readonly config: ConfigOf<Schema>;
  readonly configuration?: number;
  readonly shadow?: boolean;
  readonly log: PluginContext['log'];
}

/** A plugin that runs on the platform's own thread: for those that are part of the platform and do no more than decide. */
export function inlineVoter<Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  { config, configuration, shadow = false, log }: InlineOptions<Schema>,
): Voter {
  const { id, version, decisions = {} } = plugin;
  return {
    id,
    version,
    points: new Set(Object.keys(decisions) as DecisionPoint[]),
    ...(configuration !== undefined && { configuration }),
    shadow,
    vote<Point extends DecisionPoint>(point: Point, question: Question<Point>, signal: AbortSignal) {
      const decide = decisions[point] as Decide<ConfigOf<Schema>, Point> | undefined;
      return decide?.(question, config, { signal, log });
    },
  };
}
