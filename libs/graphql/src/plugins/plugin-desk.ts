import type { DecisionPoint, Vote } from '@wattledger/charging';
import type { Json, JsonObject, Refusal } from '@wattledger/kernel';

/** A plugin as the API shows it, without its secrets. */
export interface ShownPlugin {
  readonly id: string;
  readonly version: string;
  readonly sdk: string;
  readonly description?: string;
  readonly use: string;
  readonly isolation: 'thread' | 'inline';
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly points: readonly DecisionPoint[];
  readonly order: number;
  readonly config: JsonObject;
  readonly configSchema: JsonObject;
  readonly settings: readonly {
    readonly name: string;
    readonly type: string;
    readonly description?: string;
    readonly default?: Json;
    readonly required: boolean;
    readonly secret: boolean;
  }[];
  readonly revision?: number;
  readonly state: 'ok' | 'suspended' | 'restarting' | 'parked' | 'disabled';
  readonly suspendedAt: readonly DecisionPoint[];
  readonly restarts: number;
  readonly lastEnd?: { readonly at: string; readonly reason: string };
  readonly ignoredConfiguration?: string;
  readonly parked: readonly { readonly part: string; readonly reason: string }[];
  readonly lastFailure?: {
    readonly at: string;
    readonly point: DecisionPoint;
    readonly failure: NonNullable<Vote['failure']>;
    readonly reason: string;
  };
  readonly votes: readonly {
    readonly point: DecisionPoint;
    readonly answered: number;
    readonly abstained: number;
    readonly failed: number;
    readonly meanMilliseconds: number;
    readonly slowestMilliseconds: number;
  }[];
}

/** One configuration of a plugin, as an event says it. */
export interface ShownConfiguration {
  readonly revision: number;
  readonly config?: JsonObject;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly by: string;
  readonly reason?: string;
  readonly rolledBackTo?: number;
  readonly at: string;
}

/** What one plugin adds to the schema. */
export interface SchemaExtension {
  readonly pluginId: string;
  /** GraphQL's schema language. */
  readonly types: string;
  readonly roles?: readonly string[];
  readonly fields: readonly string[];
  resolve(field: string, args: JsonObject): Promise<Json>;
}

/** Where the API sees and changes plugins; whoever runs them is one. */
export interface PluginDesk {
  readonly extensions: readonly SchemaExtension[];
  list(): Promise<readonly ShownPlugin[]>;
  get(id: string): Promise<ShownPlugin | undefined>;
  /** The newest first. */
  configurations(id: string): Promise<readonly ShownConfiguration[]>;
  configure(
    id: string,
    change: { config?: JsonObject; enabled?: boolean; shadow?: boolean; reason?: string },
    by: string,
  ): Promise<ShownConfiguration | Refusal>;
  /** @param revision `undefined`: what the plugins file says */
  rollBack(id: string, revision: number | undefined, by: string, reason?: string): Promise<ShownConfiguration | Refusal>;
}

/** For an API without plugins. */
export const noPlugins: PluginDesk = {
  extensions: [],
  list: async () => [],
  get: async () => undefined,
  configurations: async () => [],
  configure: async (id) => unknownPlugin(id),
  rollBack: async (id) => unknownPlugin(id),
};

const unknownPlugin = (id: string): Refusal => ({
  refused: true,
  code: 'plugin-unknown',
  message: `There is no plugin ${id}.`,
  remedy: 'List them with the query `plugins`.',
});
