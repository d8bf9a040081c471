import { decisionPoints } from '@wattledger/charging/decisions';
import type { DecisionPoint } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import { z } from '@wattledger/plugin-sdk';
import type { Plugin } from '@wattledger/plugin-sdk';

/** What a plugin says of itself, without its code: crosses from its thread to the platform's. */
export interface PluginDescription {
  readonly id: string;
  readonly version: string;
  readonly sdk: string;
  readonly description?: string;
  readonly points: readonly DecisionPoint[];
  /** JSON Schema of its configuration as it is written, with descriptions, defaults and `secret` marks. */
  readonly configSchema: JsonObject;
  /** JSON Schema of the terms of the tariffs that it prices. */
  readonly tariffTerms?: JsonObject;
  readonly projections: readonly { readonly name: string; readonly version: number; readonly events: readonly string[] }[];
  /** Types of events that it hears of. */
  readonly listensTo: readonly string[];
  readonly graphql?: { readonly types: string; readonly roles?: readonly string[]; readonly fields: readonly string[] };
}

export function describePlugin(plugin: Plugin): PluginDescription {
  const { id, version, sdk, description, decisions = {}, projections = [], resolvers, onEvent, tariffTerms } = plugin;
  return {
    id,
    version,
    sdk,
    ...(description !== undefined && { description }),
    points: decisionPoints.filter((point) => decisions[point] !== undefined),
    configSchema: schemaOf(plugin.config),
    ...(tariffTerms && { tariffTerms: schemaOf(tariffTerms) }),
    projections: projections.map(({ name, version: made, events }) => ({ name, version: made, events: [...events] })),
    listensTo: [...(onEvent?.types ?? [])],
    ...(resolvers && {
      graphql: {
        types: resolvers.types,
        ...(resolvers.roles && { roles: [...resolvers.roles] }),
        fields: Object.keys(resolvers.fields),
      },
    }),
  };
}

const schemaOf = (schema: z.ZodType): JsonObject =>
  JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))) as JsonObject;
