import Big from 'big.js';

const AMOUNT = /^\d{1,12}(\.\d{1,6})?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** An amount as text: exact, with at least two decimals. */
export function moneyText(amount: Big): string {
  const decimals = amount.c.length - 1 - amount.e;
  return amount.toFixed(Math.max(2, decimals));
}

export const isAmount = (text: string): boolean => AMOUNT.test(text) && new Big(text).gt(0);

export const isCurrency = (text: string): boolean => CURRENCY.test(text);

export const sumOf = (amounts: readonly (string | undefined)[]): Big =>
  amounts.reduce((sum, amount) => sum.plus(amount ?? 0), new Big(0));

/** `one` with `more`, which may be negative. */
export const plus = (one: string, more: string | undefined): string => moneyText(new Big(one).plus(more ?? 0));
