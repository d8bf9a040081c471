import type { Instant } from '@wattledger/kernel';
import type { FactSource } from '../station/happening.ts';
import { tokenSubjectOf } from '../station/sealed-token.ts';
import type { StationFact } from '../station/station-facts.ts';
import { energyDeliveredWh, noteMeterStart, noteMeterStop, noteRegister } from './registers.ts';
import type { SessionDraft } from './registers.ts';
import type { SessionState } from './session-state.ts';

type Of<Type extends StationFact['type']> = Extract<StationFact, { type: Type }>;

/** How long after the end a reading may still be about the session: signed ones are made when it is over. */
const LATE_READING_MS = 60_000;

const begun = (fact: Of<'SessionStarted' | 'SessionUpdated' | 'SessionEnded'>): SessionState => ({
  transactionId: fact.transactionId,
  evseId: fact.evseId,
  connectorId: fact.connectorId,
  state: 'active',
  startedAt: fact.type === 'SessionEnded' ? undefined : fact.at,
  updatedAt: fact.at,
  offline: fact.offline,
  signed: false,
});

/** The session as its start tells of it. A start that comes late completes what is known; a second one changes nothing. */
export function sessionStarted(session: SessionState | undefined, fact: Of<'SessionStarted'>, source: FactSource): SessionState {
  const known = session ?? begun(fact);
  if (known.startEventId !== undefined) return known;
  const started: SessionDraft = {
    ...described(known, fact),
    startedAt: fact.at,
    startTrigger: fact.trigger,
    startPosition: source.position,
    startRevision: source.revision,
    startEventId: source.eventId,
  };
  if (fact.meterStartWh !== undefined) noteMeterStart(started, fact.meterStartWh, fact.at);
  return settled(started);
}

export function sessionUpdated(session: SessionState | undefined, fact: Of<'SessionUpdated'>): SessionState {
  const known = session ?? begun(fact);
  return known.state === 'ended' ? known : described(known, fact, fact.outdated);
}

/** The session as its end tells of it; it ends once. */
export function sessionEnded(session: SessionState | undefined, fact: Of<'SessionEnded'>, source: FactSource): SessionState {
  const known = session ?? begun(fact);
  if (known.state === 'ended') return known;
  const ended: SessionDraft = {
    ...known,
    evseId: known.evseId ?? fact.evseId,
    connectorId: known.connectorId ?? fact.connectorId,
    state: 'ended',
    interruptedBecause: undefined,
    endedAt: fact.at,
    updatedAt: later(known.updatedAt, fact.at),
    stopReason: fact.reason,
    stopTrigger: fact.trigger,
    stopToken: fact.token,
    token: known.token ?? fact.token,
    tokenSubject: known.tokenSubject ?? tokenSubjectOf(fact.token),
    offline: known.offline || fact.offline,
    endPosition: source.position,
    endRevision: source.revision,
    endEventId: source.eventId,
  };
  noteMeterStop(ended, fact.meterStopWh);
  return settled(ended);
}

/** Its last sign of life is the best that is known of its end. */
export const sessionInterrupted = (session: SessionState, { because }: Of<'SessionInterrupted'>): SessionState =>
  session.state === 'ended'
    ? session
    : settled({ ...session, state: 'interrupted', interruptedBecause: because, endedAt: session.updatedAt });

export const sessionResumed = (session: SessionState, { at }: Of<'SessionResumed'>): SessionState =>
  session.state !== 'interrupted'
    ? session
    : {
        ...session,
        state: 'active',
        interruptedBecause: undefined,
        endedAt: undefined,
        durationSeconds: undefined,
        updatedAt: later(session.updatedAt, at),
      };

/** Readings of a session; after its end only those that were still taken in it. */
export function sessionMetered(session: SessionState, fact: Of<'MetersRead'>): SessionState {
  const { at, measured } = fact;
  const over = session.state === 'ended';
  if (over && session.endedAt !== undefined && Date.parse(at) > Date.parse(session.endedAt) + LATE_READING_MS) return session;
  const { stateOfChargePercent, powerW, energyWh } = measured;
  const next: SessionDraft = { ...session };
  if (!over) next.updatedAt = later(session.updatedAt, at);
  if (fact.signedReadings !== undefined || fact.readings.some(({ signed }) => signed !== undefined)) next.signed = true;
  if (powerW !== undefined && !over && (session.powerAt === undefined || at >= session.powerAt)) {
    next.powerW = powerW;
    next.powerAt = at;
  }
  if (stateOfChargePercent !== undefined) {
    if (session.socStartAt === undefined || at < session.socStartAt) {
      next.socStart = stateOfChargePercent;
      next.socStartAt = at;
    }
    if (session.socLatestAt === undefined || at >= session.socLatestAt) {
      next.socLatest = stateOfChargePercent;
      next.socLatestAt = at;
    }
  }
  if (energyWh === undefined) return next;
  noteRegister(next, energyWh, at, measured.energyOf);
  return settled(next);
}

export const sessionPriced = (
  session: SessionState,
  { amount, currency }: { readonly amount: string; readonly currency: string },
): SessionState => ({
  ...session,
  costAmount: amount,
  costCurrency: currency,
});

export const sessionCostAnnounced = (session: SessionState, { totalCost }: Of<'CostAnnounced'>): SessionState => ({
  ...session,
  announcedCost: totalCost,
});

/** What start and progress have in common. `outdated`: newer progress is known. */
function described(session: SessionState, fact: Of<'SessionStarted' | 'SessionUpdated'>, outdated = false): SessionState {
  const { chargingState } = fact;
  const isNews =
    chargingState !== undefined &&
    !outdated &&
    (session.chargingStateAt === undefined || fact.type === 'SessionUpdated' || fact.at >= session.chargingStateAt);
  const token = session.token ?? fact.token;
  return {
    ...session,
    evseId: fact.evseId ?? session.evseId,
    connectorId: fact.connectorId ?? session.connectorId,
    updatedAt: later(session.updatedAt, fact.at),
    token,
    tokenSubject: session.tokenSubject ?? tokenSubjectOf(token),
    tokenType: session.tokenType ?? fact.tokenType,
    chargingState: isNews ? chargingState : session.chargingState,
    chargingStateAt: isNews ? fact.at : session.chargingStateAt,
    offline: session.offline || fact.offline,
    reservationId: session.reservationId ?? fact.reservationId,
    remoteStartId: session.remoteStartId ?? fact.remoteStartId,
  };
}

/** Energy and duration from what is known now. A duration needs both ends, and a clock that went forwards between them. */
function settled(draft: SessionDraft): SessionState {
  const { startedAt, endedAt } = draft;
  const seconds = startedAt !== undefined && endedAt !== undefined ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000 : -1;
  draft.energyWh = energyDeliveredWh(draft);
  draft.durationSeconds = seconds >= 0 ? seconds : undefined;
  return draft;
}

const later = (one: Instant, other: Instant): Instant => (other > one ? other : one);
