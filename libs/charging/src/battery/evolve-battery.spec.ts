import { describe, expect, it } from '@jest/globals';
import { evolveBattery, newBattery } from './evolve-battery.ts';
import type { BatteryState } from './battery-state.ts';
import { secondsTo } from './estimates.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute)).toISOString();

/** A battery that takes `powerW`, read once a minute. */
function charged(
  minutes: number,
  { capacityWh = 50_000, powerW = 50_000, socStart = 20, from = newBattery(at(0)) } = {},
): BatteryState {
  let battery = from;
  for (let minute = 0; minute <= minutes; minute += 1) {
    const energyWh = (powerW / 60) * minute;
    const stateOfChargePercent = Math.floor(socStart + (energyWh / capacityWh) * 100);
    battery = evolveBattery(battery, { stateOfChargePercent, energyWh, powerW }, at(minute));
  }
  return battery;
}

describe('a battery', () => {
  it('shows the newest of every quantity, each with its own time', () => {
    const battery = evolveBattery(
      evolveBattery(newBattery(at(0)), { stateOfChargePercent: 40, powerW: 7_000 }, at(0)),
      { powerW: 7_400, temperatureC: 31 },
      at(1),
    );
    expect(battery).toMatchObject({
      measuredAt: at(1),
      stateOfChargePercent: 40,
      stateOfChargeAt: at(0),
      powerW: 7_400,
      powerAt: at(1),
      temperatureC: 31,
    });
  });

  it('is not turned back by readings that come late', () => {
    const battery = charged(10);
    expect(evolveBattery(battery, { stateOfChargePercent: 5, powerW: 1 }, at(2))).toEqual(battery);
  });

  it('tells its capacity from the energy that raised its charge', () => {
    const battery = charged(20);
    expect(battery.capacityFromPercent).toBeGreaterThan(30);
    expect(battery.capacityWh).toBeGreaterThan(47_500);
    expect(battery.capacityWh).toBeLessThan(52_500);
  });

  it('keeps quiet about its capacity before the charge has risen enough', () => {
    expect(charged(2).capacityWh).toBeUndefined();
  });

  it('is another battery when the charge falls', () => {
    const battery = evolveBattery(charged(20), { stateOfChargePercent: 10, energyWh: 20_000, powerW: 50_000 }, at(21));
    expect(battery.origin).toMatchObject({ stateOfChargePercent: 10 });
    expect(battery.recent).toHaveLength(1);
  });

  it('takes charge and energy together that come in two pieces', () => {
    const piece = evolveBattery(newBattery(at(0)), { stateOfChargePercent: 40 }, at(0));
    expect(evolveBattery(piece, { energyWh: 1_000 }, at(0)).origin).toMatchObject({ stateOfChargePercent: 40, energyWh: 1_000 });
  });
});

describe('the time a battery needs', () => {
  it('follows from power and capacity, and is longer than that behind 80 %', () => {
    const { secondsTo80, secondsTo100 } = charged(20);
    // 27 % of 50 kWh at 50 kW are 16 minutes; the last 20 % take more than twice the time they would take at full power.
    expect(secondsTo80).toBeGreaterThan(14 * 60);
    expect(secondsTo80).toBeLessThan(18 * 60);
    expect((secondsTo100 ?? 0) - (secondsTo80 ?? 0)).toBeGreaterThan(20 * 60);
  });

  it('follows from the rise of the charge where power is not known', () => {
    const sample = (minute: number, stateOfChargePercent: number) => ({ at: at(minute), stateOfChargePercent });
    expect(secondsTo(80, { recent: [sample(0, 40), sample(10, 50)] })).toBe(1_800);
  });

  it('grows little behind 80 % when charging is slow', () => {
    const sample = { at: at(0), stateOfChargePercent: 80 };
    const slow = secondsTo(100, { powerW: 3_600, capacityWh: 60_000, recent: [sample] });
    expect(slow).toBeLessThan(1.4 * (12_000 / 3_600) * 3_600);
  });

  it('is nothing once it is full', () => {
    expect(secondsTo(80, { recent: [{ at: at(0), stateOfChargePercent: 80 }] })).toBe(0);
  });

  it('is not known while nothing flows, or from a single percent', () => {
    const recent = [{ at: at(0), stateOfChargePercent: 50 }];
    expect(secondsTo(80, { recent, powerW: 0, capacityWh: 50_000 })).toBeUndefined();
    expect(secondsTo(80, { recent, powerW: 7_000 })).toBeUndefined();
  });
});
