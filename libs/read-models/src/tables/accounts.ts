import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A driver's account. Names and groups are sealed; of passwords and PINs there is nothing here but that they are set. */
export interface AccountRow {
  readonly accountId: string;
  readonly userName: string;
  readonly name?: string;
  readonly status: 'active' | 'blocked' | 'closed';
  readonly groupToken?: string;
  readonly language?: string;
  readonly tariffId?: string;
  readonly concurrentSessions?: number;
  readonly prepaid: boolean;
  readonly hasPassword: boolean;
  readonly hasPin: boolean;
  readonly openedBy: string;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly lastLogInAt?: Instant;
}

export const accountsTable = table<AccountRow>({
  name: 'accounts',
  columns: {
    accountId: 'text',
    userName: 'text',
    name: 'text?',
    status: 'text',
    groupToken: 'text?',
    language: 'text?',
    tariffId: 'text?',
    concurrentSessions: 'integer?',
    prepaid: 'boolean',
    hasPassword: 'boolean',
    hasPin: 'boolean',
    openedBy: 'text',
    openedAt: 'text',
    updatedAt: 'text',
    lastLogInAt: 'text?',
  },
  key: ['accountId'],
  indexes: [['openedAt'], ['status']],
});
