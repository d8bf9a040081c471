import { isJsonObject, parseJson, stringifyJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';

/** No OCPP message nests deeper than about ten levels; what goes beyond this is refused before it can exhaust the stack. */
export const MAX_DEPTH = 64;

/** The text of a payload as it is stored. */
export interface PayloadText {
  /** JSON without blanks. */
  readonly text: string;
  /** True when the parsed payload says everything that the text says. */
  readonly lossless: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

const opens = (code: number) => code === OPENING_BRACKET || code === OPENING_BRACE;
const closes = (code: number) => code === CLOSING_BRACKET || code === CLOSING_BRACE;
const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const startsNumber = (code: number) => code === 0x2d || (code >= 0x30 && code <= 0x39);

/** The index of the quote that ends the string starting at `start`; the text's end when there is none. */
function endOfString(text: string, start: number): number {
  const quote = text.indexOf('"', start + 1);
  if (quote === -1) return text.length;
  if (text.charCodeAt(quote - 1) !== BACKSLASH) return quote;
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) return index;
  }
  return text.length;
}

function hasAtLeast(text: string, character: string, wanted: number): boolean {
  let found = 0;
  for (let index = text.indexOf(character); index !== -1; index = text.indexOf(character, index + 1)) {
    if (++found >= wanted) return true;
  }
  return false;
}

/** True when the text nests deeper than {@link MAX_DEPTH}. Frames with few brackets are told apart without a walk. */
export function nestsTooDeep(text: string): boolean {
  if (!hasAtLeast(text, '{', MAX_DEPTH / 2) && !hasAtLeast(text, '[', MAX_DEPTH / 2)) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (opens(code) && ++depth > MAX_DEPTH) return true;
    else if (closes(code)) depth--;
  }
  return false;
}

/** The source text of one element of a JSON array. The array must be valid JSON and long enough. */
export function elementText(array: string, element: number): string {
  let depth = 0;
  let current = 0;
  let start = array.indexOf('[') + 1;
  let index = start;
  for (; index < array.length; index++) {
    const code = array.charCodeAt(index);
    if (code === QUOTE) index = endOfString(array, index);
    else if (opens(code)) depth++;
    else if (depth > 0) depth -= closes(code) ? 1 : 0;
    else if (code === CLOSING_BRACKET) break;
    else if (code === COMMA) {
      if (current++ === element) break;
      start = index + 1;
    }
  }
  return array.slice(start, index).trim();
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INTEGER = /^-?\d+$/;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Where the zeros at the end of `digits` begin. A loop: `/0+$/` takes quadratic time on zeros that are not at the end. */
function endOfSignificant(digits: string): number {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return end;
}

/** One spelling per decimal number: `8.10`, `0.81e1` and `81e-1` all give `81e-1`. */
function canonicalDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.slice(0, endOfSignificant(digits));
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Integers of any length are kept (as `bigint`); of fractions, those a double prints again as the same number. */
function numberSurvives(source: string): boolean {
  if (INTEGER.test(source)) return true;
  const printed = String(Number(source));
  return printed === source || canonicalDecimal(printed) === canonicalDecimal(source);
}

interface Minified {
  readonly text: string;
  /** How many keys there are in all objects, repeated ones counted again. */
  readonly keys: number;
  /** False when a number has more digits than a double holds. */
  readonly numbersSurvive: boolean;
}

/** Takes the blanks out of valid JSON, and looks for what parsing would lose. */
function minify(json: string): Minified {
  let keys = 0;
  let numbersSurvive = true;
  let text = '';
  let start = 0;
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) index = endOfString(json, index);
    else if (code === COLON) keys++;
    else if (isBlank(code)) {
      text += json.slice(start, index);
      start = index + 1;
    } else if (startsNumber(code)) {
      NUMBER.lastIndex = index;
      const source = NUMBER.exec(json)?.[0] ?? '';
      if (!numberSurvives(source)) numbersSurvive = false;
      index += Math.max(source.length, 1) - 1;
    }
  }
  return { text: text + json.slice(start), keys, numbersSurvive };
}

/** How many keys there are in a parsed value, of which none nests deeper than {@link MAX_DEPTH}. */
function countKeys(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const entries = Object.values(value);
  return entries.reduce<number>((keys, entry) => keys + countKeys(entry), Array.isArray(value) ? 0 : entries.length);
}

/** `JSON.stringify`, also for payloads with 64-bit integers. */
export function printJson(value: JsonObject): string {
  try {
    return JSON.stringify(value);
  } catch {
    return stringifyJson(value); // a bigint
  }
}

/** A payload with the text to store for it. */
export interface ReadPayload extends PayloadText {
  readonly payload: JsonObject;
}

const MAY_HOLD_UNSAFE_INTEGER = /\d{16}/;

/** The same element of the frame, with 64-bit integers kept. */
function readExactly(frame: string, element: number, payload: JsonObject): JsonObject {
  if (!MAY_HOLD_UNSAFE_INTEGER.test(frame)) return payload;
  const exact = (parseJson(frame) as Json[])[element];
  return isJsonObject(exact) ? exact : payload;
}

/**
 * The payload that is element `element` of a frame, and the text to store for it.
 *
 * Most stations print their frames as `JSON.stringify` does, and then the frame ends with exactly that text: one
 * comparison proves that nothing was lost, no digit of a 64-bit integer either. Only others are read a second time.
 *
 * @param payload the element as `JSON.parse` read it
 */
export function readPayload(frame: string, element: number, payload: JsonObject): ReadPayload {
  const printed = JSON.stringify(payload);
  const end = frame.length - 1;
  // A slice is compared several times as fast as `endsWith` does it.
  if (frame.charCodeAt(end) === CLOSING_BRACKET && frame.slice(end - printed.length, end) === printed) {
    return { payload, text: printed, lossless: true };
  }
  const exact = readExactly(frame, element, payload);
  const source = minify(elementText(frame, element));
  // Of a repeated key, parsing keeps the last.
  const lossless = source.numbersSurvive && source.keys === countKeys(payload);
  return { payload: exact, text: lossless ? printJson(exact) : source.text, lossless };
}
