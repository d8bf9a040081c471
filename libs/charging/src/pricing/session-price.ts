import type { Instant } from '@wattledger/kernel';
import type { TariffVersion } from './tariff.ts';

/** What a session costs, and how that came about. Amounts are decimal texts in `currency`; nothing is ever a binary fraction. */
export interface SessionPrice {
  /** To be paid, tax included. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly amountBeforeTax?: string;
  readonly taxes?: readonly { readonly name: string; readonly percent: string; readonly amount: string }[];
  /**
   * Where the amount comes from, line by line. Before rounding they add up to `amountBeforeTax`; where prices include tax, to
   * `amount`.
   */
  readonly lines?: readonly PriceLine[];
  /** Unit prices and lines are with tax in them. */
  readonly pricesIncludeTax?: boolean;
  readonly tariff?: TariffVersion;
  /** How and where the amount was rounded, such as `half-even to 0.01, once, at the end`. */
  readonly rounding?: string;
}

export interface PriceLine {
  readonly what: 'energy' | 'time' | 'idle' | 'session' | 'minimum' | 'maximum';
  readonly from?: Instant;
  readonly until?: Instant;
  /** How much of it: kWh, minutes, sessions. */
  readonly quantity: string;
  readonly unit: 'kWh' | 'min' | 'session';
  readonly unitPrice: string;
  /** Not rounded. */
  readonly amount: string;
  /** Which element of the tariff, such as `night` or `idle after 15 min`. */
  readonly element?: string;
}
