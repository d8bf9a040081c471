import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

export type AccountStatus = 'ACTIVE' | 'BLOCKED' | 'CLOSED';

/** A driver's account. */
export interface Account {
  readonly id: string;
  readonly userName: string;
  readonly name: string | null;
  readonly status: AccountStatus;
  readonly prepaid: boolean;
  readonly tariffId: string | null;
  readonly groupToken: string | null;
  readonly language: string | null;
  readonly concurrentSessions: number | null;
  readonly hasPassword: boolean;
  readonly hasPin: boolean;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly lastLogInAt: string | null;
  readonly updatedAt: string;
}

const ACCOUNT_FIELDS = /* GraphQL */ `
  fragment AccountFields on Account {
    id
    userName
    name
    status
    prepaid
    tariffId
    groupToken
    language
    concurrentSessions
    hasPassword
    hasPin
    openedAt
    openedBy
    lastLogInAt
    updatedAt
  }
`;

export interface AccountFilter {
  readonly statuses?: readonly AccountStatus[];
  readonly prepaid?: boolean;
}

export const accountList = operation<
  { accounts: Page<Account> & { readonly totalCount: number } },
  PageVariables & { filter: AccountFilter }
>(/* GraphQL */ `
  query AccountList($filter: AccountFilter, $first: Int, $after: String, $last: Int, $before: String) {
    accounts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...AccountFields
      }
      ${PAGE_INFO}
    }
  }
  ${ACCOUNT_FIELDS}
`);

export const accountDetails = operation<{ account: Account | null }, { id: string }>(/* GraphQL */ `
  query AccountDetails($id: ID!) {
    account(id: $id) {
      ...AccountFields
    }
  }
  ${ACCOUNT_FIELDS}
`);

/** What is said of an account; `null` takes back what was said. */
export interface AccountInput {
  readonly name?: string | null;
  readonly prepaid?: boolean;
  readonly tariffId?: string | null;
  readonly groupToken?: string | null;
  readonly language?: string | null;
  readonly concurrentSessions?: number | null;
}

export interface AccountWritten {
  readonly accountId: string;
}

const accountMutation = <Variables>(name: string, variables: string, field: string) =>
  mutation<AccountWritten, Variables>(name, variables, field, '... on AccountWritten { accountId }');

export const openAccount = accountMutation<{ userName: string; password?: string; details: AccountInput }>(
  'OpenAccount',
  '$userName: String!, $password: String, $details: AccountInput',
  'openAccount(userName: $userName, password: $password, details: $details)',
);

export const changeAccount = accountMutation<{ accountId: string; changes: AccountInput }>(
  'ChangeAccount',
  '$accountId: ID!, $changes: AccountInput!',
  'changeAccount(accountId: $accountId, changes: $changes)',
);

export const blockAccount = accountMutation<{ accountId: string; reason?: string }>(
  'BlockAccount',
  '$accountId: ID!, $reason: String',
  'blockAccount(accountId: $accountId, reason: $reason)',
);

export const unblockAccount = accountMutation<{ accountId: string }>(
  'UnblockAccount',
  '$accountId: ID!',
  'unblockAccount(accountId: $accountId)',
);

export const closeAccount = accountMutation<{ accountId: string }>(
  'CloseAccount',
  '$accountId: ID!',
  'closeAccount(accountId: $accountId)',
);

export const setAccountPassword = accountMutation<{ accountId: string; password: string }>(
  'SetAccountPassword',
  '$accountId: ID!, $password: String!',
  'setAccountPassword(accountId: $accountId, password: $password)',
);

export const setAccountPin = accountMutation<{ accountId: string; pin: string }>(
  'SetAccountPin',
  '$accountId: ID!, $pin: String!',
  'setAccountPin(accountId: $accountId, pin: $pin)',
);
