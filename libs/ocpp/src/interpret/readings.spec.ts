import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import { stationCalls } from '../testing/index.ts';
import { interpret } from './index.ts';
import { defaultUnitOf, shiftDecimal, toBaseUnit } from './units.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';

const read = (version: '1.6' | '2.0.1', place: JsonObject, sampledValue: Json) => {
  const facts = interpret(
    stationCalls(version, 'MeterValues', { ...place, meterValue: [{ timestamp: receivedAt, sampledValue }] }),
    { receivedAt },
  );
  const [fact] = facts;
  return fact?.type === 'MetersRead' ? fact : undefined;
};
const read16 = (...sampledValue: JsonObject[]) => read('1.6', { connectorId: 1 }, sampledValue)?.readings ?? [];
const read2 = (...sampledValue: JsonObject[]) => read('2.0.1', { evseId: 1 }, sampledValue)?.readings ?? [];

describe('a unit', () => {
  it.each([
    ['8.5', 'kWh', 8500, 'Wh'],
    ['8.2', 'kWh', 8200, 'Wh'],
    ['1.1', 'MWh', 1_100_000, 'Wh'],
    ['7.4', 'kW', 7400, 'W'],
    ['0.3', 'kvarh', 300, 'varh'],
    ['0.3', 'kvar', 300, 'var'],
    ['11', 'kVA', 11_000, 'VA'],
    ['16000', 'mA', 16, 'A'],
    ['0.4', 'kV', 400, 'V'],
    ['300', 'K', 26.85, 'Celsius'],
    ['98.6', 'Fahrenheit', 37, 'Celsius'],
    ['21', 'Celcius', 21, 'Celsius'],
    ['21', 'Celsius', 21, 'Celsius'],
    ['61', 'Percent', 61, 'Percent'],
    ['61', '%', 61, 'Percent'],
    ['50', 'Hz', 50, 'Hz'],
    ['8.5', 'KWH', 8500, 'Wh'],
    ['3', 'furlong', 3, 'furlong'],
  ])('%s %s is %d %s', (value, unit, baseValue, baseUnit) => {
    expect(read16({ value, unit })).toMatchObject([{ value: baseValue, unit: baseUnit }]);
  });

  it('that is left out is the one of the quantity', () => {
    const units = [
      'Energy.Active.Import.Register',
      'Energy.Reactive.Export.Interval',
      'Power.Offered',
      'Power.Reactive.Import',
      'SoC',
    ];
    expect(units.map(defaultUnitOf)).toEqual(['Wh', 'varh', 'W', 'var', 'Percent']);
    expect(['Current.Import', 'Voltage', 'Temperature', 'Frequency', 'RPM', 'Power.Factor'].map(defaultUnitOf)).toEqual([
      'A',
      'V',
      'Celsius',
      'Hz',
      'RPM',
      '',
    ]);
    expect(read16({ value: '61', measurand: 'SoC' })).toMatchObject([{ unit: 'Percent' }]);
  });

  it('has a multiplier in 2.x, a power of ten', () => {
    expect(read2({ value: 8.2, unitOfMeasure: { unit: 'Wh', multiplier: 3 } })).toMatchObject([{ value: 8200, unit: 'Wh' }]);
    expect(read2({ value: 8.2, unitOfMeasure: { unit: 'kWh', multiplier: -1 } })).toMatchObject([{ value: 820, unit: 'Wh' }]);
    expect(read2({ value: 12, unitOfMeasure: { multiplier: '2' } })).toMatchObject([{ value: 1200, unit: 'Wh' }]);
    expect(read2({ value: 12, unitOfMeasure: { multiplier: 400 } })).toEqual([]);
  });

  it('moves the decimal point and nothing else', () => {
    expect(shiftDecimal(8.2, 3)).toBe(8200);
    expect(shiftDecimal(1e-7, 9)).toBe(100);
    expect(shiftDecimal(0, 300)).toBe(0);
    expect(toBaseUnit(-12.345, 'kW')).toEqual({ value: -12345, unit: 'W' });
  });
});

describe('a sampled value', () => {
  it('keeps measurand, phase, location and context', () => {
    const sampled = {
      value: '230.1',
      measurand: 'Voltage',
      phase: 'L1-N',
      location: 'Inlet',
      context: 'Transaction.Begin',
      unit: 'V',
    };
    expect(read16(sampled)).toEqual([{ ...sampled, value: 230.1 }]);
    const { unit, ...rest } = sampled;
    expect(read2({ ...rest, unitOfMeasure: { unit } })).toEqual([{ ...sampled, value: 230.1 }]);
  });

  it('without a readable number is left out', () => {
    const junk = ['', 'NaN', 'Infinity', '0x10', 'n/a', '1 2', null, true, [], {}, Number.NaN];
    expect(read16(...junk.map((value) => ({ value })))).toEqual([]);
    expect(read2(...junk.map((value) => ({ value })))).toEqual([]);
    expect(read16({ value: '1' }, { value: 'n/a' }, {})).toHaveLength(1);
  });

  it('may be a number in 1.6 and a text in 2.x, with a comma for the point', () => {
    expect(read16({ value: 1500 })).toMatchObject([{ value: 1500 }]);
    expect(read2({ value: '1500.5' })).toMatchObject([{ value: 1500.5 }]);
    expect(read16({ value: '230,1', measurand: 'Voltage' })).toMatchObject([{ value: 230.1 }]);
  });

  it('may be signed: in 2.x beside the plain value', () => {
    const signedMeterValue = { signedMeterData: 'T0NNRg==', signingMethod: 'ECDSA', encodingMethod: 'OCMF', publicKey: 'MFk' };
    expect(read2({ value: 5, signedMeterValue })).toMatchObject([{ value: 5, signed: signedMeterValue }]);
    expect(read('2.0.1', { evseId: 1 }, [{ signedMeterValue }])).toMatchObject({
      readings: [],
      signedReadings: [{ signed: signedMeterValue }],
    });
  });

  it('may be signed: in 1.6 in place of the plain value', () => {
    const data = 'OCMF|{"FV":"1.0"}|{"SD":"30"}';
    const sampled: Json = [{ value: '1000' }, { value: data, format: 'SignedData', context: 'Transaction.Begin' }];
    expect(read('1.6', { connectorId: 1 }, sampled)).toMatchObject({
      readings: [{ value: 1000 }],
      signedReadings: [
        {
          measurand: 'Energy.Active.Import.Register',
          unit: 'Wh',
          location: 'Outlet',
          context: 'Transaction.Begin',
          signed: { signedMeterData: data },
        },
      ],
    });
  });

  it('alone, without its list, is read all the same', () => {
    expect(read('1.6', { connectorId: 1 }, { value: '7' })?.readings).toMatchObject([{ value: 7 }]);
  });
});
