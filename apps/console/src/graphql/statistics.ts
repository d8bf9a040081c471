import type { Page, PageVariables } from './document.ts';
import { operation, PAGE_INFO } from './document.ts';
import type { Direction } from './events.ts';

/** How often a station and the platform said something to each other. */
export interface MessageStatistic {
  readonly action: string;
  readonly kind: string;
  readonly direction: Direction;
  readonly messages: number;
  readonly deviating: number;
  readonly lastAt: string;
}

export const messageStatistics = operation<
  { messageStatistics: Page<MessageStatistic> & { readonly totalCount: number } },
  PageVariables & { stationId: string }
>(/* GraphQL */ `
  query MessageStatistics($stationId: String!, $first: Int, $after: String, $last: Int, $before: String) {
    messageStatistics(
      filter: { stationIds: [$stationId] }
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      nodes {
        action
        kind
        direction
        messages
        deviating
        lastAt
      }
      ${PAGE_INFO}
    }
  }
`);

/** A reservation as the station last confirmed it. */
export interface Reservation {
  readonly reservationId: number;
  readonly stationId: string;
  readonly evseId: number | null;
  readonly connectorId: number | null;
  readonly status: string;
  readonly token: string | null;
  readonly sessionId: string | null;
  readonly expiresAt: string | null;
  readonly changedAt: string;
}

export const reservationList = operation<
  { reservations: Page<Reservation> & { readonly totalCount: number } },
  PageVariables & { stationId: string }
>(/* GraphQL */ `
  query ReservationList($stationId: String!, $first: Int, $after: String, $last: Int, $before: String) {
    reservations(filter: { stationIds: [$stationId] }, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        reservationId
        stationId
        evseId
        connectorId
        status
        token
        sessionId
        expiresAt
        changedAt
      }
      ${PAGE_INFO}
    }
  }
`);
