import { mutation, operation } from './document.ts';
import type { SettingScope } from './settings.ts';

export type LocalListStatus = 'ASKED' | 'KNOWN' | 'REFUSED' | 'SENT' | 'UNKNOWN';
export type LocalListTokens = 'ACCOUNTS' | 'ACTIVE' | 'RESTRICTED' | 'TOKENS';

/** What a station is to know by heart, and what it knows. */
export interface LocalList {
  readonly stationId: string;
  readonly status: LocalListStatus;
  readonly confirmedVersion: number | null;
  readonly sentVersion: number | null;
  readonly desiredCount: number | null;
  readonly entryCount: number | null;
  readonly sendings: number;
  readonly attempts: number;
  readonly refusedCode: string | null;
  readonly refusedWhy: string | null;
  readonly reportedAt: string | null;
  readonly updatedAt: string | null;
  readonly wish: {
    readonly scope: string;
    readonly tokens: LocalListTokens;
    readonly ids: readonly string[] | null;
    readonly limit: number | null;
    readonly by: string;
    readonly at: string;
    readonly reason: string | null;
  } | null;
}

export const localList = operation<{ localList: LocalList | null }, { stationId: string }>(/* GraphQL */ `
  query LocalList($stationId: ID!) {
    localList(stationId: $stationId) {
      stationId
      status
      confirmedVersion
      sentVersion
      desiredCount
      entryCount
      sendings
      attempts
      refusedCode
      refusedWhy
      reportedAt
      updatedAt
      wish {
        scope
        tokens
        ids
        limit
        by
        at
        reason
      }
    }
  }
`);

interface WantedList {
  readonly scope: SettingScope;
  readonly tokens: LocalListTokens;
  readonly ids?: readonly string[];
  readonly limit?: number;
  readonly reason?: string;
}

export const setLocalList = mutation<{ scope: string }, WantedList>(
  'SetLocalList',
  '$scope: SettingScopeInput!, $tokens: LocalListTokens!, $ids: [ID!], $limit: Int, $reason: String',
  'setLocalList(scope: $scope, tokens: $tokens, ids: $ids, limit: $limit, reason: $reason)',
  '... on LocalListTaken { scope }',
);

export const withdrawLocalList = mutation<{ scope: string }, { scope: SettingScope; reason?: string }>(
  'WithdrawLocalList',
  '$scope: SettingScopeInput!, $reason: String',
  'withdrawLocalList(scope: $scope, reason: $reason)',
  '... on LocalListWithdrawn { scope }',
);
