import type { ConnectorStatusReported, MetersRead } from '@wattledger/ocpp';
import { measuredIn } from '../battery/measured.ts';
import { sessionIdOf } from '../streams.ts';
import type { FactSource } from './happening.ts';
import { endedSession, isPlaceholder, openSession, sessionAt } from './open-sessions.ts';
import { resumed } from './session-context.ts';
import { platformMs } from './station-clock.ts';
import type { MetersReadInContext, StationFact } from './station-facts.ts';
import type { PlaceTimes, StationState } from './station-state.ts';

const PLACES = 256;

/** Tells whether a status is the newest of its connector: a queue that is emptied must not turn the present back. */
export function withStatus(
  state: StationState,
  fact: ConnectorStatusReported,
  source: FactSource,
  facts: StationFact[],
): StationState {
  const ms = platformMs(state.clock, fact.at, source.receivedAt);
  const name = `${fact.evseId}:${fact.connectorId}`;
  const outdated = ms < (state.places[name]?.statusMs ?? 0);
  facts.push({ ...fact, outdated });
  return outdated ? state : withPlace(state, name, { statusMs: ms });
}

/** Finds the session and the place of readings, each of which the message may have left out. */
export function withReadings(state: StationState, fact: MetersRead, source: FactSource, facts: StationFact[]): StationState {
  const owner = ownerOf(state, fact);
  const next = owner.open ? resumed(state, owner.open, fact.at, facts).state : state;
  const { evseId = owner.evseId, connectorId = owner.connectorId } = fact;
  const ms = platformMs(state.clock, fact.at, source.receivedAt);
  const name = `${evseId ?? 0}:${connectorId ?? 0}`;
  const outdated = ms < (state.places[name]?.readMs ?? 0);
  const inContext: MetersReadInContext = {
    ...fact,
    evseId,
    connectorId,
    sessionId: owner.sessionId,
    outdated,
    measured: measuredIn(fact.readings),
  };
  facts.push(inContext);
  return outdated ? next : withPlace(next, name, { readMs: ms });
}

/** Whose readings these are. An id that nobody knows is believed only where no session is running. */
function ownerOf(state: StationState, { transactionId, evseId, at }: MetersRead) {
  const named = transactionId !== undefined && !isPlaceholder(transactionId) ? transactionId : undefined;
  const known = named === undefined ? undefined : (openSession(state, named) ?? endedSession(state, named));
  const session = known ?? sessionAt(state, evseId, at);
  if (session) {
    const open = 'endedAt' in session ? undefined : session;
    return { open, sessionId: session.sessionId, evseId: session.evseId, connectorId: session.connectorId };
  }
  return { sessionId: named === undefined ? undefined : sessionIdOf(state.stationId, named) };
}

function withPlace(state: StationState, name: string, times: PlaceTimes): StationState {
  const known = state.places[name];
  if (!known && Object.keys(state.places).length >= PLACES) return state;
  return { ...state, places: { ...state.places, [name]: { ...known, ...times } } };
}
