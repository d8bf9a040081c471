import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { validate } from '@wattledger/ocpp';
import { stationTariff } from './station-tariff.ts';
import { displayOfTariff } from './tariff-display.ts';
import type { KnownTariff } from './tariff.ts';

const tariff = (terms: JsonObject, more: Partial<KnownTariff> = {}): KnownTariff => ({
  tariffId: 'night',
  version: 3,
  plugin: 'time-of-use-tariff',
  name: 'Night',
  currency: 'EUR',
  terms,
  validFrom: '2026-01-01T00:00:00.000Z',
  ...more,
});
const vat = { taxes: [{ name: 'VAT', percent: '21' }], pricesIncludeTax: true };

describe('a tariff, as stations of OCPP 2.1 are told of it,', () => {
  it('has prices without tax, the taxes beside them, and its version in its id', () => {
    expect(stationTariff(tariff({ perKwh: '0.42', ...vat }))).toEqual({
      tariffId: 'night v3',
      currency: 'EUR',
      energy: { prices: [{ priceKwh: 0.347107 }], taxRates: [{ type: 'VAT', tax: 21 }] },
      chargingTime: { prices: [{ priceMinute: 0 }], taxRates: [{ type: 'VAT', tax: 21 }] },
    });
  });

  it('has idle time behind its grace, a fee, and bounds', () => {
    const terms = {
      perKwh: '0.42',
      perSession: '0.50',
      idlePerMinute: '0.10',
      idleGraceMinutes: 15,
      minimum: '1',
      maximum: '80',
    };
    expect(stationTariff(tariff(terms))).toMatchObject({
      idleTime: { prices: [{ priceMinute: 0.1, conditions: { minIdleTime: 900 } }] },
      fixedFee: { prices: [{ priceFixed: 0.5 }] },
      minCost: { exclTax: 1 },
      maxCost: { exclTax: 80 },
    });
  });

  it('has the elements in their order with their conditions, and what else holds last', () => {
    const when = { weekdays: [1, 7], from: '22:00', until: '24:00', fromKwh: 10, untilKwh: 20, fromKw: 11, untilKw: 22 };
    const elements = [{ name: 'night', when, perKwh: '0.20', perMinute: '0' }];
    const told = stationTariff(tariff({ elements, otherwise: { perKwh: '0.40', perMinute: '0.01' } }));
    const conditions = {
      dayOfWeek: ['Monday', 'Sunday'],
      startTimeOfDay: '22:00',
      endTimeOfDay: '00:00',
      minEnergy: 10_000,
      maxEnergy: 20_000,
      minPower: 11_000,
      maxPower: 22_000,
    };
    expect(told).toMatchObject({ energy: { prices: [{ priceKwh: 0.2, conditions }, { priceKwh: 0.4 }] } });
    expect(told).toMatchObject({ chargingTime: { prices: [{ priceMinute: 0, conditions }, { priceMinute: 0.01 }] } });
    const payload = JSON.parse(JSON.stringify({ evseId: 0, tariff: told })) as JsonObject;
    expect(validate('2.1', 'SetDefaultTariff', 'request', payload, { strict: true }).tier).toBe('valid');
  });

  it.each([
    ['seasons', { season: { from: '06-01', until: '08-31' } }, 'stations know no seasons and no holidays, as in the element odd'],
    ['holidays', { holidays: 'only' }, 'stations know no seasons and no holidays, as in the element odd'],
  ])('cannot have %s', (_, when, problem) => {
    const terms = { elements: [{ name: 'odd', when, perKwh: '0.20' }], otherwise: { perKwh: '0.40' } };
    expect(stationTariff(tariff(terms))).toEqual({ problem });
    expect(displayOfTariff(tariff(terms)).stationTariff).toEqual({ tariffId: 'night v3', currency: 'EUR' });
  });

  it('cannot have terms of another form', () => {
    const problem = 'stations cannot be told of the terms of spot-prices';
    expect(stationTariff(tariff({ index: 'day-ahead' }, { plugin: 'spot-prices' }))).toEqual({ problem });
  });

  it('keeps its version though its id is longer than a station takes', () => {
    expect(stationTariff(tariff({ perKwh: '0.42' }, { tariffId: 'n'.repeat(60), version: 12 }))).toMatchObject({
      tariffId: `${'n'.repeat(56)} v12`,
    });
  });
});
