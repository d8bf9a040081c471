import type { Instant } from '@wattledger/kernel';
import type { Fact, SessionEnded, SessionStarted, SessionUpdated } from '@wattledger/ocpp';
import type { InterruptionCause } from '../session/session-state.ts';
import {
  endedSession,
  HEARD_EVENTS,
  hearingKey,
  isPlaceholder,
  openSession,
  saidTime,
  sameStart,
  sessionFrom,
  sessionToStop,
} from './open-sessions.ts';
import { tokenSubjectOf } from './sealed-token.ts';
import type { StationFact } from './station-facts.ts';
import { appendCapped } from './station-state.ts';
import type { EndedSession, OpenSession, StationState } from './station-state.ts';

const OPEN_SESSIONS = 64;
const ENDED_SESSIONS = 24;
const OTHER_IDS = 8;

/** Puts the start of a session in context. What was told before is told no more. */
export function withStart(state: StationState, fact: SessionStarted, facts: StationFact[]): StationState {
  const known = openSession(state, fact.transactionId);
  if (known) {
    if (known.startHeard) return state;
    facts.push({ ...fact, sessionId: known.sessionId });
    return heardAgain(state, { ...known, startHeard: true, startedAt: fact.at, startSaidAt: fact.saidAt }, fact, facts);
  }
  const ended = endedSession(state, fact.transactionId);
  if (ended && (!ended.startHeard || fact.at <= ended.endedAt)) {
    if (!ended.startHeard) facts.push({ ...fact, sessionId: ended.sessionId });
    return replaceEnded(state, ended, { ...ended, startHeard: true });
  }
  const told = sameStart(state, fact);
  if (told) return withOtherId(state, told, fact.transactionId);
  return opened(state, fact, facts);
}

export function withUpdate(state: StationState, fact: SessionUpdated, facts: StationFact[]): StationState {
  const known = openSession(state, fact.transactionId);
  if (!known) return endedSession(state, fact.transactionId) ? state : opened(state, fact, facts);
  const outdated = fact.seqNo !== undefined && fact.seqNo < known.seqNo;
  const alive = resumed(state, known, fact.at, facts);
  facts.push({ ...fact, sessionId: known.sessionId, outdated });
  return heardAgain(alive.state, alive.session, fact, facts);
}

/** Puts the end of a session in context: it counts once. */
export function withEnd(state: StationState, fact: SessionEnded, facts: StationFact[]): StationState {
  const known = openSession(state, fact.transactionId);
  if (known) return ended(state, known, fact, facts);
  if (endedSession(state, fact.transactionId)) return state;
  return ended(state, { ...sessionFrom(state, fact), startHeard: false }, fact, facts);
}

/**
 * Readies the facts of a stop: finds the session of one that came without a usable id, and has an end that nothing is known of
 * come before its readings, so that these find a session.
 *
 * Nothing may be lost: a stop that finds no session becomes one of its own, named by its time.
 */
export function withStopNamed(state: StationState, facts: readonly Fact[]): { state: StationState; facts: readonly Fact[] } {
  const end = facts.findLast((fact) => fact.type === 'SessionEnded');
  if (!end) return { state, facts };
  if (!isPlaceholder(end.transactionId))
    return { state, facts: openSession(state, end.transactionId) ? facts : endFirst(facts, end) };
  const transactionId = `${end.transactionId}@${saidTime(end)}`;
  const named = facts.map((fact) => ('transactionId' in fact ? { ...fact, transactionId } : fact));
  const session = endedSession(state, transactionId) ? undefined : sessionToStop(state, end);
  if (session) return { state: withOtherId(state, session, transactionId), facts: named };
  return { state, facts: endFirst(named, named[facts.indexOf(end)]) };
}

const endFirst = (facts: readonly Fact[], end: Fact | undefined): readonly Fact[] =>
  end ? [end, ...facts.filter((fact) => fact !== end)] : facts;

function ended(state: StationState, session: OpenSession, fact: SessionEnded, facts: StationFact[]): StationState {
  const { evseId = session.evseId, connectorId = session.connectorId } = fact;
  facts.push({ ...fact, evseId, connectorId, sessionId: session.sessionId });
  if (session.evseId !== undefined && !session.interrupted) facts.push(freed(session));
  const past: EndedSession = { ...session, endedAt: fact.at };
  return {
    ...state,
    openSessions: state.openSessions.filter((open) => open.sessionId !== session.sessionId),
    endedSessions: appendCapped(state.endedSessions, past, ENDED_SESSIONS),
  };
}

