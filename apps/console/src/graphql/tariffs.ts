import type { Json, Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

/** A version is never changed; a session keeps the version it started under. */
export interface TariffVersion {
  readonly version: number;
  readonly name: string;
  readonly plugin: string;
  readonly currency: string;
  readonly terms: Json;
  readonly validFrom: string;
  readonly addedAt: string;
  readonly by: string;
}

export interface Tariff {
  readonly id: string;
  readonly name: string;
  readonly plugin: string;
  readonly currency: string;
  readonly newestVersion: number;
  readonly createdAt: string;
  readonly retiredAt: string | null;
  readonly retiredBy: string | null;
  readonly versions: readonly TariffVersion[];
}

const TARIFF_FIELDS = /* GraphQL */ `
  fragment TariffFields on Tariff {
    id
    name
    plugin
    currency
    newestVersion
    createdAt
    retiredAt
    retiredBy
    versions {
      version
      name
      plugin
      currency
      terms
      validFrom
      addedAt
      by
    }
  }
`;

export type TariffScopeKind = 'ACCOUNT' | 'DRIVER_GROUP' | 'EVERYBODY' | 'SITE' | 'STATION' | 'STATION_GROUP';

/** Who pays a tariff. */
export interface TariffAssignment {
  readonly kind: TariffScopeKind;
  readonly scopeId: string | null;
  readonly tariffId: string;
  readonly assignedAt: string;
  readonly by: string;
}

const ASSIGNMENTS = 'tariffAssignments { kind scopeId tariffId assignedAt by }';

export const tariffList = operation<
  { tariffs: Page<Tariff> & { readonly totalCount: number }; tariffAssignments: readonly TariffAssignment[] },
  PageVariables
>(/* GraphQL */ `
  query TariffList($first: Int, $after: String, $last: Int, $before: String) {
    tariffs(first: $first, after: $after, last: $last, before: $before, orderBy: NAME_ASC) {
      totalCount
      nodes {
        ...TariffFields
      }
      ${PAGE_INFO}
    }
    ${ASSIGNMENTS}
  }
  ${TARIFF_FIELDS}
`);

export const tariffDetails = operation<
  { tariff: Tariff | null; tariffAssignments: readonly TariffAssignment[] },
  { id: string }
>(/* GraphQL */ `
  query TariffDetails($id: ID!) {
    tariff(id: $id) {
      ...TariffFields
    }
    ${ASSIGNMENTS}
  }
  ${TARIFF_FIELDS}
`);

export interface TariffScope {
  readonly kind: TariffScopeKind;
  readonly id?: string;
}

interface NewTariffVersion {
  readonly tariffId: string;
  readonly plugin: string;
  readonly name: string;
  readonly currency: string;
  readonly terms: Json;
  readonly validFrom?: string;
}

export interface TariffWritten {
  readonly tariffId: string | null;
}

export const addTariffVersion = mutation<TariffWritten, NewTariffVersion>(
  'AddTariffVersion',
  '$tariffId: ID!, $plugin: String!, $name: String!, $currency: String!, $terms: JSON!, $validFrom: DateTime',
  'addTariffVersion(tariffId: $tariffId, plugin: $plugin, name: $name, currency: $currency, terms: $terms, validFrom: $validFrom)',
  '... on TariffVersionAdded { tariffId }',
);

const CHANGED = '... on TariffChanged { tariffId }';

export const assignTariff = mutation<TariffWritten, { scope: TariffScope; tariffId: string }>(
  'AssignTariff',
  '$scope: TariffScopeInput!, $tariffId: ID!',
  'assignTariff(scope: $scope, tariffId: $tariffId)',
  CHANGED,
);

export const unassignTariff = mutation<TariffWritten, { scope: TariffScope }>(
  'UnassignTariff',
  '$scope: TariffScopeInput!',
  'unassignTariff(scope: $scope)',
  CHANGED,
);

export const retireTariff = mutation<TariffWritten, { tariffId: string }>(
  'RetireTariff',
  '$tariffId: ID!',
  'retireTariff(tariffId: $tariffId)',
  CHANGED,
);
