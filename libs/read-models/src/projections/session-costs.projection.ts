import type { SessionPrice, Vote } from '@wattledger/charging';
import { sessionCostsTable } from '../tables/session-costs.ts';
import type { SessionCostRow } from '../tables/session-costs.ts';
import { readModel } from './read-model.ts';

/** What sessions cost: the price at the end, or that there was none, and every correction. */
export const sessionCosts = readModel<SessionCostRow>({
  name: 'session-costs',
  version: 1,
  table: sessionCostsTable,
  key: (fact) => ('sessionId' in fact ? fact.sessionId : undefined),
  on: {
    SessionPriced: (row, { sessionId, price }, { stationId, receivedAt, eventId, revision }) => {
      const { energyWh, periods = [], terms, timeZone, amount, currency } = price;
      const priced = { energyWh, periods, terms, timeZone, pricedAt: receivedAt, eventId, pricedRevision: revision };
      const original = { originalAmount: amount, originalCurrency: currency, corrections: row?.corrections ?? [] };
      return { sessionId, stationId, ...pricedAs(price), ...reasonOf(price, amount, currency), ...priced, ...original };
    },

    SessionPricingFailed: (row, { sessionId, failed }, { stationId, receivedAt, eventId, revision }) => {
      if (row) return row;
      const { energyWh, periods, terms, timeZone } = failed;
      const about = { taxes: [], lines: [], pricesIncludeTax: false, corrections: [], ...reasonOf(failed) };
      const asked = { energyWh, periods, terms, timeZone, pricedAt: receivedAt, eventId, pricedRevision: revision };
      return { sessionId, stationId, ...about, ...asked };
    },

    SessionPriceCorrected: (row, fact, { receivedAt, eventId }) => {
      const { sessionId, stationId, amount, currency, how, before, reason = '', by } = fact;
      const correction = { how, amount, currency, ...(before && { before }), reason, by, at: receivedAt, eventId };
      const corrections = [...(row?.corrections ?? []), correction];
      const changed = { ...pricedAs(fact), ...reasonOf(fact, amount, currency), pricedAt: receivedAt, eventId, corrections };
      return { sessionId, stationId, periods: [], ...row, ...changed };
    },
  },
});

const pricedAs = ({ amount, currency, amountBeforeTax, taxes, lines, pricesIncludeTax, rounding, tariff }: SessionPrice) => ({
  amount,
  currency,
  amountBeforeTax,
  taxes: taxes ?? [],
  lines: lines ?? [],
  pricesIncludeTax: pricesIncludeTax ?? false,
  rounding,
  tariffId: tariff?.tariffId,
  tariffVersion: tariff?.version,
});

interface Reasoned {
  readonly reason?: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
}

function reasonOf({ reason, rule, votes }: Reasoned, amount?: string, currency?: string) {
  const counted = votes.find(({ answer, shadow }) => !shadow && answer === `${amount} ${currency}`);
  return { reason, rule, votes, voter: counted?.voter };
}
