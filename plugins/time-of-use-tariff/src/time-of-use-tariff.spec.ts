import { describe, expect, it } from '@jest/globals';
import { Big } from '@wattledger/plugin-sdk';
import type { ChargingPeriod, KnownTariff, PluginContext, SessionPrice } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import fc from 'fast-check';
import { timeOfUseTariff, timeOfUseTerms } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };

interface Story {
  readonly timeZone?: string;
  readonly periods: readonly ChargingPeriod[];
}

const period = (from: string, until: string, energyWh: number, powerW?: number): ChargingPeriod => ({
  from: new Date(from).toISOString(),
  until: new Date(until).toISOString(),
  energyWh,
  state: 'charging',
  ...(powerW !== undefined && { powerW }),
});

function priced(terms: object, { timeZone = 'Europe/Madrid', periods }: Story): SessionPrice {
  const startedAt = periods[0]?.from ?? '2026-05-01T00:00:00.000Z';
  const vote = timeOfUseTariff.decisions?.priceSession?.(
    {
      stationId: 's1',
      ocppVersion: '2.1',
      at: startedAt,
      station: { groups: [], timeZone },
      transactionId: '1',
      startedAt,
      energyWh: periods.reduce((sum, { energyWh }) => sum + energyWh, 0),
      periods,
      terms: {},
      tariff: {
        tariffId: 'tou',
        version: 3,
        plugin: 'time-of-use-tariff',
        name: 'By time',
        currency: 'EUR',
        terms: JSON.parse(JSON.stringify(timeOfUseTerms.parse(terms))),
        validFrom: '2026-01-01T00:00:00.000Z',
      },
    },
    {},
    context,
  );
  if (!vote || 'then' in vote || vote.vote !== 'answer') throw new Error('it gave no price');
  return vote.answer;
}

const energies = ({ lines = [] }: SessionPrice) => lines.map(({ element, quantity }) => `${element} ${quantity}`);
const night = { name: 'night', when: { from: '22:00', until: '06:00' }, perKwh: '0.10' };
const otherwise = { perKwh: '0.30' };

describe('a time-of-use tariff', () => {
  it('cuts a session where the night begins by the clock of the station', () => {
    // 21:00 to 23:00 in Madrid, which is two hours ahead in May.
    const price = priced(
      { elements: [night], otherwise },
      { periods: [period('2026-05-01T19:00Z', '2026-05-01T21:00Z', 10_000)] },
    );
    expect(energies(price)).toEqual(['otherwise 5', 'night 5']);
    expect(price.amount).toBe('2.00');
  });

  it('knows the night in which the clock is put forward to be an hour shorter', () => {
    // Madrid, 29 March 2026: at 02:00 it is 03:00. 01:00 to 07:00 local are five hours, four of them before 06:00.
    const periods = [period('2026-03-29T00:00Z', '2026-03-29T05:00Z', 5_000)];
    expect(energies(priced({ elements: [night], otherwise }, { periods }))).toEqual(['night 4', 'otherwise 1']);
    const gone = { name: 'gone', when: { from: '02:00', until: '03:00' }, perKwh: '9' };
    expect(energies(priced({ elements: [gone], otherwise }, { periods }))).toEqual(['otherwise 5']);
  });

  it('knows the night in which the clock is put back to be an hour longer', () => {
    // Madrid, 25 October 2026: 02:00 to 03:00 comes twice.
    const periods = [period('2026-10-24T23:00Z', '2026-10-25T03:00Z', 4_000)];
    const twice = { name: 'twice', when: { from: '02:00', until: '03:00' }, perKwh: '9' };
    expect(energies(priced({ elements: [twice], otherwise }, { periods }))).toEqual(['otherwise 1', 'twice 2', 'otherwise 1']);
  });

  it('has prices for weekdays, seasons and holidays', () => {
    const elements = [
      { name: 'holiday', when: { holidays: 'only' }, perKwh: '0.01' },
      { name: 'weekend', when: { weekdays: [6, 7] }, perKwh: '0.02' },
      { name: 'winter', when: { season: { from: '11-01', until: '02-28' } }, perKwh: '0.50' },
    ];
    const onDay = (day: string) =>
      energies(
        priced(
          { elements, otherwise, holidays: ['12-25', '2026-05-01'] },
          { periods: [period(`${day}T10:00Z`, `${day}T11:00Z`, 1_000)] },
        ),
      );
    expect(onDay('2026-12-25')).toEqual(['holiday 1']);
    expect(onDay('2026-05-01')).toEqual(['holiday 1']);
    expect(onDay('2027-05-01')).toEqual(['weekend 1']);
    expect(onDay('2026-12-01')).toEqual(['winter 1']);
    expect(onDay('2026-06-01')).toEqual(['otherwise 1']);
  });

  it('has steps of energy and of power', () => {
    const elements = [
      { name: 'fast', when: { fromKw: 50 }, perKwh: '0.60' },
      { name: 'first 20', when: { untilKwh: 20 }, perKwh: '0.20' },
    ];
    const periods = [
      period('2026-05-04T10:00Z', '2026-05-04T11:00Z', 30_000, 30_000),
      period('2026-05-04T11:00Z', '2026-05-04T11:30Z', 40_000, 80_000),
    ];
    const price = priced({ elements, otherwise }, { periods });
    expect(energies(price)).toEqual(['first 20 20', 'otherwise 10', 'fast 40']);
    expect(price.amount).toBe('31.00');
  });

  it('refuses terms of a time zone or a time of day that is none', () => {
    expect(timeOfUseTerms.safeParse({ elements: [], otherwise, timeZone: 'Europe/Nowhere' }).success).toBe(false);
    expect(timeOfUseTerms.safeParse({ elements: [{ ...night, when: { from: '25:00' } }], otherwise }).success).toBe(false);
  });

  it('gives every watt-hour one price, whenever the session was and however its readings are cut', () => {
    const moment = fc.integer({ min: Date.parse('2026-01-01T00:00Z') / 60_000, max: Date.parse('2026-12-30T00:00Z') / 60_000 });
    const parts = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(moment, parts, (begin, minutes) => {
        const at = (minute: number) => new Date((begin + minute) * 60_000).toISOString();
        let reached = 0;
        const cut = minutes.map((length) => period(at(reached), at((reached += length)), length * 100));
        const whole = [period(at(0), at(reached), reached * 100)];
        const terms = { elements: [night], otherwise };
        expect(energies(priced(terms, { periods: cut }))).toEqual(energies(priced(terms, { periods: whole })));
        const { lines = [] } = priced(terms, { periods: cut });
        const sum = lines.reduce((total, { quantity }) => total.plus(quantity), new Big(0));
        expect(sum.times(1_000).toNumber()).toBe(reached * 100);
      }),
    );
  });
});

const tariff: KnownTariff = {
  tariffId: 'tou',
  version: 3,
  plugin: 'time-of-use-tariff',
  name: 'By time',
  currency: 'EUR',
  terms: JSON.parse(JSON.stringify(timeOfUseTerms.parse({ elements: [night], otherwise }))),
  validFrom: '2026-01-01T00:00:00.000Z',
};
describePlugin(timeOfUseTariff, {
  questions: { priceSession: [{ tariff }] },
  prices: [
    {
      session: {
        tariff,
        energyWh: 20_000,
        periods: [period('2026-05-01T21:00:00.000Z', '2026-05-01T23:00:00.000Z', 20_000)],
      },
      costs: '4.00 EUR',
    },
  ],
});
