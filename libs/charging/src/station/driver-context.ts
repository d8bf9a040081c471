import { openSession } from './open-sessions.ts';
import type { StationFact } from './station-facts.ts';
import { appendCapped } from './station-state.ts';
import type { StationState } from './station-state.ts';
import type { StationEvents } from './station-events.ts';

const EXPECTED_DRIVERS = 16;

/** A driver was accepted for a session. In 1.6 its id is decided before the session is told of. */
export function withDriver(
  state: StationState,
  { purpose, status, transactionId, accountId }: StationEvents['AuthorizationDecided'],
  facts: StationFact[],
): StationState {
  if (purpose !== 'start' || status !== 'Accepted' || transactionId === undefined || accountId === undefined) return state;
  const session = openSession(state, transactionId);
  if (session) {
    facts.push({ type: 'SessionDriverKnown', sessionId: session.sessionId, accountId });
    return state;
  }
  const expectedDrivers = appendCapped(state.expectedDrivers ?? [], { transactionId, accountId }, EXPECTED_DRIVERS);
  return { ...state, expectedDrivers };
}

/** Tells of the drivers whose sessions have begun by now. */
export function withExpectedDrivers(state: StationState, facts: StationFact[]): StationState {
  const expected = state.expectedDrivers;
  if (expected === undefined || expected.length === 0) return state;
  const waiting = expected.filter(({ transactionId, accountId }) => {
    const session = openSession(state, transactionId);
    if (session) facts.push({ type: 'SessionDriverKnown', sessionId: session.sessionId, accountId });
    return session === undefined;
  });
  return waiting.length === expected.length ? state : { ...state, expectedDrivers: waiting.length > 0 ? waiting : undefined };
}
