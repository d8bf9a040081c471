/** What stands where a station has told nothing. */
export const UNKNOWN = '–';

const numbers = (maximumFractionDigits: number) => new Intl.NumberFormat(undefined, { maximumFractionDigits });
const whole = numbers(0);
const tenths = numbers(1);
const hundredths = numbers(2);

type Known = number | null | undefined;
const given = (value: Known, text: (value: number) => string): string => (typeof value === 'number' ? text(value) : UNKNOWN);

export const count = (value: Known): string => given(value, (number) => whole.format(number));
export const percent = (value: Known): string => given(value, (number) => `${whole.format(number)} %`);
export const kilowatts = (watts: Known): string => given(watts, (number) => `${tenths.format(number / 1000)} kW`);
export const kilowattHours = (wattHours: Known): string =>
  given(wattHours, (number) => `${hundredths.format(number / 1000)} kWh`);
export const volts = (value: Known): string => given(value, (number) => `${whole.format(number)} V`);
export const amperes = (value: Known): string => given(value, (number) => `${tenths.format(number)} A`);
export const celsius = (value: Known): string => given(value, (number) => `${tenths.format(number)} °C`);

const symbols: Readonly<Record<string, string>> = { Percent: '%', Celsius: '°C' };
export const quantity = (value: number, unit: string): string => `${hundredths.format(value)} ${symbols[unit] ?? unit}`;

/** An amount of money as the platform gives it: decimal text, and an ISO 4217 code. */
export const money = (amount: string | null, currency: string | null): string =>
  amount === null ? UNKNOWN : currency === null ? amount : `${amount} ${currency}`;

const cents = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** As it was last told to the station, which knows the currency. */
export const runningCost = (value: Known): string => given(value, (number) => cents.format(number));
