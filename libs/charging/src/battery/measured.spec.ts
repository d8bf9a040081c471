import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@wattledger/ocpp';
import { measuredIn } from './measured.ts';

const reading = (measurand: string, value: number, more: Partial<Reading> = {}): Reading => ({
  measurand,
  value,
  unit: '',
  location: 'Outlet',
  context: 'Sample.Periodic',
  ...more,
});
const phases = (measurand: string, values: readonly number[], suffix = '') =>
  values.map((value, index) => reading(measurand, value, { phase: `L${index + 1}${suffix}` }));

describe('what was measured at one instant', () => {
  it('is the sum of the phases for power and energy', () => {
    expect(measuredIn(phases('Power.Active.Import', [3_000, 3_100, 2_900]))).toMatchObject({
      powerW: 9_000,
      phases: { L1: { powerW: 3_000 }, L3: { powerW: 2_900 } },
    });
  });

  it("is the station's own total where it gives one", () => {
    expect(
      measuredIn([...phases('Power.Active.Import', [3_000, 3_100, 2_900]), reading('Power.Active.Import', 9_050)]).powerW,
    ).toBe(9_050);
  });

  it('is the most loaded phase for current', () => {
    expect(measuredIn([...phases('Current.Import', [15.8, 16, 0]), reading('Current.Import', 3, { phase: 'N' })]).currentA).toBe(
      16,
    );
  });

  it('is the mean to neutral for voltage, however the station measures it', () => {
    expect(measuredIn(phases('Voltage', [229, 230, 231], '-N')).voltageV).toBe(230);
    expect(measuredIn([reading('Voltage', 400, { phase: 'L1-L2' })]).voltageV).toBeCloseTo(230.9, 1);
  });

  it('is negative while the battery feeds the grid', () => {
    expect(measuredIn([reading('Power.Active.Import', 0), reading('Power.Active.Export', 5_000)]).powerW).toBe(-5_000);
  });

  it('is what the outlet delivers, not what the grid gives; the temperature is that of the vehicle', () => {
    const measured = measuredIn([
      reading('Power.Active.Import', 52_000, { location: 'Inlet' }),
      reading('Power.Active.Import', 50_000),
      reading('Temperature', 40, { location: 'Body' }),
      reading('Temperature', 31, { location: 'EV' }),
    ]);
    expect(measured).toMatchObject({ powerW: 50_000, temperatureC: 31 });
  });

  it('knows the register of a begin and an end', () => {
    expect(measuredIn([reading('Energy.Active.Import.Register', 5, { context: 'Transaction.Begin' })])).toMatchObject({
      energyOf: 'begin',
    });
  });

  it('takes the charge wherever the station says it is, within bounds', () => {
    expect(measuredIn([reading('SoC', 101, { location: 'Outlet' })]).stateOfChargePercent).toBe(100);
  });
});

describe('the energy register of one instant', () => {
  const register = (value: number, more: Partial<Reading> = {}) => reading('Energy.Active.Import.Register', value, more);

  it("is the outlet's before the grid side's, in whatever order they come", () => {
    const [inlet, outlet] = [register(9_000, { location: 'Inlet' }), register(7_500)];
    expect([measuredIn([inlet, outlet]).energyWh, measuredIn([outlet, inlet]).energyWh]).toEqual([7_500, 7_500]);
  });

  it('is that of all phases, which are added where the station gives no total', () => {
    const ofPhases = phases('Energy.Active.Import.Register', [2_500, 2_400, 2_600]);
    expect(measuredIn(ofPhases).energyWh).toBe(7_500);
    expect(measuredIn([...ofPhases, register(7_501)]).energyWh).toBe(7_501);
  });

  it('is the one at the end of the transaction where it was read for other reasons too', () => {
    const [end, clock] = [register(7_500, { context: 'Transaction.End' }), register(7_480, { context: 'Sample.Clock' })];
    expect([measuredIn([end, clock]).energyWh, measuredIn([clock, end]).energyWh]).toEqual([7_500, 7_500]);
    expect(measuredIn([end, clock]).energyOf).toBe('end');
  });

  it('counts each phase once where all are read for two reasons', () => {
    const ofPhases = phases('Energy.Active.Import.Register', [2_500, 2_400, 2_600]);
    expect(measuredIn([...ofPhases, ...ofPhases.map((phase) => ({ ...phase, context: 'Sample.Clock' }))]).energyWh).toBe(7_500);
  });

  it('is unknown where no reading is one', () => {
    expect(measuredIn([reading('Power.Active.Import', 7_000)]).energyWh).toBeUndefined();
  });
});
