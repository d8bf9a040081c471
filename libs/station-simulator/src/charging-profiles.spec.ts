import { describe, expect, it } from '@jest/globals';
import { allowedPowerW, compositeSchedule } from './charging-profiles.ts';
import type { ChargingProfile } from './charging-profiles.ts';

const noon = new Date('2026-03-01T12:00:00.000Z');
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1_000);
const supply = { kind: 'ac', maxPowerW: 22_080, phases: 3 } as const;

const profile = (parts: Partial<ChargingProfile> = {}): ChargingProfile => ({
  id: 1,
  evseId: 1,
  stackLevel: 0,
  purpose: 'default',
  kind: 'Absolute',
  schedule: { startsAt: noon, unit: 'W', periods: [{ startSeconds: 0, limit: 11_000 }] },
  wire: {},
  ...parts,
});
const at = (seconds: number, charging = true) => ({
  evseId: 1,
  supply,
  at: later(seconds),
  ...(charging ? { transactionStartedAt: noon } : {}),
});

describe('Charging profiles', () => {
  it('allow everything when there are none', () => {
    expect(allowedPowerW([], at(0))).toBeUndefined();
  });

  it('turn amperes per phase into watts', () => {
    const amperes = profile({ schedule: { startsAt: noon, unit: 'A', periods: [{ startSeconds: 0, limit: 16 }] } });
    expect(allowedPowerW([amperes], at(0))).toBe(11_040);
  });

  it('follow the periods of a schedule', () => {
    const stepped = profile({
      schedule: {
        startsAt: noon,
        durationSeconds: 120,
        unit: 'W',
        periods: [
          { startSeconds: 0, limit: 7_000 },
          { startSeconds: 60, limit: 3_000 },
        ],
      },
    });
    expect([-1, 0, 59, 60, 119, 120].map((seconds) => allowedPowerW([stepped], at(seconds)))).toEqual([
      undefined,
      7_000,
      7_000,
      3_000,
      3_000,
      undefined,
    ]);
  });

  it('count a relative schedule from the start of the transaction', () => {
    const relative = profile({
      kind: 'Relative',
      schedule: {
        unit: 'W',
        periods: [
          { startSeconds: 0, limit: 5_000 },
          { startSeconds: 600, limit: 9_000 },
        ],
      },
    });
    expect(allowedPowerW([relative], at(10))).toBe(5_000);
    expect(allowedPowerW([relative], at(700))).toBe(9_000);
  });

  it('repeat every day when they recur', () => {
    const daily = profile({
      kind: 'Recurring',
      recurrence: 'Daily',
      schedule: { startsAt: noon, durationSeconds: 3_600, unit: 'W', periods: [{ startSeconds: 0, limit: 4_000 }] },
    });
    expect(allowedPowerW([daily], at(86_400 * 3 + 60))).toBe(4_000);
    expect(allowedPowerW([daily], at(86_400 * 3 + 7_200))).toBeUndefined();
  });

  it('let the higher stack level speak, the transaction before the default, and the station cap them all', () => {
    const limit = (limitW: number) => ({ startsAt: noon, unit: 'W', periods: [{ startSeconds: 0, limit: limitW }] }) as const;
    const low = profile({ id: 1, stackLevel: 0, schedule: limit(1_000) });
    const high = profile({ id: 2, stackLevel: 3, schedule: limit(2_000) });
    const transaction = profile({ id: 3, purpose: 'transaction', schedule: limit(9_000) });
    const station = profile({ id: 4, evseId: 0, purpose: 'station', schedule: limit(6_000) });
    expect(allowedPowerW([low, high], at(0))).toBe(2_000);
    expect(allowedPowerW([low, high, transaction], at(0))).toBe(9_000);
    expect(allowedPowerW([low, high, transaction], at(0, false))).toBe(2_000);
    expect(allowedPowerW([low, high, transaction, station], at(0))).toBe(6_000);
  });

  it('are told as one schedule, in the unit asked for', () => {
    const short = profile({
      schedule: { startsAt: noon, durationSeconds: 60, unit: 'A', periods: [{ startSeconds: 0, limit: 10 }] },
    });
    expect(compositeSchedule([short], at(0), 300, 'A')).toEqual([
      { startSeconds: 0, limit: 10 },
      { startSeconds: 60, limit: 32 },
    ]);
    expect(compositeSchedule([short], at(0), 300, 'W')).toEqual([
      { startSeconds: 0, limit: 6_900 },
      { startSeconds: 60, limit: 22_080 },
    ]);
  });
});
