import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';
import { SETTING_VALUE, STATION_SETTING_FIELDS } from './settings.ts';
import type { ScopeKind, SettingStatus, SettingValue, StationSetting } from './settings.ts';

export type RolloutStatus = 'ABORTED' | 'FINISHED' | 'RUNNING' | 'STOPPED';

/** How many stations have got how far. */
export interface RolloutProgress {
  readonly confirmed: number;
  readonly sent: number;
  readonly pending: number;
  readonly offline: number;
  readonly refused: number;
  readonly waiting: number;
}

/** A setting on its way to the stations of a site, a group or all. */
export interface Rollout {
  readonly id: string;
  readonly status: RolloutStatus;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string | null;
  readonly evseId: number | null;
  readonly value: SettingValue;
  readonly stationCount: number;
  readonly reached: number;
  readonly batchSize: number;
  readonly batches: number;
  readonly maximumRefusedShare: number;
  readonly progress: RolloutProgress;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly changedAt: string;
  readonly reason: string | null;
  readonly why: string | null;
}

const ROLLOUT_FIELDS = /* GraphQL */ `
  fragment RolloutFields on Rollout {
    id
    status
    scopeKind
    scopeId
    evseId
    ${SETTING_VALUE}
    stationCount
    reached
    batchSize
    batches
    maximumRefusedShare
    progress {
      confirmed
      sent
      pending
      offline
      refused
      waiting
    }
    startedAt
    startedBy
    changedAt
    reason
    why
  }
`;

export const rolloutList = operation<
  { rollouts: Page<Rollout> & { readonly totalCount: number } },
  PageVariables & { filter: { statuses?: readonly RolloutStatus[] } }
>(/* GraphQL */ `
  query RolloutList($filter: RolloutFilter, $first: Int, $after: String, $last: Int, $before: String) {
    rollouts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...RolloutFields
      }
      ${PAGE_INFO}
    }
  }
  ${ROLLOUT_FIELDS}
`);

export interface RolloutDetails extends Rollout {
  readonly stations: Page<StationSetting> & { readonly totalCount: number };
}

export const rolloutDetails = operation<
  { rollout: RolloutDetails | null },
  PageVariables & { id: string; stations: { statuses?: readonly SettingStatus[] } }
>(/* GraphQL */ `
  query RolloutDetails(
    $id: ID!
    $stations: StationSettingFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    rollout(id: $id) {
      ...RolloutFields
      stations(filter: $stations, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes {
          ...StationSettingFields
        }
        ${PAGE_INFO}
      }
    }
  }
  ${ROLLOUT_FIELDS}
  ${STATION_SETTING_FIELDS}
`);

const rolloutMutation = <Variables>(name: string, variables: string, field: string) =>
  mutation<{ rolloutId: string }, Variables>(name, variables, field, '... on RolloutChanged { rolloutId }');

export const stopRollout = rolloutMutation<{ id: string; reason?: string }>(
  'StopRollout',
  '$id: ID!, $reason: String',
  'stopRollout(id: $id, reason: $reason)',
);

export const resumeRollout = rolloutMutation<{ id: string; maximumRefusedShare?: number }>(
  'ResumeRollout',
  '$id: ID!, $maximumRefusedShare: Float',
  'resumeRollout(id: $id, maximumRefusedShare: $maximumRefusedShare)',
);

export const abortRollout = rolloutMutation<{ id: string; reason?: string }>(
  'AbortRollout',
  '$id: ID!, $reason: String',
  'abortRollout(id: $id, reason: $reason)',
);
