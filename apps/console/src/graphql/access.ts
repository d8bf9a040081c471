import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

export const roles = ['OPERATOR', 'AUDITOR', 'INTEGRATOR', 'ADMIN'] as const;
export type ApiRole = (typeof roles)[number];

/** An API key, without the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: ApiRole;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
}

/** Who is signed in. */
export const viewer = operation<{ viewer: { keyId: string; name: string; role: ApiRole } | null }>(/* GraphQL */ `
  query Viewer {
    viewer {
      keyId
      name
      role
    }
  }
`);

export const apiKeyList = operation<
  { apiKeys: Page<ApiKey> & { readonly totalCount: number } },
  PageVariables & { filter: { revoked?: boolean } }
>(/* GraphQL */ `
  query ApiKeyList($filter: ApiKeyFilter, $first: Int, $after: String, $last: Int, $before: String) {
    apiKeys(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        id
        name
        role
        createdAt
        createdBy
        revokedAt
        revokedBy
      }
      ${PAGE_INFO}
    }
  }
`);

export const createApiKey = mutation<{ key: string }, { name: string; role: ApiRole }>(
  'CreateApiKey',
  '$name: String!, $role: ApiRole!',
  'createApiKey(name: $name, role: $role)',
  '... on ApiKeyCreated { key }',
);

export const revokeApiKey = mutation<{ keyId: string }, { keyId: string }>(
  'RevokeApiKey',
  '$keyId: ID!',
  'revokeApiKey(keyId: $keyId)',
  '... on ApiKeyRevoked { keyId }',
);

/** The password where one was set. */
export interface CredentialsChanged {
  readonly stationId: string;
  readonly password?: string;
}

export const setStationCredentials = mutation<CredentialsChanged, { stationId: string; password?: string }>(
  'SetStationCredentials',
  '$stationId: ID!, $password: String',
  'setStationCredentials(stationId: $stationId, password: $password)',
  '... on StationCredentialsSet { stationId password }',
);

export const revokeStationCredentials = mutation<CredentialsChanged, { stationId: string }>(
  'RevokeStationCredentials',
  '$stationId: ID!',
  'revokeStationCredentials(stationId: $stationId)',
  '... on StationCredentialsRevoked { stationId }',
);
