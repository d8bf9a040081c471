import { faultsOf, isJsonObject } from '@wattledger/kernel';
import type { ErrorCatalogue, Json, JsonObject } from '@wattledger/kernel';
import { extendSchema, isObjectType, Kind, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { ApiError } from '../errors.ts';
import type { RequestContext } from '../request/context.ts';
import type { SchemaExtension } from './plugin-desk.ts';

/** Why a platform with these plugins does not start. */
export const pluginSchemaErrors = {
  'plugin-schema-invalid': {
    meaning: 'What a plugin adds to the GraphQL schema cannot be added.',
    remedy: 'Correct the field `resolvers` of the plugin: types are named with the plugin’s id in front, see the plugin guide.',
  },
} satisfies ErrorCatalogue;

const schemaFault = faultsOf(pluginSchemaErrors);

/** Who may ask a plugin that does not say. */
const READERS: readonly string[] = ['operator', 'integrator', 'auditor'];

/** `charge-ceiling` is `ChargeCeiling` in the schema, and its field `chargeCeiling`. */
const typeNameOf = (pluginId: string): string =>
  pluginId
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
const fieldNameOf = (pluginId: string): string => {
  const name = typeNameOf(pluginId);
  return name.charAt(0).toLowerCase() + name.slice(1);
};

/**
 * The schema with what plugins add to it: every plugin a field of the query, and types under its own name.
 *
 * @throws Fault `plugin-schema-invalid`
 */
export function withPlugins(schema: GraphQLSchema, extensions: readonly SchemaExtension[]): GraphQLSchema {
  return extensions.reduce(withPlugin, schema);
}

function withPlugin(schema: GraphQLSchema, extension: SchemaExtension): GraphQLSchema {
  const { pluginId, types } = extension;
  const name = typeNameOf(pluginId);
  const field = fieldNameOf(pluginId);
  const invalid = (what: string) =>
    schemaFault('plugin-schema-invalid', `The plugin ${pluginId} is not right: field \`resolvers\`: ${what}.`);
  let document: DocumentNode;
  try {
    document = parse(types);
  } catch (error) {
    throw invalid(`its types are not GraphQL: ${messageOf(error)}`);
  }
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || !definition.kind.endsWith('Definition') || !isTypeKind(definition.kind)) {
      throw invalid('it may define types, and nothing else');
    }
    if (!definition.name.value.startsWith(name)) throw invalid(`the type ${definition.name.value} must be called ${name}…`);
    if (schema.getType(definition.name.value)) throw invalid(`there is a type ${definition.name.value} already`);
  }
  if (schema.getQueryType()?.getFields()[field]) throw invalid(`the query has a field ${field} already`);
  let extended: GraphQLSchema;
  try {
    const root = `extend type Query { "What the plugin ${pluginId} adds." ${field}: ${name}! }`;
    extended = extendSchema(schema, parse(`${types}\n${root}`));
  } catch (error) {
    throw invalid(messageOf(error));
  }
  resolveWith(extended, extension, name, field, invalid);
  return extended;
}

const TYPE_KINDS: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
]);
const isTypeKind = (kind: string): boolean => TYPE_KINDS.has(kind);

function resolveWith(
  schema: GraphQLSchema,
  { pluginId, fields, roles = READERS, resolve }: SchemaExtension,
  name: string,
  field: string,
  invalid: (what: string) => Error,
): void {
  const own = schema.getType(name);
  if (!isObjectType(own)) throw invalid(`it must define a type ${name}, which the field ${field} of the query gives`);
  const root = schema.getQueryType()?.getFields()[field];
  if (!root) throw invalid(`the query has no field ${field}`);
  root.resolve = (_source, _args, { caller }: RequestContext) => {
    if (!caller) throw new ApiError('UNAUTHENTICATED');
    if (caller.role !== 'admin' && !roles.includes(caller.role)) {
      throw new ApiError(
        'FORBIDDEN',
        `The role of this API key is ${caller.role}; the plugin ${pluginId} needs ${roles.join(' or ')}.`,
      );
    }
    return {};
  };
  const ownFields = own.getFields();
  for (const unknown of fields) if (!ownFields[unknown]) throw invalid(`the type ${name} has no field ${unknown}`);
  for (const [each, definition] of Object.entries(ownFields)) {
    if (!fields.includes(each)) throw invalid(`nothing resolves ${name}.${each}`);
    definition.extensions = { ...definition.extensions, cost: () => PLUGIN_FIELD_COST };
    definition.resolve = async (_source, args: unknown): Promise<Json> => {
      const given: JsonObject = isJsonObject(args) ? { ...args } : {};
      try {
        return await resolve(each, given);
      } catch (error) {
        throw new ApiError('PLUGIN_FAILED', `The plugin ${pluginId} failed at ${each}: ${messageOf(error)}`);
      }
    };
  }
}

/** A plugin is asked for every field of its own type. */
const PLUGIN_FIELD_COST = 50;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/[.?]$/, '');
