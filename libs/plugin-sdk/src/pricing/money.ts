import { Big } from 'big.js';
import { z } from 'zod';

/** A decimal such as 0.42, as text: never a binary fraction. */
export const decimal = () => z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal such as 0.42');

const roundings = { 'half-even': Big.roundHalfEven, 'half-up': Big.roundHalfUp } as const;
/** How halves are rounded: to the even digit, or up. */
export const roundingModes = ['half-even', 'half-up'] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** An amount with so many decimals. */
export const rounded = (amount: Big, decimals: number, mode: RoundingMode): Big => amount.round(decimals, roundings[mode]);

/** All digits, and no exponent. */
export const decimalText = (amount: Big): string => amount.toFixed();
