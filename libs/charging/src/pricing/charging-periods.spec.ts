import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chargingPeriods, periodsOfSession } from './charging-periods.ts';
import type { ChargingPeriod } from './charging-periods.ts';
import { withSample } from './session-meter.ts';
import type { MeterSample, SessionMeter } from './session-meter.ts';

const start = Date.parse('2026-05-01T12:00:00.000Z');
const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();
const meterOf = (samples: readonly MeterSample[]): SessionMeter => samples.reduce<SessionMeter>(withSample, []);
const energyOf = (periods: readonly ChargingPeriod[]): number =>
  Math.round(periods.reduce((sum, { energyWh }) => sum + energyWh, 0) * 1_000) / 1_000;

const increments = fc.array(
  fc.record({ seconds: fc.integer({ min: 1, max: 3_600 }), energyWh: fc.integer({ min: 0, max: 5_000 }) }),
  { minLength: 1, maxLength: 60 },
);

/** Readings of a register that never runs backwards. */
function readings(steps: readonly { seconds: number; energyWh: number }[]): MeterSample[] {
  let [seconds, energyWh] = [0, 1_000];
  return [
    { at: at(0), energyWh },
    ...steps.map((step) => ({ at: at((seconds += step.seconds)), energyWh: (energyWh += step.energyWh) })),
  ];
}

describe('the periods of a session', () => {
  it('have no gaps and no overlaps, and add up to the last reading minus the first, in whatever order readings came', () => {
    fc.assert(
      fc.property(increments, fc.infiniteStream(fc.nat()), (steps, order) => {
        const samples = readings(steps);
        const shuffled = samples
          .map((sample) => ({ sample, by: order.next().value ?? 0 }))
          .sort((one, other) => one.by - other.by);
        const periods = chargingPeriods(meterOf(shuffled.map(({ sample }) => sample)));
        expect(energyOf(periods)).toBe((samples.at(-1)?.energyWh ?? 0) - 1_000);
        expect(periods[0]?.from).toBe(samples[0]?.at);
        expect(periods.at(-1)?.until).toBe(samples.at(-1)?.at);
        periods.slice(1).forEach(({ from }, index) => expect(from).toBe(periods[index]?.until));
      }),
    );
  });

  it('of a session add up to what its registers say, whatever its readings said', () => {
    const energies = fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(energies, fc.integer({ min: 0, max: 80_000 }), (registers, energyWh) => {
        const meter = meterOf(registers.map((register, index) => ({ at: at(index * 60), energyWh: register })));
        const periods = periodsOfSession(meter, { energyWh, from: at(-30), until: at(3_600) });
        expect(energyOf(periods)).toBe(energyWh);
        expect([periods[0]?.from, periods.at(-1)?.until]).toEqual([at(-30), at(3_600)]);
      }),
    );
  });

  it('tell idle time by what the station said, and share energy among the time in which it flowed', () => {
    const meter = meterOf([
      { at: at(0), energyWh: 0, state: 'charging' },
      { at: at(600), state: 'idle' },
      { at: at(1_200), state: 'charging' },
      { at: at(1_800), energyWh: 4_000 },
    ]);
    expect(chargingPeriods(meter)).toMatchObject([
      { state: 'charging', energyWh: 2_000 },
      { state: 'idle', energyWh: 0 },
      { state: 'charging', energyWh: 2_000 },
    ]);
  });

  it('tell idle time by the power where the station said nothing', () => {
    const meter = meterOf([0, 5_000, 5_001, 5_002].map((energyWh, hour) => ({ at: at(hour * 3_600), energyWh })));
    expect(chargingPeriods(meter)).toMatchObject([{ state: 'charging' }, { state: 'idle', energyWh: 2, until: at(10_800) }]);
  });
});

describe('the meter of a session', () => {
  it('stays bounded for months, and keeps its total', () => {
    let meter: SessionMeter = [];
    for (let minute = 0; minute <= 60 * 24 * 30; minute += 7) {
      const state = minute % 21 === 0 ? (minute % 2 === 0 ? 'idle' : 'charging') : undefined;
      meter = withSample(meter, { at: at(minute * 60), energyWh: minute * 10, ...(state && ({ state } as const)) });
    }
    expect(meter.length).toBeLessThanOrEqual(1_536);
    expect(energyOf(chargingPeriods(meter))).toBe((meter.at(-1)?.energyWh ?? 0) - (meter[0]?.energyWh ?? 0));
  });

  it('that is thinned keeps the first and the last reading of every quarter hour', () => {
    let meter: SessionMeter = [];
    for (let step = 0; step < 1_600; step += 1) meter = withSample(meter, { at: at(step * 30), energyWh: step * 10 });
    const quarters = new Set(meter.slice(0, -1).map((sample) => Math.floor(Date.parse(sample.at) / 900_000)));
    expect(quarters.size).toBe(54);
    expect(meter.some((sample) => sample.at === at(900))).toBe(true);
    expect(meter.some((sample) => sample.at === at(870))).toBe(true);
  });
});
