import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';

/** One member of a plugin's configuration, for people: printed from its schema. */
export interface PluginSetting {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  /** What holds where nothing is said. */
  readonly default?: Json;
  readonly required: boolean;
  readonly secret: boolean;
}

/** The documentation of a configuration. */
export function settingsOf({ properties, required }: JsonObject): PluginSetting[] {
  if (properties === undefined || !isJsonObject(properties)) return [];
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (!isJsonObject(schema)) return [];
    const { description, default: preset } = schema;
    return {
      name,
      type: typeOf(schema),
      ...(typeof description === 'string' && { description }),
      ...(preset !== undefined && { default: schema['secret'] === true ? null : preset }),
      required: needed.includes(name) && preset === undefined,
      secret: schema['secret'] === true,
    };
  });
}

function typeOf({ type, enum: values, items, anyOf, oneOf }: JsonObject): string {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (type === 'array') return `list of ${items !== undefined && isJsonObject(items) ? typeOf(items) : 'anything'}`;
  if (typeof type === 'string') return type;
  const several = Array.isArray(anyOf) ? anyOf : oneOf;
  return Array.isArray(several)
    ? several.map((each) => (isJsonObject(each) ? typeOf(each) : 'anything')).join(' | ')
    : 'anything';
}
