import { apiKeysTable } from '../tables/api-keys.ts';
import type { ApiKeyRow } from '../tables/api-keys.ts';
import { readModel } from './read-model.ts';

/** API keys and their end. A key that is made anew under the same id, as the administrator's may be, is good again. */
export const apiKeys = readModel<ApiKeyRow>({
  name: 'api-keys',
  version: 1,
  table: apiKeysTable,
  key: (fact) => ('keyId' in fact ? fact.keyId : undefined),
  on: {
    ApiKeyCreated: (_row, { keyId, name, role, createdBy }, { receivedAt }) => ({
      keyId,
      name,
      role,
      createdBy,
      createdAt: receivedAt,
    }),

    ApiKeyRevoked: (row, { revokedBy }, { receivedAt }) =>
      row && row.revokedAt === undefined ? { ...row, revokedBy, revokedAt: receivedAt } : row,
  },
});
