import { platformData, sessionPriceStream, stationStream } from '@wattledger/charging';
import type { Ask, Basis, Decided, Directory, PlatformEvents, Question, TariffVersion } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { Ledger } from '@wattledger/event-log';
import { isJsonObject, isRefusal } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import { refuseAccess } from './errors.ts';

/** A session, and where in its station's stream it was priced, or pricing it failed. */
export interface PricedSession {
  readonly sessionId: string;
  readonly stationId: string;
  /** Absent where it was never put to pricing. */
  readonly revision?: number;
  /** What it costs as far as is known, corrections included. */
  readonly price?: { readonly amount: string; readonly currency: string };
}

export type Correction =
  | { readonly how: 'tariff'; readonly tariff: TariffVersion }
  | { readonly how: 'amount'; readonly amount: string; readonly currency: string };

export interface PriceDeskServices {
  readonly ledger: Ledger;
  readonly ask: Ask;
  readonly directory: Directory;
}

type Priced = PlatformEvents['SessionPriced' | 'SessionPricingFailed'];

const AMOUNT = /^\d{1,12}(\.\d{1,6})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const LONGEST_REASON = 500;

/** Prices sessions that have ended anew: to see what would have been, or to put right what was. The first price stays in the log. */
export class PriceDesk {
  private readonly services: PriceDeskServices;

  constructor(services: PriceDeskServices) {
    this.services = services;
  }

  /** What the session would cost under that version of a tariff. Nothing is recorded. */
  async preview(session: PricedSession, tariff: TariffVersion): Promise<Decided<'priceSession'> | Refusal> {
    const asked = await this.questionOf(session, tariff);
    return isRefusal(asked) ? asked : this.services.ask('priceSession', asked.question);
  }

  /** Corrects what a session costs, or prices it for the first time. @returns the event's data */
  async correct(
    session: PricedSession,
    correction: Correction,
    { reason, by }: { readonly reason: string; readonly by: string },
  ): Promise<PlatformEvents['SessionPriceCorrected'] | Refusal> {
    if (reason.trim() === '' || reason.length > LONGEST_REASON) return refuseAccess('price-reason-missing');
    const made = correction.how === 'amount' ? byHand(session, correction) : await this.underTariff(session, correction.tariff);
    if (isRefusal(made)) return made;
    const { sessionId, stationId, price: before } = session;
    const about = { sessionId, stationId, ...(before && { before }), how: correction.how, by };
    const data = { ...made, ...about, reason } as const;
    const json = JSON.parse(JSON.stringify(data)) as JsonObject;
    await this.services.ledger.recordAtEnd(sessionPriceStream(sessionId), [
      newEvent('SessionPriceCorrected', json, { actor: by }),
    ]);
    return data;
  }

  private async underTariff(session: PricedSession, tariff: TariffVersion) {
    const asked = await this.questionOf(session, tariff);
    if (isRefusal(asked)) return asked;
    const { answer, rule, votes, reason } = await this.services.ask('priceSession', asked.question);
    if (!answer)
      return refuseAccess('price-not-given', [reason, ...votes.map((vote) => `${vote.voter}: ${vote.reason}`)].join('; '));
    return { ...answer, ...(rule !== undefined && { rule }), votes, basis: asked.basis };
  }

  /** The very question that was put when the session ended, with another tariff in it. */
  private async questionOf(
    session: PricedSession,
    tariff: TariffVersion,
  ): Promise<{ readonly question: Question<'priceSession'>; readonly basis: readonly Basis[] } | Refusal> {
    const found = await this.pricedEvent(session);
    if (!found) return refuseAccess('price-unknown', `The session ${session.sessionId} was never put to pricing.`);
    const { priced, ocppVersion, at } = found;
    const known = await this.services.directory.tariff(tariff);
    if (!known.value)
      return refuseAccess('tariff-unknown', `There is no version ${tariff.version} of a tariff ${tariff.tariffId}.`);
    const station = await this.services.directory.station(session.stationId);
    const { transactionId, energyWh, startedAt = at, endedAt = at, periods = [], terms = {}, timeZone } = priced;
    const question: Question<'priceSession'> = {
      stationId: session.stationId,
      ocppVersion,
      at,
      station: { ...station, ...(timeZone !== undefined && { timeZone }) },
      transactionId,
      startedAt,
      endedAt,
      energyWh,
      periods,
      terms: { ...terms, tariff },
      tariff: known.value,
    };
    return { question, basis: [...basisOf(session), ...known.basis] };
  }

  private async pricedEvent({ stationId, revision }: PricedSession) {
    if (revision === undefined) return undefined;
    for await (const event of this.services.ledger.read(stationStream(stationId), { from: revision, limit: 1 })) {
      if (event.type !== 'SessionPriced' && event.type !== 'SessionPricingFailed') return undefined;
      if (!isJsonObject(event.data)) return undefined;
      const priced: Priced = platformData(event.type, event.data);
      const { ocppVersion = '1.6', recordedAt } = event.metadata;
      return { priced, ocppVersion: ocppVersion as OcppVersion, at: recordedAt };
    }
    return undefined;
  }
}

function byHand(session: PricedSession, { amount, currency }: { amount: string; currency: string }) {
  if (!AMOUNT.test(amount) || !CURRENCY.test(currency)) return refuseAccess('price-amount-invalid');
  return { amount, currency, rule: 'set-by-hand', votes: [], basis: basisOf(session) };
}

const basisOf = ({ stationId, revision }: PricedSession): readonly Basis[] =>
  revision === undefined ? [] : [{ stream: stationStream(stationId), revision }];
