import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A reservation as the station last confirmed it. */
export interface ReservationRow {
  readonly stationId: string;
  readonly reservationId: number;
  /** `Reserved`, `Used`, `Cancelled`, `Expired`, `Removed` or `NoTransaction`. */
  readonly status: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  /** Sealed. */
  readonly token?: string;
  readonly expiresAt?: Instant;
  readonly reservedAt?: Instant;
  readonly changedAt: Instant;
  /** The session that used it. */
  readonly sessionId?: string;
}

export const reservationsTable = table<ReservationRow>({
  name: 'reservations',
  columns: {
    stationId: 'text',
    reservationId: 'integer',
    status: 'text',
    evseId: 'integer?',
    connectorId: 'integer?',
    token: 'text?',
    expiresAt: 'text?',
    reservedAt: 'text?',
    changedAt: 'text',
    sessionId: 'text?',
  },
  key: ['stationId', 'reservationId'],
  indexes: [['status', 'expiresAt']],
});
