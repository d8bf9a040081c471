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

/**
 * The lenient twin of an official schema: no lengths, ranges, enumerations or formats, unknown fields allowed, and
 * only the essential fields required.
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
  for (const path of decisive) {
    const field = find(relaxed, path);
    const original = find(official, path);
    const node = field?.owner.properties?.[field.name];
    const source = original?.owner.properties?.[original.name];
    if (node && source) dereference(relaxed, node).enum = dereference(official, source).enum;
  }
  return relaxed;
}
