import type { Decision } from './decisions.ts';
import { DECISION_FIELDS } from './decisions.ts';
import { mutation, operation } from './document.ts';

export interface PriceLine {
  readonly what: string;
  readonly element: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly amount: string;
}

export interface CostPeriod {
  readonly from: string;
  readonly until: string;
  readonly energyWh: number;
  readonly powerW: number | null;
  readonly state: 'CHARGING' | 'IDLE';
}

export interface PriceCorrection {
  readonly at: string;
  readonly by: string;
  readonly how: 'AMOUNT' | 'TARIFF';
  readonly reason: string;
  readonly amount: string;
  readonly currency: string;
  readonly before: { readonly amount: string; readonly currency: string } | null;
  readonly eventId: string;
}

export interface PriceTax {
  readonly name: string;
  readonly percent: string;
  readonly amount: string;
}

/** What a session costs, and all that led to it. Amounts are decimal text. */
export interface SessionCost {
  readonly amount: string | null;
  readonly amountBeforeTax: string | null;
  readonly currency: string | null;
  readonly taxes: readonly PriceTax[];
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly PriceLine[];
  readonly periods: readonly CostPeriod[];
  readonly corrections: readonly PriceCorrection[];
  readonly originalAmount: string | null;
  readonly originalCurrency: string | null;
  readonly tariffId: string | null;
  readonly tariffVersion: number | null;
  readonly voter: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly rounding: string | null;
  readonly timeZone: string | null;
  readonly pricedAt: string;
  readonly eventId: string;
}

export interface SessionReasons {
  readonly id: string;
  readonly cost: SessionCost | null;
  readonly decisions: readonly Decision[];
}

/** Why a session went as it did, and what it costs. */
export const sessionReasons = operation<{ session: SessionReasons | null }, { id: string }>(/* GraphQL */ `
  query SessionReasons($id: ID!) {
    session(id: $id) {
      id
      cost {
        amount
        amountBeforeTax
        currency
        taxes {
          name
          percent
          amount
        }
        pricesIncludeTax
        lines {
          what
          element
          from
          until
          quantity
          unit
          unitPrice
          amount
        }
        periods {
          from
          until
          energyWh
          powerW
          state
        }
        corrections {
          at
          by
          how
          reason
          amount
          currency
          before {
            amount
            currency
          }
          eventId
        }
        originalAmount
        originalCurrency
        tariffId
        tariffVersion
        voter
        rule
        reason
        rounding
        timeZone
        pricedAt
        eventId
      }
      decisions {
        ...DecisionFields
      }
    }
  }
  ${DECISION_FIELDS}
`);

interface Correction {
  readonly sessionId: string;
  readonly reason: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly tariffId?: string;
  readonly version?: number;
}

export const correctSessionPrice = mutation<{ sessionId: string }, Correction>(
  'CorrectSessionPrice',
  '$sessionId: ID!, $reason: String!, $amount: String, $currency: String, $tariffId: ID, $version: Int',
  'correctSessionPrice(sessionId: $sessionId, reason: $reason, amount: $amount, currency: $currency, tariffId: $tariffId, version: $version)',
  '... on SessionPriceCorrected { sessionId }',
);
