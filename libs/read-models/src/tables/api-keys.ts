import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** An API key: who it was made for, and whether it is still good. Of the key itself there is nothing here. */
export interface ApiKeyRow {
  readonly keyId: string;
  readonly name: string;
  readonly role: string;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly revokedBy?: string;
  readonly revokedAt?: Instant;
}

export const apiKeysTable = table<ApiKeyRow>({
  name: 'api_keys',
  columns: {
    keyId: 'text',
    name: 'text',
    role: 'text',
    createdBy: 'text',
    createdAt: 'text',
    revokedBy: 'text?',
    revokedAt: 'text?',
  },
  key: ['keyId'],
  indexes: [['createdAt']],
});
