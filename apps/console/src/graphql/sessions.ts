import type { Battery } from './batteries.ts';
import { BATTERY_FIELDS } from './batteries.ts';
import type { Page, PageVariables } from './document.ts';
import { operation, PAGE_INFO } from './document.ts';
import type { LoggedEvent } from './events.ts';
import { EVENT_FIELDS } from './events.ts';

export type SessionState = 'ACTIVE' | 'ENDED' | 'INTERRUPTED';

export interface SessionSummary {
  readonly id: string;
  readonly transactionId: string;
  readonly stationId: string;
  readonly evseId: number | null;
  readonly connectorId: number | null;
  readonly state: SessionState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly updatedAt: string;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socStart: number | null;
  readonly socLatest: number | null;
  readonly stopReason: string | null;
  readonly costAmount: string | null;
  readonly costCurrency: string | null;
}

export const SESSION_SUMMARY_FIELDS = /* GraphQL */ `
  fragment SessionSummaryFields on Session {
    id
    transactionId
    stationId
    evseId
    connectorId
    state
    startedAt
    endedAt
    updatedAt
    energyWh
    powerW
    socStart
    socLatest
    stopReason
    costAmount
    costCurrency
  }
`;

export interface SessionFilter {
  readonly states?: readonly SessionState[];
  readonly stationIds?: readonly string[];
  readonly transactionId?: string;
  readonly tokenSubject?: string;
  readonly startedFrom?: string;
  readonly startedBefore?: string;
}

export const sessionList = operation<
  { sessions: Page<SessionSummary> & { readonly totalCount: number } },
  PageVariables & { filter: SessionFilter }
>(/* GraphQL */ `
  query SessionList($filter: SessionFilter, $first: Int, $after: String, $last: Int, $before: String) {
    sessions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...SessionSummaryFields
      }
      ${PAGE_INFO}
    }
  }
  ${SESSION_SUMMARY_FIELDS}
`);

/** The newest sessions that go on: as many as one page may hold. */
export const activeSessions = operation<{ sessions: { nodes: readonly SessionSummary[] } }>(/* GraphQL */ `
  query ActiveSessions {
    sessions(filter: { states: [ACTIVE] }, first: 200) {
      nodes {
        ...SessionSummaryFields
      }
    }
  }
  ${SESSION_SUMMARY_FIELDS}
`);

export const sessionChanged = operation<{ sessionChanged: SessionSummary }, { stationId?: string }>(/* GraphQL */ `
  subscription SessionChanged($stationId: ID) {
    sessionChanged(stationId: $stationId) {
      ...SessionSummaryFields
    }
  }
  ${SESSION_SUMMARY_FIELDS}
`);

export interface SessionDetails extends SessionSummary {
  readonly durationSeconds: number | null;
  readonly chargingState: string | null;
  readonly interruptedBecause: string | null;
  readonly meterStartWh: number | null;
  readonly meterStopWh: number | null;
  readonly meterLatestWh: number | null;
  readonly offline: boolean;
  readonly signed: boolean;
  readonly startTrigger: string | null;
  readonly stopTrigger: string | null;
  readonly announcedCost: number | null;
  readonly token: string | null;
  readonly tokenSubject: string | null;
  readonly tokenType: string | null;
  readonly battery: Battery | null;
}

const DETAIL_FIELDS = /* GraphQL */ `
  fragment SessionDetailFields on Session {
    ...SessionSummaryFields
    durationSeconds
    chargingState
    interruptedBecause
    meterStartWh
    meterStopWh
    meterLatestWh
    offline
    signed
    startTrigger
    stopTrigger
    announcedCost
    token
    tokenSubject
    tokenType
    battery {
      ...BatteryFields
    }
  }
  ${SESSION_SUMMARY_FIELDS}
  ${BATTERY_FIELDS}
`;

export const sessionDetails = operation<{ session: SessionDetails | null }, { id: string }>(/* GraphQL */ `
  query SessionDetails($id: ID!) {
    session(id: $id) {
      ...SessionDetailFields
    }
  }
  ${DETAIL_FIELDS}
`);

export const sessionDetailsChanged = operation<{ sessionChanged: SessionDetails }, { id: string }>(/* GraphQL */ `
  subscription SessionDetailsChanged($id: ID!) {
    sessionChanged(sessionId: $id) {
      ...SessionDetailFields
    }
  }
  ${DETAIL_FIELDS}
`);

export const sessionEvents = operation<{ session: { id: string; events: readonly LoggedEvent[] } | null }, { id: string }>(
  /* GraphQL */ `
    query SessionEvents($id: ID!) {
      session(id: $id) {
        id
        events {
          ...EventFields
        }
      }
    }
    ${EVENT_FIELDS}
  `,
);
