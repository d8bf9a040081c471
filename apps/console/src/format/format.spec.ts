import { describe, expect, it } from '@jest/globals';
import { kilowatts, money, quantity, UNKNOWN } from './quantities.ts';
import { duration, fromNow, midnight, utcTime } from './times.ts';
import { asTitle, spaced } from './words.ts';

const noon = new Date('2026-11-22T12:00:00.000Z');
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

describe('a time span', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3_900, '1 h 05 min'],
    [190_000, '2 d 4 h'],
  ])('of %d seconds reads %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it('is told from both sides of now', () => {
    expect(fromNow(noon, after(2))).toBe('now');
    expect(fromNow(noon, after(90))).toBe('1 min ago');
    expect(fromNow(after(7_200), noon)).toBe('in 2 h 00 min');
  });
});

describe('an instant', () => {
  it('has a UTC form that leaves no question open', () => expect(utcTime(noon)).toBe('2026-11-22 12:00:00.000 UTC'));
  it('lies in a day that began at local midnight', () => expect(new Date(midnight(noon)).getHours()).toBe(0));
});

describe('what a station has not told', () => {
  it('is shown as unknown, not as zero', () => {
    expect(kilowatts(null)).toBe(UNKNOWN);
    expect(money(null, null)).toBe(UNKNOWN);
    expect(kilowatts(0)).toBe('0 kW');
  });
});

describe('names of the protocol', () => {
  it('are spelled as people read them', () => {
    expect(spaced('SuspendedEVSE')).toBe('suspended EVSE');
    expect(spaced('EVDisconnected')).toBe('EV disconnected');
    expect(asTitle('REQUEST_BATTERY_STATUS')).toBe('Request battery status');
    expect(quantity(43, 'Percent')).toBe('43 %');
  });
});
