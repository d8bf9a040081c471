import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { z } from 'zod';
import type { PluginVote } from './vote.ts';

/** The configuration of a plugin: every member has a description, and a default where one makes sense. */
export type ConfigSchema = z.ZodObject;
/** A configuration as a plugin is handed it: parsed, with its defaults in place. */
export type ConfigOf<Schema extends ConfigSchema> = z.infer<Schema>;

/** What a plugin is handed beside its question and its configuration. */
export interface PluginContext {
  /** Aborted when the time budget of the question is over: whoever asks the world outside passes it on. */
  readonly signal: AbortSignal;
  /** Writes a line to the platform's log. Never hand it a token, a password or a key. */
  readonly log: (message: string, details?: JsonObject) => void;
}

/** Answers one kind of question. Whatever it depends on is in the question and the configuration. */
export type Decide<Config, Point extends DecisionPoint> = (
  question: Question<Point>,
  config: Config,
  context: PluginContext,
) => PluginVote<Point> | Promise<PluginVote<Point>>;

/** An event of the log, as plugins see it: personal values are sealed. */
export interface PluginEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly data: Json;
}

/**
 * Rows of the plugin's own, made from the history; `resolvers` read them.
 *
 * A fold is pure. When it changes, raise `version`: the rows are made anew from the first event.
 */
export interface PluginProjection {
  readonly name: string;
  readonly version: number;
  /**
   * Event types, such as `SessionPriced` or `StatusNotificationReceived`; see the event catalogue. No plugin is told of events about API keys,
   * station credentials, passwords, PINs, log-ins, lock-outs, grants, snapshots and configurations of plugins.
   */
  readonly events: readonly string[];
  /** Which row an event belongs to; `undefined`: none. */
  key(event: PluginEvent): string | undefined;
  /** The row with this event in it; `undefined` removes it. */
  evolve(row: JsonObject | undefined, event: PluginEvent): JsonObject | undefined;
}

/** The rows that the plugin's projections made. */
export interface PluginRows {
  get(projection: string, key: string): Promise<JsonObject | undefined>;
  list(
    projection: string,
    options?: { readonly after?: string; readonly first?: number },
  ): Promise<readonly { readonly key: string; readonly row: JsonObject }[]>;
}

/** GraphQL of the plugin's own. */
export interface PluginResolvers<Config> {
  /**
   * Types in GraphQL's schema language. Each is named with the plugin's id in front, as `ChargeCeilingReport` of the plugin `charge-ceiling`.
   * The type named like the plugin (`ChargeCeiling`) is what the field `chargeCeiling` of the query gives.
   */
  readonly types: string;
  /** The roles that may ask; absent: operator, integrator and auditor. */
  readonly roles?: readonly string[];
  /** By field of the plugin's own type. */
  readonly fields: Readonly<
    Record<
      string,
      (args: JsonObject, config: Config, context: PluginContext & { readonly rows: PluginRows }) => Json | Promise<Json>
    >
  >;
}

/** Hears of events after they were recorded, each at least once, in the order of the log. */
export interface PluginListener<Config> {
  /** As the `events` of a projection. */
  readonly types: readonly string[];
  handle(event: PluginEvent, config: Config, context: PluginContext): void | Promise<void>;
}

/** A plugin: a plain value. */
export interface Plugin<Schema extends ConfigSchema = ConfigSchema> {
  /** Kebab-case, unique among the plugins of a platform. */
  readonly id: string;
  /** Its own version, stored with every vote. */
  readonly version: string;
  /** Versions of the SDK it was written for, such as `^1.0.0`. */
  readonly sdk: string;
  readonly config: Schema;
  readonly description?: string;
  readonly decisions?: { readonly [Point in DecisionPoint]?: Decide<ConfigOf<Schema>, Point> };
  /** The terms of the tariffs that it prices, where it prices any. */
  readonly tariffTerms?: z.ZodType;
  readonly projections?: readonly PluginProjection[];
  readonly resolvers?: PluginResolvers<ConfigOf<Schema>>;
  readonly onEvent?: PluginListener<ConfigOf<Schema>>;
}

/**
 * Defines a plugin; gives its value back, with its types checked.
 *
 *     export const nightOnly = definePlugin({
 *       id: 'night-only', version: '1.0.0', sdk: '^1.0.0',
 *       config: z.object({ fromHour: z.number().int().default(22).describe('Charging may begin at this hour, UTC') }),
 *       decisions: {
 *         authorize: ({ at }, { fromHour }) =>
 *           new Date(at).getUTCHours() >= fromHour ? abstain('it is night') : refuse('NotAtThisTime', `not before ${fromHour}:00`),
 *       },
 *     });
 */
export const definePlugin = <Schema extends ConfigSchema>(plugin: Plugin<Schema>): Plugin<Schema> => plugin;
