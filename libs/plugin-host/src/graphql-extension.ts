import type { Json, JsonObject } from '@wattledger/kernel';
import type { HostedPlugin } from './hosted-plugin.ts';

const FIELD_MS = 2_000;

/** What one plugin adds to the GraphQL schema: a field of the query that is called like it, and the type of that field. */
export interface GraphqlExtension {
  readonly pluginId: string;
  readonly types: string;
  /** The roles that may ask; absent: those that may read. */
  readonly roles?: readonly string[];
  readonly fields: readonly string[];
  /** @throws Error where the plugin fails, or does not answer in time */
  resolve(field: string, args: JsonObject): Promise<Json>;
}

export function extensionsOf(plugins: readonly HostedPlugin[]): GraphqlExtension[] {
  return plugins.flatMap(({ id, runner }) => {
    const { graphql } = runner.description;
    if (!graphql) return [];
    return {
      pluginId: id,
      types: graphql.types,
      ...(graphql.roles && { roles: graphql.roles }),
      fields: graphql.fields,
      resolve: (field: string, args: JsonObject) => inTime(id, (signal) => runner.resolve(field, args, signal)),
    };
  });
}

async function inTime(id: string, resolve: (signal: AbortSignal) => Promise<Json>): Promise<Json> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The plugin ${id} had not answered after ${FIELD_MS} ms.`)), FIELD_MS);
  });
  try {
    return await Promise.race([resolve(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
