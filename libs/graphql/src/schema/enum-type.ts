import { registerEnumType } from '@nestjs/graphql';

/** `station-restarted` and `fromStation` are `STATION_RESTARTED` and `FROM_STATION` in the schema. */
const schemaNameOf = (value: string): string =>
  value
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();

/**
 * Registers an enumeration with a description of every value.
 *
 * @param meanings by the values as they stand in code and rows
 * @returns what `@Field(() => ...)` takes
 */
export function enumType<Value extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<Value, string>>,
): Readonly<Record<string, Value>> {
  const entries = Object.entries<string>(meanings);
  const reference = Object.fromEntries(entries.map(([value]) => [schemaNameOf(value), value as Value]));
  const valuesMap = Object.fromEntries(entries.map(([value, meaning]) => [schemaNameOf(value), { description: meaning }]));
  registerEnumType(reference, { name, description, valuesMap });
  return reference;
}
