import { isJsonObject, millisecondsBetween, parseInstant } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { StationTime } from '../facts.ts';
import { isInt32 } from '../int32.ts';

// Readers for payloads as they were received: what deviates is read if its meaning is plain, else it counts as absent.

type Value = Json | undefined;

/** Text that says something. Numbers and booleans where a text should be are printed. */
export function text(value: Value): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined;
}

const NUMERAL = /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const WITH_DECIMAL_COMMA = /^\s*[-+]?\d+,\d+\s*$/;

/** A finite number, also when it comes as text (`"230.1"`, `"230,1"`). */
export function number(value: Value): number | undefined {
  let result: number;
  if (typeof value === 'number') result = value;
  else if (typeof value === 'bigint') result = Number(value);
  else if (typeof value !== 'string') return undefined;
  else if (NUMERAL.test(value)) result = Number(value);
  else if (WITH_DECIMAL_COMMA.test(value)) result = Number(value.replace(',', '.'));
  else return undefined;
  return Number.isFinite(result) ? result : undefined;
}

/** A number that counts or names something: whole, and of 32 bits. */
export function integer(value: Value): number | undefined {
  const result = number(value);
  return result !== undefined && isInt32(result) ? result : undefined;
}

/** The id of an EVSE or connector: 0, the whole of it, where it is left out; `undefined` where it cannot be one. */
export const placeId = (value: Value): number | undefined => (value === undefined || value === null ? 0 : integer(value));

/** An {@link integer} of which 0 and negative ones are what stations send for "none". */
export function positive(value: Value): number | undefined {
  const result = integer(value);
  return result !== undefined && result > 0 ? result : undefined;
}

export const flag = (value: Value): boolean => value === true || value === 'true' || value === 1;

const NOTHING: JsonObject = {};

export const object = (value: Value): JsonObject => (isJsonObject(value) ? value : NOTHING);

const EMPTY: readonly JsonObject[] = [];

/** The objects in a list; one that comes without its list counts as a list of one. */
export function objects(value: Value): readonly JsonObject[] {
  if (Array.isArray(value)) return value.every(isJsonObject) ? value : value.filter(isJsonObject);
  return isJsonObject(value) ? [value] : EMPTY;
}

/** Stations whose clock has not been set yet report 1970 or the year their firmware was built. */
const FIRST_CREDIBLE_INSTANT: Instant = '2010-01-01T00:00:00.000Z';

/** No spelling of an instant is longer; what is, is not worth reading. */
const MAX_INSTANT_LENGTH = 64;

/** Nothing is told before it happens: what lies further ahead of its receipt is the fault of the station's clock. */
const CREDIBLE_LEAD_MS = 5 * 60_000;

/**
 * The station's time, or `otherwise` when it is missing, junk, or from a clock that was never set; the time of receipt when it lies
 * ahead of that, for a time that is still to come would count as the newest until it has come.
 *
 * @param otherwise what the message says around the value; the time of receipt when absent.
 */
export function time(value: Value, receivedAt: Instant, otherwise: StationTime = { at: receivedAt }): StationTime {
  const said = typeof value === 'string' && value.length <= MAX_INSTANT_LENGTH ? parseInstant(value) : undefined;
  if (said === undefined || said < FIRST_CREDIBLE_INSTANT) return otherwise;
  const isAhead = said > receivedAt && millisecondsBetween(receivedAt, said) > CREDIBLE_LEAD_MS;
  return isAhead ? { at: receivedAt, saidAt: said } : { at: said };
}

/** The id of a transaction as text, every digit of a 64-bit integer kept. */
export const transactionId = (value: Value): string | undefined => text(value);

/** The id of the transaction that 1.6 meter values belong to; stations send 0 or -1 when there is none. */
export function transactionIdIfAny(value: Value): string | undefined {
  const said = number(value);
  return said !== undefined && said <= 0 ? undefined : text(value);
}
