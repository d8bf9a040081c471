import type { Json, PageInfo } from './document.ts';
import { operation } from './document.ts';

export type Direction = 'FROM_STATION' | 'TO_STATION';

/** An event as the log keeps it. */
export interface LoggedEvent {
  readonly id: string;
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly action: string | null;
  readonly kind: string | null;
  readonly direction: Direction | null;
  readonly recordedAt: string;
  readonly ocppVersion: string | null;
  readonly messageId: string | null;
  readonly flags: readonly string[];
  readonly actor: string | null;
  readonly hash: string;
  readonly payload: Json;
}

export const EVENT_FIELDS = /* GraphQL */ `
  fragment EventFields on Event {
    id
    position
    stream
    revision
    type
    action
    kind
    direction
    recordedAt
    ocppVersion
    messageId
    flags
    actor
    hash
    payload
  }
`;

export const oneEvent = operation<{ event: LoggedEvent | null }, { stream: string; revision: number }>(/* GraphQL */ `
  query OneEvent($stream: String!, $revision: Int!) {
    event(stream: $stream, revision: $revision) {
      ...EventFields
    }
  }
  ${EVENT_FIELDS}
`);

export interface EventFilter {
  readonly stationId?: string;
  readonly stream?: string;
  readonly types?: readonly string[];
  readonly actions?: readonly string[];
  readonly direction?: Direction;
  readonly messageId?: string;
}

/** Newest first. A page may hold fewer events than asked for while there are more. */
export const newestEvents = operation<
  {
    platform: { logHead: string };
    events: { nodes: readonly LoggedEvent[]; pageInfo: Pick<PageInfo, 'endCursor' | 'hasNextPage'> };
  },
  { filter: EventFilter; first: number; after?: string; afterPosition?: string }
>(/* GraphQL */ `
  query NewestEvents($filter: EventFilter, $first: Int!, $after: String, $afterPosition: Position) {
    platform {
      logHead
    }
    events(filter: $filter, first: $first, after: $after, afterPosition: $afterPosition, orderBy: NEWEST_FIRST) {
      nodes {
        ...EventFields
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
  ${EVENT_FIELDS}
`);

export const eventsRecorded = operation<{ events: LoggedEvent }, { filter: EventFilter; afterPosition?: string }>(/* GraphQL */ `
  subscription EventsRecorded($filter: EventFilter, $afterPosition: Position) {
    events(filter: $filter, afterPosition: $afterPosition) {
      ...EventFields
    }
  }
  ${EVENT_FIELDS}
`);
