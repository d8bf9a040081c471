import { isJsonObject, parseInstant } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { GraphQLError, GraphQLFloat, GraphQLScalarType, Kind, print, valueFromASTUntyped } from 'graphql';
import type { ValueNode } from 'graphql';

/** @param written the value as the caller wrote it */
function instantIn(value: unknown, written: string = JSON.stringify(value)): string {
  const instant = parseInstant(value);
  if (instant === undefined) throw new GraphQLError(`DateTime cannot represent ${written}: not an RFC 3339 instant`);
  return instant;
}

export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 text in UTC with milliseconds: `2026-11-22T09:30:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => instantIn(value),
  parseValue: (value) => instantIn(value),
  parseLiteral: (node) => instantIn(node.kind === Kind.STRING ? node.value : undefined, print(node)),
});

const POSITION = /^(-1|0|[1-9]\d{0,15})$/;

/** @param written the value as the caller wrote it */
function positionIn(value: unknown, written: string = JSON.stringify(value)): number {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && POSITION.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new GraphQLError(`Position cannot represent ${written}: a position is a whole number from -1, such as "1742" or 1742`);
}

export const Position = new GraphQLScalarType<number, string>({
  name: 'Position',
  description:
    "Where an event stands in the whole log, as decimal text. Grows from event to event; the steps between are the store's own. " +
    '`-1` is the place before the first event. In arguments a number is taken as well.',
  serialize: String,
  parseValue: (value) => positionIn(value),
  parseLiteral: (node) => positionIn(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined, print(node)),
});

/** A `bigint` is what JavaScript's numbers cannot hold; no digit of it may be lost on the way to a client either. */
function withoutBigInts(value: Json): Json {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutBigInts(entry)]));
}

/** Integers of literals that a double cannot hold stay exact, as they do in OCPP payloads. */
function literalIn(node: ValueNode, variables?: Record<string, unknown> | null): Json {
  switch (node.kind) {
    case Kind.INT: {
      const number = Number(node.value);
      return Number.isSafeInteger(number) ? number : BigInt(node.value);
    }
    case Kind.LIST:
      return node.values.map((entry) => literalIn(entry, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalIn(value, variables)]));
    default:
      return valueFromASTUntyped(node, variables) as Json;
  }
}

export const JsonScalar = new GraphQLScalarType<Json, Json>({
  name: 'JSON',
  description:
    'Any JSON value. Integers beyond 2^53, which JSON parsers commonly spoil, are given as strings of their digits; ' +
    'smaller numbers are numbers. In arguments such an integer is taken exactly where it stands in the query itself; in ' +
    'variables it has gone through such a parser.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => withoutBigInts(value as Json),
  parseValue: (value) => value as Json,
  parseLiteral: literalIn,
});

/**
 * A number that came from a station, or was made of such: the number of an EVSE, a reservation, a clock's skew.
 *
 * Whole by OCPP, but a log keeps what was said, and `Int` could show neither a fraction nor what needs more than 32 bits.
 */
export const StationNumber = GraphQLFloat;
