import type { Instant } from '@wattledger/kernel';
import type { SessionEnded, SessionStarted, SessionUpdated, StationTime } from '@wattledger/ocpp';
import { sessionIdOf } from '../streams.ts';
import { tokenSubjectOf } from './sealed-token.ts';
import type { EndedSession, OpenSession, StationState } from './station-state.ts';

type SessionMessage = SessionStarted | SessionUpdated | SessionEnded;

/** How many of the latest TransactionEvents of a session are recognised when they are repeated. */
export const HEARD_EVENTS = 16;

const has = (session: OpenSession, transactionId: string): boolean => session.transactionIds.includes(transactionId);

export const openSession = (state: StationState, transactionId: string): OpenSession | undefined =>
  state.openSessions.find((session) => has(session, transactionId));

export const endedSession = (state: StationState, transactionId: string): EndedSession | undefined =>
  state.endedSessions.findLast((session) => has(session, transactionId));

/** Which session the station means; one that is not remembered is named by the station's id alone. */
export const sessionNamed = (state: StationState, transactionId: string): string =>
  (openSession(state, transactionId) ?? endedSession(state, transactionId))?.sessionId ??
  sessionIdOf(state.stationId, transactionId);

/** 1.6 stations that began without a connection may stop with the id they made up: -1 or 0. */
export const isPlaceholder = (transactionId: string): boolean => transactionId === '0' || transactionId.startsWith('-');

/** What the station's clock showed: the same whenever it tells of the same again. */
export const saidTime = ({ at, saidAt = at }: StationTime): Instant => saidAt;

export const hearingKey = (fact: SessionMessage): string | undefined =>
  fact.seqNo === undefined ? undefined : `${fact.seqNo}@${saidTime(fact)}`;

/** A session as the first message about it shows it. */
export function sessionFrom(state: StationState, fact: SessionMessage): OpenSession {
  const sessionId = sessionIdOf(state.stationId, fact.transactionId);
  const reused = endedSession(state, fact.transactionId) !== undefined;
  const key = hearingKey(fact);
  return {
    // Some stations count their transactions anew after a reset: then the start tells the sessions apart.
    sessionId: reused ? `${sessionId}@${fact.at}` : sessionId,
    transactionIds: [fact.transactionId],
    evseId: fact.evseId || undefined,
    connectorId: fact.connectorId,
    startHeard: fact.type === 'SessionStarted',
    startedAt: fact.at,
    startSaidAt: fact.saidAt,
    tokenSubject: tokenSubjectOf(fact.token),
    meterStartWh: fact.type === 'SessionStarted' ? fact.meterStartWh : undefined,
    seqNo: fact.seqNo ?? -1,
    heard: key === undefined ? [] : [key],
  };
}

/**
 * The session that a 1.6 StartTransaction tells of again because our answer was lost: same connector, token, time and
 * register, whatever id it was given now.
 */
export function sameStart(state: StationState, fact: SessionStarted): OpenSession | undefined {
  if (fact.meterStartWh === undefined || fact.seqNo !== undefined) return undefined;
  const subject = tokenSubjectOf(fact.token);
  const same = (session: OpenSession): boolean =>
    session.startHeard &&
    (session.startSaidAt ?? session.startedAt) === saidTime(fact) &&
    session.evseId === fact.evseId &&
    session.meterStartWh === fact.meterStartWh &&
    session.tokenSubject === subject;
  return state.openSessions.find(same) ?? state.endedSessions.find(same);
}

/**
 * Which open session a stop without a usable id ends: the only one that can have been running then; among several, the only
 * one of the same token.
 */
export function sessionToStop(state: StationState, fact: SessionEnded): OpenSession | undefined {
  const candidates = state.openSessions.filter(
    (session) =>
      session.startedAt <= fact.at &&
      (session.meterStartWh === undefined || fact.meterStopWh === undefined || session.meterStartWh <= fact.meterStopWh),
  );
  if (candidates.length <= 1) return candidates[0];
  const subject = tokenSubjectOf(fact.token);
  const ofToken = candidates.filter((session) => subject !== undefined && session.tokenSubject === subject);
  return ofToken.length === 1 ? ofToken[0] : undefined;
}

/** The running session at an EVSE, for readings that name no transaction. */
export const sessionAt = (state: StationState, evseId: number | undefined, at: Instant): OpenSession | undefined =>
  evseId === undefined || evseId === 0
    ? undefined
    : state.openSessions.findLast((session) => session.evseId === evseId && !session.interrupted && session.startedAt <= at);
