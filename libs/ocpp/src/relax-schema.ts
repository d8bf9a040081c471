import { INT32_MAX, INT32_MIN } from './int32.ts';
import { dereference } from './schemas.ts';
import type { Schema } from './schemas.ts';

const mapValues = <Value, Mapped>(record: Record<string, Value>, map: (value: Value) => Mapped): Record<string, Mapped> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

/** What a payload must at least look like to be read: its shape, and no limit on any value. */
function shapeOf(schema: Schema): Schema {
  const shape: Schema = {};
  if (schema.$ref !== undefined) shape.$ref = schema.$ref;
  // Some meters report fractions of a Wh where the schema wants an integer.
  if (schema.type !== undefined) shape.type = schema.type === 'integer' ? 'number' : schema.type;
  if (schema.properties) shape.properties = mapValues(schema.properties, shapeOf);
  if (schema.items) shape.items = shapeOf(schema.items);
  if (schema.definitions) shape.definitions = mapValues(schema.definitions, shapeOf);
  return shape;
}

interface Field {
  readonly owner: Schema;
  readonly name: string;
}

function find(root: Schema, path: string): Field | undefined {
  const names = path.split('.');
  const name = names.pop() ?? '';
  let owner: Schema = root;
  for (const step of names) {
    const next: Schema | undefined = owner.properties?.[step];
    if (next === undefined) return undefined;
    owner = dereference(root, next);
  }
  return owner.properties?.[name] === undefined ? undefined : { owner, name };
}

/** Names of things, which no fraction can be. `transactionId` is none of them: it is read as text, all 64 bits of it. */
const ID_NAMES: ReadonlySet<string> = new Set(['connectorId', 'evseId', 'reservationId', 'requestId', 'id']);

/** Has the integers among these fields that name something be whole, and no larger than OCPP's integers are. */
function boundIds(root: Schema, official: Schema, paths: readonly string[]): void {
  for (const path of paths) {
    const field = find(root, path);
    const original = find(official, path);
    const node = field?.owner.properties?.[field.name];
    if (!field || !node || !ID_NAMES.has(field.name) || original?.owner.properties?.[field.name]?.type !== 'integer') continue;
    field.owner.properties = {
      ...field.owner.properties,
      [field.name]: { ...node, type: 'integer', minimum: node.minimum ?? INT32_MIN, maximum: node.maximum ?? INT32_MAX },
    };
  }
}

/**
 * The official schema, and of the essential fields those that name something within 32 bits: so the documents define `integer`
 * (2.x part 2, "Primitive Datatypes"), and JSON Schema's has no end.
 */
export function withBoundIds(official: Schema, essential: readonly string[]): Schema {
  const bound = structuredClone(official);
  boundIds(bound, official, essential);
  return bound;
}

/**
 * The lenient twin of an official schema: no lengths, ranges, enumerations or formats, unknown fields allowed, and
 * only the essential fields required. Of these, what names something must be a whole number of 32 bits.
 *
 * @param essential paths of fields that stay required; a path the schema does not have is passed over.
 * @param decisive paths of fields that keep their enumeration.
 */
export function relaxSchema(official: Schema, essential: readonly string[], decisive: readonly string[]): Schema {
  const relaxed = shapeOf(official);
  for (const path of essential) {
    const field = find(relaxed, path);
    if (field) field.owner.required = [...(field.owner.required ?? []), field.name];
  }
  boundIds(relaxed, official, essential);
  for (const path of decisive) {
    const field = find(relaxed, path);
    const original = find(official, path);
    const node = field?.owner.properties?.[field.name];
    const source = original?.owner.properties?.[original.name];
    if (node && source) dereference(relaxed, node).enum = dereference(official, source).enum;
  }
  return relaxed;
}
