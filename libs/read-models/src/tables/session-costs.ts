import type { ChargingPeriod, PriceLine, SessionTerms, Vote } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A tax as it was priced. */
export interface TaxPart {
  readonly name: string;
  readonly percent: string;
  readonly amount: string;
}

/** A price that a session got later than at its end. */
export interface PriceCorrection {
  readonly how: 'tariff' | 'amount';
  readonly amount: string;
  readonly currency: string;
  readonly before?: { readonly amount: string; readonly currency: string };
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  readonly eventId: string;
}

/** What a session costs, and all that led to it. Of a session that nobody could price yet, there is no amount. */
export interface SessionCostRow {
  readonly sessionId: string;
  readonly stationId: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly amountBeforeTax?: string;
  readonly taxes: readonly TaxPart[];
  readonly lines: readonly PriceLine[];
  readonly pricesIncludeTax: boolean;
  readonly rounding?: string;
  readonly tariffId?: string;
  readonly tariffVersion?: number;
  readonly reason?: string;
  readonly rule?: string;
  /** The one whose price counts, as `flat-tariff@1.0.0`. */
  readonly voter?: string;
  readonly votes: readonly Vote[];
  /** What was priced. */
  readonly energyWh?: number;
  readonly periods: readonly ChargingPeriod[];
  readonly terms?: SessionTerms;
  readonly timeZone?: string;
  readonly pricedAt: Instant;
  readonly eventId: string;
  /** In the station's stream: where the session was put to pricing. Absent where it only was corrected. */
  readonly pricedRevision?: number;
  readonly originalAmount?: string;
  readonly originalCurrency?: string;
  readonly corrections: readonly PriceCorrection[];
}

export const sessionCostsTable = table<SessionCostRow>({
  name: 'session_costs',
  columns: {
    sessionId: 'text',
    stationId: 'text',
    amount: 'text?',
    currency: 'text?',
    amountBeforeTax: 'text?',
    taxes: 'json',
    lines: 'json',
    pricesIncludeTax: 'boolean',
    rounding: 'text?',
    tariffId: 'text?',
    tariffVersion: 'integer?',
    reason: 'text?',
    rule: 'text?',
    voter: 'text?',
    votes: 'json',
    energyWh: 'real?',
    periods: 'json',
    terms: 'json?',
    timeZone: 'text?',
    pricedAt: 'text',
    eventId: 'text',
    pricedRevision: 'integer?',
    originalAmount: 'text?',
    originalCurrency: 'text?',
    corrections: 'json',
  },
  key: ['sessionId'],
  indexes: [['tariffId', 'tariffVersion'], ['pricedAt']],
});