/** Opens a session. One EVSE serves one session at a time, so whichever began earlier is over. */
function opened(state: StationState, fact: SessionStarted | SessionUpdated, facts: StationFact[]): StationState {
  const session = sessionFrom(state, fact);
  const { sessionId } = session;
  facts.push(fact.type === 'SessionStarted' ? { ...fact, sessionId } : { ...fact, sessionId, outdated: false });
  return placed({ ...state, openSessions: appendCapped(state.openSessions, session, OPEN_SESSIONS) }, session, facts);
}

/** Settles who has the EVSE once a session's place is known. */
function placed(state: StationState, session: OpenSession, facts: StationFact[]): StationState {
  if (session.evseId === undefined) return state;
  const others = state.openSessions.filter(
    (other) => other.evseId === session.evseId && other.sessionId !== session.sessionId && !other.interrupted,
  );
  const newer = others.find((other) => other.startedAt > session.startedAt);
  if (newer) return interrupted(state, session, 'another-session-on-the-connector', newer.startedAt, facts, false);
  const alone = others.reduce(
    (next, other) => interrupted(next, other, 'another-session-on-the-connector', session.startedAt, facts, true),
    state,
  );
  facts.push({ ...freed(session), type: 'ConnectorTaken', at: session.startedAt });
  return alone;
}

/** Takes in what one more message says about an open session: its place, its token, its number. */
function heardAgain(
  state: StationState,
  session: OpenSession,
  fact: SessionStarted | SessionUpdated,
  facts: StationFact[],
): StationState {
  const key = hearingKey(fact);
  const { evseId = session.evseId, connectorId = session.connectorId } = fact;
  const next: OpenSession = {
    ...session,
    evseId: evseId || undefined,
    connectorId,
    tokenSubject: session.tokenSubject ?? tokenSubjectOf(fact.token),
    meterStartWh: session.meterStartWh ?? (fact.type === 'SessionStarted' ? fact.meterStartWh : undefined),
    seqNo: Math.max(session.seqNo, fact.seqNo ?? -1),
    heard: key === undefined ? session.heard : appendCapped(session.heard, key, HEARD_EVENTS),
  };
  const known = replaceOpen(state, session, next);
  if (next.evseId === session.evseId && next.connectorId === session.connectorId) return known;
  if (session.evseId !== undefined && !session.interrupted) facts.push(freed(session));
  return placed(known, next, facts);
}

/** A sign of life of a session that was thought to be over brings it back. */
export function resumed(
  state: StationState,
  session: OpenSession,
  at: Instant,
  facts: StationFact[],
): { state: StationState; session: OpenSession } {
  if (session.interrupted !== 'station-restarted') return { state, session };
  const alive: OpenSession = { ...session, interrupted: undefined };
  facts.push({ type: 'SessionResumed', sessionId: session.sessionId, at });
  return { state: placed(replaceOpen(state, session, alive), alive, facts), session: alive };
}

/** After a restart no session goes on, unless it shows that it does. */
export const withRestart = (state: StationState, at: Instant, facts: StationFact[]): StationState =>
  state.openSessions.reduce(
    (next, session) => (session.interrupted ? next : interrupted(next, session, 'station-restarted', at, facts, true)),
    state,
  );

function interrupted(
  state: StationState,
  session: OpenSession,
  because: InterruptionCause,
  at: Instant,
  facts: StationFact[],
  hadConnector: boolean,
): StationState {
  facts.push({ type: 'SessionInterrupted', sessionId: session.sessionId, at, because });
  if (hadConnector && session.evseId !== undefined) facts.push(freed(session));
  return replaceOpen(state, session, { ...session, interrupted: because });
}

const freed = ({ sessionId, evseId = 0, connectorId = 0 }: OpenSession) =>
  ({ type: 'ConnectorFreed', sessionId, evseId, connectorId }) as const;

function withOtherId(state: StationState, session: OpenSession, transactionId: string): StationState {
  const next = { ...session, transactionIds: appendCapped(session.transactionIds, transactionId, OTHER_IDS) };
  return 'endedAt' in session
    ? replaceEnded(state, session as EndedSession, next as EndedSession)
    : replaceOpen(state, session, next);
}

const replaceOpen = (state: StationState, session: OpenSession, next: OpenSession): StationState => ({
  ...state,
  openSessions: state.openSessions.map((open) => (open.sessionId === session.sessionId ? next : open)),
});

const replaceEnded = (state: StationState, session: EndedSession, next: EndedSession): StationState => ({
  ...state,
  endedSessions: state.endedSessions.map((past) => (past.sessionId === session.sessionId ? next : past)),
});
