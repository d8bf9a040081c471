import type { KnownToken } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A token that was issued. The token and its group are sealed. */
export interface TokenRow {
  readonly tokenId: string;
  readonly token: string;
  readonly type: string;
  readonly status: 'active' | 'blocked' | 'revoked';
  readonly label?: string;
  readonly accountId?: string;
  readonly expiresAt?: Instant;
  readonly groupToken?: string;
  readonly language?: string;
  readonly tariffId?: string;
  readonly concurrentSessions?: number;
  readonly allowedAt?: NonNullable<KnownToken['allowedAt']>;
  readonly masterPass: boolean;
  readonly issuedBy: string;
  readonly issuedAt: Instant;
  readonly updatedAt: Instant;
}

export const tokensTable = table<TokenRow>({
  name: 'tokens',
  columns: {
    tokenId: 'text',
    token: 'text',
    type: 'text',
    status: 'text',
    label: 'text?',
    accountId: 'text?',
    expiresAt: 'text?',
    groupToken: 'text?',
    language: 'text?',
    tariffId: 'text?',
    concurrentSessions: 'integer?',
    allowedAt: 'json?',
    masterPass: 'boolean',
    issuedBy: 'text',
    issuedAt: 'text',
    updatedAt: 'text',
  },
  key: ['tokenId'],
  indexes: [['issuedAt'], ['accountId'], ['status']],
});
