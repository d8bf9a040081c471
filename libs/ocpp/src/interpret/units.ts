/** How a unit becomes the base unit of its quantity. */
interface Conversion {
  readonly unit: string;
  /** The power of ten between the two. */
  readonly exponent: number;
  /** For scales that do not start at the same zero. */
  readonly convert?: (value: number) => number;
}

const ZERO_CELSIUS_IN_KELVIN = 273.15;

/** Subtractions leave binary dust behind (300 - 273.15): no thermometer shows a millionth of a degree. */
const withoutDust = (value: number): number => Math.round(value * 1e6) / 1e6;

const fromKelvin = (value: number): number => withoutDust(value - ZERO_CELSIUS_IN_KELVIN);
const fromFahrenheit = (value: number): number => withoutDust(((value - 32) * 5) / 9);

const prefixed = (unit: string, prefixes: Readonly<Record<string, number>>): [string, Conversion][] =>
  Object.entries(prefixes).map(([prefix, exponent]) => [prefix + unit, { unit, exponent }]);

const celsius: Conversion = { unit: 'Celsius', exponent: 0 };

const conversions = new Map<string, Conversion>([
  ...['Wh', 'W', 'varh', 'var', 'VAh', 'VA'].flatMap((unit) => prefixed(unit, { '': 0, k: 3, M: 6 })),
  ...['A', 'V'].flatMap((unit) => prefixed(unit, { '': 0, m: -3, k: 3 })),
  ...prefixed('Hz', { '': 0, k: 3 }),
  // OCPP 1.6 spells it `Celcius`, its errata `Celsius`.
  ...['Celsius', 'Celcius', 'C', '°C', 'degC'].map((name): [string, Conversion] => [name, celsius]),
  ['K', { unit: 'Celsius', exponent: 0, convert: fromKelvin }],
  ['Fahrenheit', { unit: 'Celsius', exponent: 0, convert: fromFahrenheit }],
  ['°F', { unit: 'Celsius', exponent: 0, convert: fromFahrenheit }],
  ['Percent', { unit: 'Percent', exponent: 0 }],
  ['%', { unit: 'Percent', exponent: 0 }],
]);

/** For units in the wrong case (`KWH`, `wh`); `m` and `M` mean different things and stay as they are. */
const inLowerCase = new Map(
  [...conversions].filter(([name]) => !/^[mM]/.test(name)).map(([name, conversion]) => [name.toLowerCase(), conversion]),
);

/** Moves the decimal point. Done on the digits: 8.2 * 1000 is 8199.999999999999, 8.2 moved by three is 8200. */
export function shiftDecimal(value: number, places: number): number {
  if (places === 0 || value === 0) return value;
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

/**
 * A value in the base unit of its quantity: Wh, W, varh, var, VAh, VA, A, V, Hz, Celsius, Percent.
 *
 * A unit nobody knows is kept, with its value as it came.
 *
 * @param multiplier 2.x `unitOfMeasure.multiplier`: the power of ten to apply first.
 */
export function toBaseUnit(value: number, unit: string, multiplier = 0): { readonly value: number; readonly unit: string } {
  const conversion = conversions.get(unit) ?? inLowerCase.get(unit.toLowerCase());
  if (conversion === undefined) return { value: shiftDecimal(value, multiplier), unit };
  const shifted = shiftDecimal(value, multiplier + conversion.exponent);
  return { value: conversion.convert ? conversion.convert(shifted) : shifted, unit: conversion.unit };
}

const defaultUnits: readonly (readonly [prefix: string, unit: string])[] = [
  ['Energy.Reactive', 'varh'],
  ['Energy.Apparent', 'VAh'],
  ['Energy', 'Wh'],
  ['Power.Reactive', 'var'],
  ['Power.Factor', ''],
  ['Power', 'W'],
  ['Current', 'A'],
  ['Voltage', 'V'],
  ['Frequency', 'Hz'],
  ['Temperature', 'Celsius'],
  ['SoC', 'Percent'],
  ['RPM', 'RPM'],
  ['Display.BatteryEnergyCapacity', 'Wh'],
  ['Display.RemainingTime', 's'],
  ['Display.', 'Percent'],
];

/**
 * The unit that is meant when a station leaves it out.
 *
 * Both documents say `Wh` for energy and nothing for the rest, where the quantity's own base unit is the only sensible
 * reading; the empty text for what has none.
 */
export const defaultUnitOf = (measurand: string): string =>
  defaultUnits.find(([prefix]) => measurand.startsWith(prefix))?.[1] ?? '';
