import { Big } from 'big.js';
import type { KnownTariff, PriceLine, SessionPrice } from '@wattledger/charging';
import { z } from 'zod';
import { decimal, decimalText, rounded, roundingModes } from './money.ts';
import { kilowattHours, minutesOf } from './stretches.ts';
import type { Stretch } from './stretches.ts';

/** What the terms of every tariff may hold beside its prices for energy and time; spread it into a plugin's own. */
export const commonTerms = {
  perSession: decimal().default('0').describe('A fee for every session'),
  idlePerMinute: decimal().default('0').describe('A minute in which the car stays connected and takes nothing'),
  idleGraceMinutes: z.number().int().min(0).max(1_440).default(0).describe('So many idle minutes of a session are free'),
  minimum: decimal().optional().describe('What a session costs at least, before tax is added'),
  maximum: decimal().optional().describe('What a session costs at most, before tax is added'),
  taxes: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(20).describe('Such as `VAT`'),
        percent: decimal().describe('Such as 21'),
      }),
    )
    .max(5)
    .default([])
    .describe('Taxes, each on the amount before tax'),
  pricesIncludeTax: z.boolean().default(false).describe('All prices are with tax in them; otherwise tax is added'),
  decimals: z.number().int().min(0).max(4).default(2).describe('Decimals of what is paid'),
  rounding: z.enum(roundingModes).default('half-even').describe('How what is paid is rounded, once, at the end'),
};
export type CommonTerms = z.infer<z.ZodObject<typeof commonTerms>>;

/** What a kWh and a minute of charging cost in a stretch, and why. */
export interface UnitPrices {
  /** Which element of the tariff, such as `night`. */
  readonly element: string;
  readonly perKwh: string;
  readonly perMinute: string;
}

/**
 * Adds up a session: energy and charging time by the prices of each stretch, idle time behind its grace, the fee, the bounds, the
 * taxes. Lines are exact; what is paid is rounded once.
 */
export function billOf(
  stretches: readonly Stretch[],
  pricesOf: (stretch: Stretch) => UnitPrices,
  terms: CommonTerms,
  { tariffId, version, currency }: KnownTariff,
): SessionPrice {
  const metered = [...usageLines(stretches, pricesOf), ...idleLines(stretches, terms), ...feeLines(terms)];
  const lines = [...metered, ...boundLines(sumOf(metered), terms)];
  return { ...paid(sumOf(lines), terms), currency, lines, tariff: { tariffId, version } };
}

interface Usage extends UnitPrices {
  readonly from: number;
  until: number;
  energyMilliWh: number;
  chargingMs: number;
}

/** Neighbouring stretches of one element make one line of energy and one of time. */
function usageLines(stretches: readonly Stretch[], pricesOf: (stretch: Stretch) => UnitPrices): PriceLine[] {
  const usages: Usage[] = [];
  for (const stretch of stretches) {
    const { from, until, energyMilliWh, state } = stretch;
    const chargingMs = state === 'charging' ? until - from : 0;
    if (energyMilliWh === 0 && chargingMs === 0) continue;
    const prices = pricesOf(stretch);
    const last = usages.at(-1);
    if (last && last.element === prices.element && last.until === from) {
      last.until = until;
      last.energyMilliWh += energyMilliWh;
      last.chargingMs += chargingMs;
    } else usages.push({ ...prices, from, until, energyMilliWh, chargingMs });
  }
  return usages.flatMap(({ from, until, energyMilliWh, chargingMs, element, perKwh, perMinute }) => [
    ...lineOf('energy', kilowattHours(energyMilliWh), perKwh, { from, until, element }),
    ...lineOf('time', minutesOf(chargingMs), perMinute, { from, until, element }),
  ]);
}

function idleLines(stretches: readonly Stretch[], { idlePerMinute, idleGraceMinutes }: CommonTerms): PriceLine[] {
  const graceMs = idleGraceMinutes * 60_000;
  const element = idleGraceMinutes === 0 ? 'idle' : `idle after ${idleGraceMinutes} min`;
  return stretches.flatMap(({ from, until, state, idleBeforeMs }) => {
    const billedFrom = Math.max(from, from + graceMs - idleBeforeMs);
    if (state !== 'idle' || billedFrom >= until) return [];
    return lineOf('idle', minutesOf(until - billedFrom), idlePerMinute, { from: billedFrom, until, element });
  });
}

const feeLines = ({ perSession }: CommonTerms): PriceLine[] => lineOf('session', new Big(1), perSession);

function boundLines(sum: Big, { minimum, maximum }: CommonTerms): PriceLine[] {
  const bound = (what: 'minimum' | 'maximum', to: string): PriceLine => {
    const difference = decimalText(new Big(to).minus(sum));
    return { what, quantity: '1', unit: 'session', unitPrice: difference, amount: difference, element: `${what} ${to}` };
  };
  if (maximum !== undefined && sum.gt(maximum)) return [bound('maximum', maximum)];
  return minimum !== undefined && sum.lt(minimum) ? [bound('minimum', minimum)] : [];
}

const units = { energy: 'kWh', time: 'min', idle: 'min', session: 'session' } as const;

/** Nothing, and what costs nothing, has no line, except energy: its quantity is what a driver looks for. */
function lineOf(
  what: keyof typeof units,
  quantity: Big,
  unitPrice: string,
  { from, until, element }: { from?: number; until?: number; element?: string } = {},
): PriceLine[] {
  if (quantity.eq(0) || (what !== 'energy' && new Big(unitPrice).eq(0))) return [];
  return [
    {
      what,
      ...(from !== undefined && { from: new Date(from).toISOString() }),
      ...(until !== undefined && { until: new Date(until).toISOString() }),
      quantity: decimalText(quantity),
      unit: units[what],
      unitPrice,
      amount: decimalText(quantity.times(unitPrice)),
      ...(element !== undefined && { element }),
    },
  ];
}

const sumOf = (lines: readonly PriceLine[]): Big => lines.reduce((sum, { amount }) => sum.plus(amount), new Big(0));

/** Taxes are rounded each; included in prices, the last takes what is left, so that all adds up to what is paid. */
function paid(sum: Big, { taxes, pricesIncludeTax, decimals, rounding }: CommonTerms): Omit<SessionPrice, 'currency'> {
  const round = (amount: Big): Big => rounded(amount, decimals, rounding);
  const percent = taxes.reduce((total, tax) => total.plus(tax.percent), new Big(0));
  const total = round(sum);
  const before = pricesIncludeTax ? round(total.times(100).div(percent.plus(100))) : total;
  let left = total.minus(before);
  const told = taxes.map(({ name, percent: each }, index) => {
    const isRest = pricesIncludeTax && index === taxes.length - 1;
    const amount = isRest ? left : round(before.times(each).div(100));
    left = left.minus(amount);
    return { name, percent: each, amount: amount.toFixed(decimals) };
  });
  const amount = pricesIncludeTax ? total : told.reduce((all, tax) => all.plus(tax.amount), before);
  const step = new Big(10).pow(-decimals).toFixed();
  return {
    amount: amount.toFixed(decimals),
    amountBeforeTax: before.toFixed(decimals),
    ...(told.length > 0 && { taxes: told }),
    ...(pricesIncludeTax && { pricesIncludeTax }),
    rounding: `${rounding} to ${step}, once, at the end${told.length > 0 ? '; each tax for itself' : ''}`,
  };
}
