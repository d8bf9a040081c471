import { describe, expect, it } from '@jest/globals';
import { Big } from '@wattledger/plugin-sdk';
import type { ChargingPeriod, PluginContext, Question, SessionPrice } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import fc from 'fast-check';
import { flatTariff, flatTerms } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const start = Date.parse('2026-05-01T12:00:00.000Z');
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const period = (from: number, until: number, energyWh: number, state: ChargingPeriod['state'] = 'charging') => ({
  from: at(from),
  until: at(until),
  energyWh,
  state,
});

function session(terms: object, periods: readonly ChargingPeriod[], plugin = 'flat-tariff'): Question<'priceSession'> {
  return {
    stationId: 's1',
    ocppVersion: '1.6',
    at: at(0),
    station: { groups: [], timeZone: 'UTC' },
    transactionId: '1',
    startedAt: at(0),
    energyWh: periods.reduce((sum, { energyWh }) => sum + energyWh, 0),
    periods,
    terms: {},
    tariff: {
      tariffId: 'flat',
      version: 1,
      plugin,
      name: 'Flat',
      currency: 'EUR',
      terms: JSON.parse(JSON.stringify(flatTerms.parse(terms))),
      validFrom: at(-60),
    },
  };
}

function priced(terms: object, ...periods: readonly ChargingPeriod[]): SessionPrice {
  const vote = flatTariff.decisions?.priceSession?.(session(terms, periods), {}, context);
  if (!vote || 'then' in vote || vote.vote !== 'answer') throw new Error('it gave no price');
  return vote.answer;
}

const sumOf = ({ lines = [] }: SessionPrice): string => lines.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed();

describe('a flat tariff', () => {
  it('says why 17.69 kWh at 0.42 cost 7.43', () => {
    expect(priced({ perKwh: '0.42' }, period(0, 60, 17_690))).toEqual({
      amount: '7.43',
      amountBeforeTax: '7.43',
      currency: 'EUR',
      rounding: 'half-even to 0.01, once, at the end',
      tariff: { tariffId: 'flat', version: 1 },
      lines: [
        {
          what: 'energy',
          from: at(0),
          until: at(60),
          quantity: '17.69',
          unit: 'kWh',
          unitPrice: '0.42',
          amount: '7.4298',
          element: 'flat',
        },
      ],
    });
  });

  it('adds minutes, a fee, idle time behind its grace, and tax', () => {
    const terms = {
      perKwh: '0.40',
      perMinute: '0.02',
      perSession: '0.50',
      idlePerMinute: '0.10',
      idleGraceMinutes: 15,
      taxes: [{ name: 'VAT', percent: '21' }],
    };
    const price = priced(
      terms,
      period(0, 30, 5_000),
      period(30, 40, 0, 'idle'),
      period(40, 50, 1_000),
      period(50, 70, 0, 'idle'),
    );
    // 6 kWh 2.40, 40 min 0.80, 15 of 30 idle min 1.50, fee 0.50: 5.20, and 1.092 of tax.
    expect(sumOf(price)).toBe('5.2');
    expect(price).toMatchObject({ amountBeforeTax: '5.20', taxes: [{ amount: '1.09' }], amount: '6.29' });
    expect(price.lines?.find(({ what }) => what === 'idle')).toMatchObject({ quantity: '15', from: at(55), amount: '1.5' });
  });

  it('keeps a session between its minimum and its maximum, and says what that took', () => {
    const terms = { perKwh: '1', minimum: '2', maximum: '10' };
    expect(priced(terms, period(0, 60, 500))).toMatchObject({ amount: '2.00', lines: [{}, { what: 'minimum', amount: '1.5' }] });
    expect(priced(terms, period(0, 60, 5_000))).toMatchObject({ amount: '5.00', lines: [{}] });
    expect(priced(terms, period(0, 60, 50_000))).toMatchObject({
      amount: '10.00',
      lines: [{}, { what: 'maximum', amount: '-40' }],
    });
  });

  it.each([
    ['half-even', '0.12'],
    ['half-up', '0.13'],
  ])('rounds %s', (rounding, amount) => {
    expect(priced({ perKwh: '0.125', rounding }, period(0, 60, 1_000)).amount).toBe(amount);
  });

  it('leaves sessions to others that run under no tariff of its own', () => {
    const { priceSession } = flatTariff.decisions ?? {};
    expect(priceSession?.(session({}, [], 'other'), {}, context)).toMatchObject({ vote: 'abstain' });
    expect(priceSession?.({ ...session({}, []), tariff: undefined }, {}, context)).toMatchObject({ vote: 'abstain' });
  });

  it('does not depend on how the readings are cut, grows with the energy, and adds up', () => {
    const energies = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 30 });
    const terms = { perKwh: '0.4237', perMinute: '0.013', taxes: [{ name: 'VAT', percent: '19' }], pricesIncludeTax: true };
    fc.assert(
      fc.property(energies, (each) => {
        const total = each.reduce((sum, energyWh) => sum + energyWh, 0);
        const cut = priced(terms, ...each.map((energyWh, index) => period(index, index + 1, energyWh)));
        const whole = priced(terms, period(0, each.length, total));
        expect(cut).toEqual(whole);
        expect(priced(terms, period(0, each.length, total))).toEqual(whole);
        expect(new Big(priced(terms, period(0, each.length, total + 1_000)).amount).gte(whole.amount)).toBe(true);
        expect(new Big(sumOf(whole)).round(2, Big.roundHalfEven).eq(whole.amount)).toBe(true);
        expect(new Big(whole.amountBeforeTax ?? 0).plus(whole.taxes?.[0]?.amount ?? 0).eq(whole.amount)).toBe(true);
      }),
    );
  });
});

const { tariff } = session({ perKwh: '0.42', perMinute: '0.013', idlePerMinute: '0.10', idleGraceMinutes: 5 }, []);
describePlugin(flatTariff, {
  questions: { priceSession: [{ tariff }] },
  prices: [{ session: session({ perKwh: '0.42' }, [period(0, 60, 17_690)]), costs: '7.43 EUR' }],
});
