import { reservationsTable } from '../tables/reservations.ts';
import type { ReservationRow } from '../tables/reservations.ts';
import { readModel } from './read-model.ts';

/** Reservations as their stations confirmed them. A reservation the platform never saw made begins with its end. */
export const reservations = readModel<ReservationRow>({
  name: 'reservations',
  version: 1,
  table: reservationsTable,
  key: (fact, { stationId }) => (fact.type === 'ReservationChanged' ? [stationId, fact.reservationId] : undefined),
  on: {
    ReservationChanged: (row, fact, { stationId }) => {
      const { reservationId, status, at, evseId, connectorId, token, expiresAt, sessionId } = fact;
      // Station may reuse the id: reserved anew, it is another reservation.
      const known = status === 'Reserved' ? undefined : row;
      return {
        stationId,
        reservationId,
        status,
        evseId: known?.evseId ?? evseId,
        connectorId: known?.connectorId ?? connectorId,
        token: known?.token ?? token,
        expiresAt: known?.expiresAt ?? expiresAt,
        reservedAt: status === 'Reserved' ? at : known?.reservedAt,
        changedAt: at,
        sessionId: sessionId ?? known?.sessionId,
      };
    },
  },
});
