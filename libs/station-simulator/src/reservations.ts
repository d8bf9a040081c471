import type { Connector } from './connector.ts';
import type { Station } from './station.ts';

export interface ReservationRequest {
  readonly id: number;
  /** 0 or absent: any connector, which this station does not offer. */
  readonly connectorId: number;
  readonly idToken: string;
  readonly groupIdToken?: string;
  readonly expiresAt: Date;
}

const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** Connectors kept free for a driver (OCPP 1.6 section 5.13, OCPP 2.0.1 H01). */
export class Reservations {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  reserve(request: ReservationRequest): 'Accepted' | 'Occupied' | 'Unavailable' | 'Rejected' | 'Faulted' {
    const connector = this.#station.connector(request.connectorId);
    if (!connector) return 'Rejected';
    if (connector.faulted) return 'Faulted';
    if (!connector.operative) return 'Unavailable';
    const replaces = connector.reservation?.id === request.id;
    if (connector.transaction || connector.vehicle || (connector.reservation && !replaces)) return 'Occupied';
    this.release(connector);
    const remainingMs = Math.min(request.expiresAt.getTime() - this.#station.now().getTime(), LONGEST_TIMEOUT_MS);
    if (remainingMs <= 0) return 'Rejected';
    const { id, idToken, groupIdToken } = request;
    connector.reservation = { id, idToken, groupIdToken, expiry: setTimeout(() => this.#expired(connector), remainingMs) };
    return 'Accepted';
  }

  cancel(id: number): boolean {
    const connector = this.#station.connectors.find(({ reservation }) => reservation?.id === id);
    if (!connector) return false;
    this.release(connector);
    setImmediate(() => void this.#station.reportStatuses());
    return true;
  }

  /** Nobody has reserved the connector, or this token has, or someone of its group. */
  admits({ reservation }: Connector, idToken: string): boolean {
    if (!reservation || reservation.idToken === idToken) return true;
    const group = this.#station.tokens.groupOf(idToken);
    return group !== undefined && group === reservation.groupIdToken;
  }

  /** Frees the connector and gives the id of the reservation that is used up, if there was one. */
  use(connector: Connector): number | undefined {
    const id = connector.reservation?.id;
    this.release(connector);
    return id;
  }

  release(connector: Connector): void {
    clearTimeout(connector.reservation?.expiry);
    connector.reservation = undefined;
  }

  #expired(connector: Connector): void {
    const id = connector.reservation?.id;
    this.release(connector);
    if (id !== undefined && this.#station.dialect.version !== '1.6') {
      void this.#station.tell('ReservationStatusUpdate', { reservationId: id, reservationUpdateStatus: 'Expired' });
    }
    void this.#station.reportStatuses();
  }
}
