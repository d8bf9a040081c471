import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';

/** What is shown in the place of a secret; handed back, it means that the secret stays as it is. */
export const HIDDEN = '[hidden]';

type Path = readonly (string | number)[];
type Change = (secret: Json, path: Path) => Json | Promise<Json>;

/**
 * A configuration with something else in the place of its secrets: of every value whose schema says `.meta({ secret: true })`.
 *
 * @param schema JSON Schema of the configuration
 */
export async function mapSecrets(schema: JsonObject, config: JsonObject, change: Change): Promise<JsonObject> {
  return (await mapped([schema], config, [], change, schema)) as JsonObject;
}

export const withoutSecrets = (schema: JsonObject, config: JsonObject): Promise<JsonObject> =>
  mapSecrets(schema, config, () => HIDDEN);

/** A configuration as somebody gives it who was shown {@link HIDDEN} in the place of the secrets. */
export const withSecretsOf = (known: JsonObject, schema: JsonObject, given: JsonObject): Promise<JsonObject> =>
  mapSecrets(schema, given, (value, path) => (value === HIDDEN ? (valueAt(known, path) ?? value) : value));

async function mapped(schemas: readonly JsonObject[], value: Json, path: Path, change: Change, root: JsonObject): Promise<Json> {
  const all = schemas.flatMap((schema) => alternatives(schema, root));
  if (all.some((schema) => schema['secret'] === true)) return change(value, path);
  if (Array.isArray(value)) {
    const items = all.flatMap(({ items: of }) => objectsIn(of));
    return Promise.all(value.map((entry, index) => mapped(items, entry, [...path, index], change, root)));
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(async ([name, member]) => {
    const named = all.flatMap(({ properties, additionalProperties: others }) => {
      const own = isJsonObject(properties) ? objectsIn(properties[name]) : [];
      return own.length > 0 ? own : objectsIn(others);
    });
    return [name, await mapped(named, member, [...path, name], change, root)] as const;
  });
  return Object.fromEntries(await Promise.all(members));
}

/** A schema and everything that it says through others. */
function alternatives(schema: JsonObject, root: JsonObject, depth = 0): JsonObject[] {
  if (depth > 20) return [];
  const { anyOf, oneOf, allOf, $ref } = schema;
  const inner = [anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? list.flatMap(objectsIn) : []));
  const referred = typeof $ref === 'string' ? objectsIn(valueAt(root, $ref.split('/').slice(1))) : [];
  return [schema, ...[...inner, ...referred].flatMap((each) => alternatives(each, root, depth + 1))];
}

const objectsIn = (value: Json | undefined): JsonObject[] => (value !== undefined && isJsonObject(value) ? [value] : []);

function valueAt(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? at[step] : undefined;
    return at !== undefined && isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}
