import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from './time.ts';

describe('an instant from a station', () => {
  it.each([
    ['2026-05-01T14:05:00.000Z', '2026-05-01T14:05:00.000Z'],
    ['2026-05-01T14:05:00Z', '2026-05-01T14:05:00.000Z'],
    ['2026-05-01T14:05Z', '2026-05-01T14:05:00.000Z'],
    ['2023-10-19T15:28:07', '2023-10-19T15:28:07.000Z'],
    ['2026-05-01T14:05:00+03', '2026-05-01T11:05:00.000Z'],
    ['2026-05-01T14:05:00+0330', '2026-05-01T10:35:00.000Z'],
    ['2026-05-01T14:05:00-05:00', '2026-05-01T19:05:00.000Z'],
    ['2026-05-01T14:05:00.123456789Z', '2026-05-01T14:05:00.123Z'],
    ['2026-05-01 14:05:00', '2026-05-01T14:05:00.000Z'],
    ['2026-05-01t14:05:00z', '2026-05-01T14:05:00.000Z'],
    [' 2026-05-01T14:05:00Z ', '2026-05-01T14:05:00.000Z'],
    ['2026-05-01', '2026-05-01T00:00:00.000Z'],
  ])('is read as it was meant: %j', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '',
    ' ',
    'now',
    '0',
    '2026-13-01T00:00:00Z',
    '2026-05-01T25:00:00Z',
    '2026-05-01T14:65:00Z',
    `2026-05-01${' '.repeat(100_000)}x`,
    5,
    null,
  ])('is nothing where it makes no sense: %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is always in the one form that sorts as it reads', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.toISOString());
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseInstant(text);
        if (instant !== undefined) expect(new Date(instant).toISOString()).toBe(instant);
      }),
    );
  });
});
