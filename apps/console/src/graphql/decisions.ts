import type { Json, Page, PageVariables } from './document.ts';
import { operation, PAGE_INFO } from './document.ts';

export type DecisionPoint =
  | 'ADMIT_STATION'
  | 'ANSWER_DATA_TRANSFER'
  | 'AUTHORIZE'
  | 'CONTINUE_CHARGING'
  | 'PRICE_SESSION'
  | 'START_SESSION'
  | 'TRANSLATE_SETTINGS';

/** What one plugin said, and why. */
export interface Vote {
  readonly plugin: string;
  readonly version: string | null;
  readonly answer: string;
  readonly rule: string | null;
  readonly reason: string;
  readonly milliseconds: number;
  readonly configuration: number | null;
  readonly shadow: boolean;
  readonly failure: string | null;
}

/** Names an event by its place in its stream. */
export interface EventPlace {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
}

/** Something that was decided: what, why, by whom and from what. */
export interface Decision {
  readonly id: string;
  readonly at: string;
  readonly point: DecisionPoint;
  readonly outcome: string;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly stationId: string;
  readonly evseId: number | null;
  readonly sessionId: string | null;
  readonly purpose: string | null;
  readonly token: string | null;
  readonly tokenSubject: string | null;
  readonly considered: Json;
  readonly votes: readonly Vote[];
  readonly events: readonly EventPlace[];
  readonly basis: readonly EventPlace[];
}

export const EVENT_PLACE_FIELDS = /* GraphQL */ `
  fragment EventPlaceFields on Event {
    id
    stream
    revision
    type
  }
`;

export const DECISION_FIELDS = /* GraphQL */ `
  fragment DecisionFields on Decision {
    id
    at
    point
    outcome
    rule
    reason
    stationId
    evseId
    sessionId
    purpose
    token
    tokenSubject
    considered
    votes {
      plugin
      version
      answer
      rule
      reason
      milliseconds
      configuration
      shadow
      failure
    }
    events {
      ...EventPlaceFields
    }
    basis {
      ...EventPlaceFields
    }
  }
  ${EVENT_PLACE_FIELDS}
`;

export interface DecisionFilter {
  readonly points?: readonly DecisionPoint[];
  readonly refused?: boolean;
  readonly stationIds?: readonly string[];
  readonly sessionId?: string;
  readonly tokenSubject?: string;
  readonly failedPlugin?: string;
  readonly differingShadow?: string;
}

export const decisionList = operation<
  { decisions: Page<Decision> & { readonly totalCount: number } },
  PageVariables & { filter: DecisionFilter }
>(/* GraphQL */ `
  query DecisionList($filter: DecisionFilter, $first: Int, $after: String, $last: Int, $before: String) {
    decisions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...DecisionFields
      }
      ${PAGE_INFO}
    }
  }
  ${DECISION_FIELDS}
`);
