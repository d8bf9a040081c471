import type { Battery } from './batteries.ts';
import { BATTERY_FIELDS } from './batteries.ts';
import type { Page, PageVariables } from './document.ts';
import { operation, PAGE_INFO } from './document.ts';
import type { SessionSummary } from './sessions.ts';
import { SESSION_SUMMARY_FIELDS } from './sessions.ts';

/** What a list of stations shows of each. */
export interface StationSummary {
  readonly id: string;
  readonly connected: boolean;
  readonly lastSeenAt: string | null;
  readonly ocppVersion: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly operative: boolean | null;
  readonly errorCode: string | null;
  readonly connectors: readonly ConnectorSummary[];
}

export interface ConnectorSummary {
  readonly evseId: number;
  readonly connectorId: number;
  readonly status: string | null;
  readonly operative: boolean | null;
  readonly currentSessionId: string | null;
  readonly battery: Pick<Battery, 'id' | 'sessionId' | 'stateOfChargePercent' | 'powerW'> | null;
}

const SUMMARY_FIELDS = /* GraphQL */ `
  fragment StationSummaryFields on Station {
    id
    connected
    lastSeenAt
    ocppVersion
    vendor
    model
    operative
    errorCode
    connectors {
      evseId
      connectorId
      status
      operative
      currentSessionId
      battery {
        id
        sessionId
        stateOfChargePercent
        powerW
      }
    }
  }
`;

export interface StationFilter {
  readonly idPrefix?: string;
  readonly connected?: boolean;
  readonly ocppVersion?: string;
}

export type StationOrder = 'ID_ASC' | 'ID_DESC' | 'LAST_SEEN_ASC' | 'LAST_SEEN_DESC';

export const stationList = operation<
  { stations: Page<StationSummary> & { readonly totalCount: number } },
  PageVariables & { filter: StationFilter; orderBy: StationOrder }
>(/* GraphQL */ `
  query StationList(
    $filter: StationFilter
    $orderBy: StationOrder!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    stations(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...StationSummaryFields
      }
      ${PAGE_INFO}
    }
  }
  ${SUMMARY_FIELDS}
`);

export const stationChanged = operation<{ stationChanged: StationSummary }>(/* GraphQL */ `
  subscription StationChanged {
    stationChanged {
      ...StationSummaryFields
    }
  }
  ${SUMMARY_FIELDS}
`);

export interface ConnectorDetails {
  readonly evseId: number;
  readonly connectorId: number;
  readonly status: string | null;
  readonly statusAt: string | null;
  readonly operative: boolean | null;
  readonly availabilityScheduled: boolean | null;
  readonly errorCode: string | null;
  readonly errorInfo: string | null;
  readonly vendorErrorCode: string | null;
  readonly reservationId: number | null;
  readonly battery: Battery | null;
  readonly currentSessionId: string | null;
  readonly currentSession: SessionSummary | null;
}

export interface StationDetails {
  readonly id: string;
  readonly connected: boolean;
  readonly connectedSince: string | null;
  readonly disconnectedAt: string | null;
  readonly disconnectCause: string | null;
  readonly lastSeenAt: string | null;
  readonly firstSeenAt: string;
  readonly ocppVersion: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly firmwareVersion: string | null;
  readonly firmwareStatus: string | null;
  readonly remoteAddress: string | null;
  readonly authentication: string | null;
  readonly registrationStatus: string | null;
  readonly bootedAt: string | null;
  readonly bootReason: string | null;
  readonly clockSkewMs: number | null;
  readonly heartbeatSeconds: number | null;
  readonly operative: boolean | null;
  readonly status: string | null;
  readonly errorCode: string | null;
  readonly errorInfo: string | null;
  readonly connectors: readonly ConnectorDetails[];
}

const DETAIL_FIELDS = /* GraphQL */ `
  fragment StationDetailFields on Station {
    id
    connected
    connectedSince
    disconnectedAt
    disconnectCause
    lastSeenAt
    firstSeenAt
    ocppVersion
    vendor
    model
    serialNumber
    firmwareVersion
    firmwareStatus
    remoteAddress
    authentication
    registrationStatus
    bootedAt
    bootReason
    clockSkewMs
    heartbeatSeconds
    operative
    status
    errorCode
    errorInfo
    connectors {
      evseId
      connectorId
      status
      statusAt
      operative
      availabilityScheduled
      errorCode
      errorInfo
      vendorErrorCode
      reservationId
      currentSessionId
      battery {
        ...BatteryFields
      }
      currentSession {
        ...SessionSummaryFields
      }
    }
  }
  ${BATTERY_FIELDS}
  ${SESSION_SUMMARY_FIELDS}
`;

export const stationDetails = operation<{ station: StationDetails | null }, { id: string }>(/* GraphQL */ `
  query StationDetails($id: ID!) {
    station(id: $id) {
      ...StationDetailFields
    }
  }
  ${DETAIL_FIELDS}
`);

/** Every message of a station changes it, so this also tells what becomes of its connectors and their batteries. */
export const stationDetailsChanged = operation<{ stationChanged: StationDetails }, { id: string }>(/* GraphQL */ `
  subscription StationDetailsChanged($id: ID!) {
    stationChanged(stationId: $id) {
      ...StationDetailFields
    }
  }
  ${DETAIL_FIELDS}
`);
