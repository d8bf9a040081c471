import { describe, expect, it } from '@jest/globals';
import { charge, electricReading, isFull, pluggedIn, powerAt, someVehicle } from './battery.ts';
import type { Supply, Vehicle } from './battery.ts';
import { seededRandom } from './random.ts';

const vehicle: Vehicle = {
  capacityWh: 60_000,
  startSocPercent: 20,
  targetSocPercent: 90,
  maxPowerW: 100_000,
  kneeSocPercent: 60,
  nominalVoltageV: 400,
};
const dc: Supply = { kind: 'dc', maxPowerW: 150_000 };
const at = (socPercent: number) => ({ socPercent, temperatureCelsius: 20, chargedWh: 0 });

describe('A battery', () => {
  it('takes constant power up to the knee and less and less above it', () => {
    const powers = [20, 40, 60, 70, 80, 89].map((soc) => powerAt(vehicle, at(soc), 150_000));
    expect(powers.slice(0, 3)).toEqual([100_000, 100_000, 100_000]);
    expect(powers[3]).toBeLessThan(100_000);
    expect(powers[4]).toBeLessThan(powers[3] ?? 0);
    expect(powers[5]).toBeLessThan(powers[4] ?? 0);
  });

  it('never takes more than the charge point may give', () => {
    expect(powerAt(vehicle, at(30), 11_000)).toBe(11_000);
    expect(powerAt(vehicle, at(30), 0)).toBe(0);
  });

  it('gains charge in proportion to the energy it takes', () => {
    const after = charge(vehicle, pluggedIn(vehicle), 360, 150_000);
    expect(after.chargedWh).toBeCloseTo(10_000, 6);
    expect(after.socPercent).toBeCloseTo(20 + (10_000 / 60_000) * 100, 6);
  });

  it('stops exactly at its target', () => {
    const after = charge(vehicle, pluggedIn(vehicle), 4 * 3_600, 150_000);
    expect(after.socPercent).toBeCloseTo(90, 6);
    expect(after.chargedWh).toBeCloseTo(42_000, 3);
    expect(isFull(vehicle, after)).toBe(true);
    expect(powerAt(vehicle, after, 150_000)).toBe(0);
  });

  it('ends alike after one long step and many short ones', () => {
    const long = charge(vehicle, pluggedIn(vehicle), 1_500, 150_000);
    let short = pluggedIn(vehicle);
    for (let step = 0; step < 150; step += 1) short = charge(vehicle, short, 10, 150_000);
    expect(short.socPercent).toBeCloseTo(long.socPercent, 6);
    expect(short.temperatureCelsius).toBeCloseTo(long.temperatureCelsius, 6);
  });

  it('gets warm while charging and cools down without power', () => {
    const warm = charge(vehicle, pluggedIn(vehicle), 900, 150_000);
    expect(warm.temperatureCelsius).toBeGreaterThan(25);
    expect(charge(vehicle, warm, 900, 0).temperatureCelsius).toBeLessThan(warm.temperatureCelsius);
  });

  it('shows a voltage on DC that rises with the state of charge, and a current that is power by voltage', () => {
    const low = electricReading(vehicle, at(20), dc, 150_000);
    const high = electricReading(vehicle, at(55), dc, 150_000);
    expect(high.voltageV).toBeGreaterThan(low.voltageV);
    expect(low.currentA * low.voltageV).toBeCloseTo(low.powerW, 6);
  });

  it('shares its power between the phases on AC', () => {
    const reading = electricReading(vehicle, at(20), { kind: 'ac', maxPowerW: 11_040, phases: 3 }, 150_000);
    expect(reading).toEqual({ powerW: 11_040, voltageV: 230, currentA: 16 });
  });

  it('is the same vehicle for the same seed', () => {
    expect(someVehicle(seededRandom(7), dc)).toEqual(someVehicle(seededRandom(7), dc));
    expect(someVehicle(seededRandom(7), dc)).not.toEqual(someVehicle(seededRandom(8), dc));
  });
});
