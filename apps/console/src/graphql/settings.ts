import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

export type SettingName = 'CHARGING_TIME' | 'MAXIMUM_CURRENT' | 'PRICE';
export type SettingStatus = 'CONFIRMED' | 'PENDING' | 'REFUSED' | 'SENT';
export type ScopeKind = 'ALL' | 'GROUP' | 'SITE' | 'STATION';

/** One of the three is there. */
export interface SettingValue {
  readonly price: { readonly tariffId: string; readonly tariffVersion: number } | null;
  readonly chargingTimeMinutes: number | null;
  readonly maximumCurrent: { readonly amperes: number; readonly phases: number; readonly voltageV: number } | null;
}

export const SETTING_VALUE = /* GraphQL */ `
  value {
    price {
      tariffId
      tariffVersion
    }
    chargingTimeMinutes
    maximumCurrent {
      amperes
      phases
      voltageV
    }
  }
`;

/** What a station is to be set to, what it was told, and what it says of it. */
export interface StationSetting {
  readonly stationId: string;
  readonly name: SettingName;
  readonly evseId: number | null;
  readonly value: SettingValue;
  readonly status: SettingStatus;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string | null;
  readonly rolloutId: string | null;
  readonly desiredBy: string;
  readonly reason: string | null;
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly sendings: number;
  readonly sentBecause: string | null;
  readonly confirmedAt: string | null;
  readonly refusedAt: string | null;
  readonly refusedCode: string | null;
  readonly refusedWhy: string | null;
  readonly reported: string | null;
  readonly reportedAt: string | null;
  readonly drifted: boolean;
  readonly drifts: number;
  readonly enforcedByPlatform: boolean;
  readonly translation: string | null;
}

export const STATION_SETTING_FIELDS = /* GraphQL */ `
  fragment StationSettingFields on StationSetting {
    stationId
    name
    evseId
    ${SETTING_VALUE}
    status
    scopeKind
    scopeId
    rolloutId
    desiredBy
    reason
    dueAt
    sentAt
    sendings
    sentBecause
    confirmedAt
    refusedAt
    refusedCode
    refusedWhy
    reported
    reportedAt
    drifted
    drifts
    enforcedByPlatform
    translation
  }
`;

/** A station as far as it matters to how it is set. */
export interface PlacedStation {
  readonly id: string;
  readonly siteId: string | null;
  readonly groups: readonly string[] | null;
  readonly timeZone: string | null;
}

export const stationSettings = operation<
  { station: PlacedStation | null; stationSettings: readonly StationSetting[] },
  { stationId: string }
>(/* GraphQL */ `
  query StationSettings($stationId: ID!) {
    station(id: $stationId) {
      id
      siteId
      groups
      timeZone
    }
    stationSettings(stationId: $stationId) {
      ...StationSettingFields
    }
  }
  ${STATION_SETTING_FIELDS}
`);

export interface SettingFilter {
  readonly statuses?: readonly SettingStatus[];
  readonly drifted?: boolean;
  readonly names?: readonly SettingName[];
}

export const settingList = operation<
  { settings: Page<StationSetting> & { readonly totalCount: number } },
  PageVariables & { filter: SettingFilter }
>(/* GraphQL */ `
  query SettingList($filter: StationSettingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    settings(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...StationSettingFields
      }
      ${PAGE_INFO}
    }
  }
  ${STATION_SETTING_FIELDS}
`);

export interface SettingScope {
  readonly kind: ScopeKind;
  readonly id?: string;
}

export interface SettingInput {
  readonly price?: { readonly tariffId: string; readonly tariffVersion: number };
  readonly chargingTimeMinutes?: number;
  readonly maximumCurrent?: { readonly amperes: number; readonly phases?: number; readonly voltageV?: number };
}

export interface SettingTaken {
  readonly repeated: boolean;
  readonly rolloutId: string | null;
  readonly stations: number;
}

interface WantedSetting {
  readonly scope: SettingScope;
  readonly setting: SettingInput;
  readonly evseId?: number;
  readonly batchSize?: number;
  readonly maximumRefusedShare?: number;
  readonly reason?: string;
}

export const setStationSetting = mutation<SettingTaken, WantedSetting>(
  'SetStationSetting',
  '$scope: SettingScopeInput!, $setting: SettingInput!, $evseId: Int, $batchSize: Int, $maximumRefusedShare: Float, $reason: String',
  'setStationSetting(scope: $scope, setting: $setting, evseId: $evseId, batchSize: $batchSize, maximumRefusedShare: $maximumRefusedShare, reason: $reason)',
  '... on SettingTaken { repeated rolloutId stations }',
);

export const withdrawSetting = mutation<{ scope: string }, { scope: SettingScope; name: SettingName; evseId?: number }>(
  'WithdrawSetting',
  '$scope: SettingScopeInput!, $name: SettingName!, $evseId: Int',
  'withdrawSetting(scope: $scope, name: $name, evseId: $evseId)',
  '... on SettingWithdrawn { scope }',
);

export const resendSettings = mutation<{ stationId: string }, { stationId: string }>(
  'ResendSettings',
  '$stationId: ID!',
  'resendSettings(stationId: $stationId)',
  '... on SettingsResent { stationId }',
);

interface Placing {
  readonly stationId: string;
  readonly siteId?: string;
  readonly groups: readonly string[];
  readonly timeZone: string;
}

export const placeStation = mutation<{ stationId: string }, Placing>(
  'PlaceStation',
  '$stationId: ID!, $siteId: String, $groups: [String!]!, $timeZone: String!',
  'placeStation(stationId: $stationId, siteId: $siteId, groups: $groups, timeZone: $timeZone)',
  '... on StationPlaced { stationId }',
);
