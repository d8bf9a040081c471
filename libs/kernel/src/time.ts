/** Tells the time. Handed in everywhere, so that specs decide what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** An instant as text, always `YYYY-MM-DDTHH:mm:ss.sssZ`: sorts as it reads, and is what rows, facts and answers carry. */
export type Instant = string;

/** `date.toISOString()`, printed once per millisecond: under load hundreds of events share one. */
export function instantOf(date: Date): Instant {
  const time = date.getTime();
  if (time !== printed.time) printed = { time, text: date.toISOString() };
  return printed.text;
}

let printed: { readonly time: number; readonly text: Instant } = { time: 0, text: new Date(0).toISOString() };

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const LENIENT = /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)? ?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/;
/** No instant needs more; longer texts are not looked at. */
const LONGEST = 64;

/**
 * Reads the instants that stations in the field really send.
 *
 * Beside RFC 3339 that is: no zone (taken as UTC), an hour-only offset (`+03`), fractions of any length, a blank
 * for the `T`. Anything else, the empty string included, is `undefined`: the caller falls back to the time of receipt.
 */
export function parseInstant(text: unknown): Instant | undefined {
  if (typeof text !== 'string') return undefined;
  if (CANONICAL.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const match = text.length <= LONGEST ? LENIENT.exec(text.trim()) : null;
  if (!match) return undefined;
  const [
    ,
    year,
    month,
    day,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    ,
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = match;
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  );
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const date = new Date(utc - offset);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export const millisecondsBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);
