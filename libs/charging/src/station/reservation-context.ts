import type { PlaceIfSaid, ReservationChanged } from '@wattledger/ocpp';
import type { StationFact } from './station-facts.ts';
import type { StationState } from './station-state.ts';

const RESERVATIONS = 32;

/** Adds the place to the end of a reservation, and to its use the session that has just begun. */
export function withReservation(state: StationState, fact: ReservationChanged, facts: StationFact[]): StationState {
  const { reservationId, evseId, connectorId } = fact;
  if (fact.status === 'Reserved') {
    facts.push(fact);
    return { ...state, reservations: withPlace(state.reservations, String(reservationId), { evseId, connectorId }) };
  }
  const place = state.reservations[reservationId];
  const session = fact.status === 'Used' ? state.openSessions.findLast(({ startedAt }) => startedAt === fact.at) : undefined;
  facts.push({ ...fact, ...place, sessionId: session?.sessionId });
  if (!place) return state;
  const { [reservationId]: _ended, ...reservations } = state.reservations;
  return { ...state, reservations };
}

function withPlace(known: StationState['reservations'], id: string, place: PlaceIfSaid): StationState['reservations'] {
  const names = Object.keys(known);
  const oldest = names[0];
  if (id in known || names.length < RESERVATIONS || oldest === undefined) return { ...known, [id]: place };
  const { [oldest]: _forgotten, ...others } = known;
  return { ...others, [id]: place };
}
