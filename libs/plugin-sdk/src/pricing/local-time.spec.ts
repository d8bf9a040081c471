import { describe, expect, it } from '@jest/globals';
import { isHoliday, isInSeason, isInWindow, isTimeZone, localBoundaries, localTime } from './local-time.ts';

const shown = (at: string, timeZone: string) => {
  const { date, weekday, minuteOfDay } = localTime(Date.parse(at), timeZone);
  return [date, weekday, `${Math.floor(minuteOfDay / 60)}:${String(minuteOfDay % 60).padStart(2, '0')}`];
};
const boundaries = (from: string, until: string, timeZone: string, ...minutes: number[]) =>
  localBoundaries(Date.parse(from), Date.parse(until), timeZone, minutes).map((at) => new Date(at).toISOString());

describe('the clock on the wall', () => {
  it.each([
    ['2026-03-29T00:59:59Z', 'Europe/Madrid', ['2026-03-29', 7, '1:59']],
    ['2026-03-29T01:00:00Z', 'Europe/Madrid', ['2026-03-29', 7, '3:00']],
    ['2026-10-25T00:30:00Z', 'Europe/Madrid', ['2026-10-25', 7, '2:30']],
    ['2026-10-25T01:30:00Z', 'Europe/Madrid', ['2026-10-25', 7, '2:30']],
    ['2026-12-31T18:45:00Z', 'Asia/Kolkata', ['2027-01-01', 5, '0:15']],
    ['2026-05-04T12:00:00Z', 'Asia/Kathmandu', ['2026-05-04', 1, '17:45']],
    ['2026-10-03T15:29:00Z', 'Australia/Lord_Howe', ['2026-10-04', 7, '1:59']],
    ['2026-10-03T15:30:00Z', 'Australia/Lord_Howe', ['2026-10-04', 7, '2:30']],
    ['1969-12-31T23:59:59.500Z', 'UTC', ['1969-12-31', 3, '23:59']],
  ])('at %s in %s shows %j', (at, timeZone, expected) => {
    expect(shown(at, timeZone)).toEqual(expected);
  });

  it('hangs in a time zone that has a name', () => {
    expect(['Europe/Madrid', 'UTC', 'Europe/Nowhere', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});

describe('a tariff can change', () => {
  it('at midnight and at its own times, and not at the ends of what is asked about', () => {
    expect(boundaries('2026-05-01T20:00:00Z', '2026-05-02T20:00:00Z', 'Europe/Madrid', 22 * 60, 8 * 60)).toEqual([
      '2026-05-01T22:00:00.000Z',
      '2026-05-02T06:00:00.000Z',
    ]);
    expect(boundaries('2026-05-01T20:00:00Z', '2026-05-01T20:00:00Z', 'Europe/Madrid', 0)).toEqual([]);
  });

  it('when the clock is put forward, once for a time that does not exist that day', () => {
    expect(boundaries('2026-03-28T23:30:00Z', '2026-03-29T03:00:00Z', 'Europe/Madrid', 150, 4 * 60)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ]);
  });

  it('when the clock is put back, and twice at a time that comes twice', () => {
    expect(boundaries('2026-10-24T22:30:00Z', '2026-10-25T03:00:00Z', 'Europe/Madrid', 150)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  it('at the half hours of UTC where the offset has half an hour in it, and where the clock is put forward by one', () => {
    expect(boundaries('2026-05-01T12:00:00Z', '2026-05-02T12:00:00Z', 'Asia/Kolkata', 6 * 60)).toEqual([
      '2026-05-01T18:30:00.000Z',
      '2026-05-02T00:30:00.000Z',
    ]);
    expect(boundaries('2026-10-03T14:00:00Z', '2026-10-03T17:00:00Z', 'Australia/Lord_Howe', 3 * 60)).toEqual([
      '2026-10-03T15:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
    ]);
  });

  it('on every day of a session of days', () => {
    expect(boundaries('2026-05-01T12:00:00Z', '2026-05-04T12:00:00Z', 'UTC')).toHaveLength(3);
  });
});

describe('a day and a window', () => {
  it('are in a season with its first and last day, over New Year too', () => {
    const winter = { from: '11-01', until: '03-31' };
    expect(['2026-11-01', '2026-12-31', '2027-03-31'].every((date) => isInSeason(date, winter))).toBe(true);
    expect(['2026-10-31', '2026-04-01'].some((date) => isInSeason(date, winter))).toBe(false);
    expect(isInSeason('2028-02-29', { from: '02-01', until: '02-29' })).toBe(true);
  });

  it('are holidays of one year, or of every year', () => {
    const holidays = ['12-25', '2026-04-03'];
    expect(['2030-12-25', '2026-04-03', '2027-04-03'].map((date) => isHoliday(date, holidays))).toEqual([true, true, false]);
  });

  it('hold from their first minute until before their last, over midnight too', () => {
    expect([479, 480, 1_319, 1_320].map((minute) => isInWindow(minute, 480, 1_320))).toEqual([false, true, true, false]);
    expect([1_319, 1_320, 0, 479, 480].map((minute) => isInWindow(minute, 1_320, 480))).toEqual([false, true, true, true, false]);
  });
});
