/** What JSON can say. Integers beyond 2^53 are `bigint`, so that no digit of an id is lost. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const MAY_HOLD_UNSAFE_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * `JSON.parse` that keeps 64-bit integers exactly: an integer that a double cannot hold becomes a `bigint`.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  if (!MAY_HOLD_UNSAFE_INTEGER.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && context?.source !== undefined && INTEGER.test(context.source)
      ? BigInt(context.source)
      : value,
  ) as Json;
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** `JSON.stringify` for what {@link parseJson} gives: a `bigint` is written as the integer it is. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value); // several times as fast as with a replacer, and right unless there is a bigint
  } catch {
    return JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? rawJson(entry.toString()) : entry));
  }
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
