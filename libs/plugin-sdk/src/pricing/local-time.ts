/** What a clock and a calendar on the wall of a place show. */
export interface LocalTime {
  /** `2026-03-29`. */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  readonly weekday: number;
  /** From midnight as the clock shows it, 0 to 1439. */
  readonly minuteOfDay: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    clock = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'iso8601', hourCycle: 'h23', ...numeric, second: 'numeric' });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** Whether a text is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the wall shows, as if it were UTC, milliseconds. */
function wallOf(at: number, timeZone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000);
}

const offsetAt = (at: number, timeZone: string): number => wallOf(at, timeZone) - at;

/** What the wall of a place shows at an instant, daylight saving included. */
export function localTime(at: number, timeZone: string): LocalTime {
  const wall = new Date(wallOf(at, timeZone));
  return {
    date: wall.toISOString().slice(0, 10),
    weekday: wall.getUTCDay() || 7,
    minuteOfDay: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
  };
}

/**
 * The instants between two at which a wall clock shows midnight or one of the given minutes of the day, and those at which it is
 * put forward or back. Between two neighbours of them a tariff cannot change.
 *
 * A time that does not exist on the day the clock is put forward is the moment of the change; one that comes twice is given twice.
 */
export function localBoundaries(from: number, until: number, timeZone: string, minutesOfDay: readonly number[]): number[] {
  const found = new Set<number>();
  const minutes = [...new Set([0, ...minutesOfDay])];
  const begin = Math.floor(wallOf(from, timeZone) / DAY_MS) * DAY_MS;
  for (let midnight = begin; midnight <= wallOf(until, timeZone) + DAY_MS; midnight += DAY_MS) {
    for (const minute of minutes) {
      const wall = midnight + minute * 60_000;
      for (const offset of [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)]) {
        if (offsetAt(wall - offset, timeZone) === offset) found.add(wall - offset);
      }
    }
  }
  for (let at = from; at < until; at += 12 * HOUR_MS) {
    const next = Math.min(until, at + 12 * HOUR_MS);
    if (offsetAt(at, timeZone) !== offsetAt(next, timeZone)) found.add(changeBetween(at, next, timeZone));
  }
  return [...found].filter((at) => at > from && at < until).sort((one, other) => one - other);
}

/** The first second with the later offset. */
function changeBetween(before: number, after: number, timeZone: string): number {
  const old = offsetAt(before, timeZone);
  let [low, high] = [Math.floor(before / 1_000), Math.ceil(after / 1_000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1_000, timeZone) === old) low = middle;
    else high = middle;
  }
  return high * 1_000;
}

/** Whether a date is in a season; `from` and `until` are `MM-DD`, both in it, and a season may go over New Year. */
export function isInSeason(date: string, { from, until }: { readonly from: string; readonly until: string }): boolean {
  const day = date.slice(5);
  return from <= until ? day >= from && day <= until : day >= from || day <= until;
}

/** Whether a date is on a list of holidays: `MM-DD` for every year, `YYYY-MM-DD` for one. */
export const isHoliday = (date: string, holidays: readonly string[]): boolean =>
  holidays.includes(date) || holidays.includes(date.slice(5));

/** Whether a minute of the day is in a window; `from` is in it and `until` is not, and a window may go over midnight. */
export const isInWindow = (minuteOfDay: number, from: number, until: number): boolean =>
  from < until ? minuteOfDay >= from && minuteOfDay < until : minuteOfDay >= from || minuteOfDay < until;
