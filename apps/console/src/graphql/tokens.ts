import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

export type TokenStatus = 'ACTIVE' | 'BLOCKED' | 'REVOKED';

/** As `issueToken` takes it; a token itself shows OCPP's own word. */
export const tokenTypes = [
  'ISO14443',
  'ISO15693',
  'CENTRAL',
  'LOCAL',
  'MAC_ADDRESS',
  'E_MAID',
  'EVCCID',
  'VIN',
  'DIRECT_PAYMENT',
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** The pseudonym of a token, whether it was issued or not. */
export const tokenSubject = operation<{ tokenSubject: string }, { token: string }>(/* GraphQL */ `
  query TokenSubject($token: String!) {
    tokenSubject(token: $token)
  }
`);

interface TokenPlaces {
  readonly stationIds: readonly string[] | null;
  readonly siteIds: readonly string[] | null;
  readonly groups: readonly string[] | null;
}

/** A card, a fob, a contract that was issued. Its id is a pseudonym. */
export interface Token {
  readonly id: string;
  readonly token: string;
  readonly type: string;
  readonly status: TokenStatus;
  readonly label: string | null;
  readonly accountId: string | null;
  readonly groupToken: string | null;
  readonly tariffId: string | null;
  readonly language: string | null;
  readonly concurrentSessions: number | null;
  readonly masterPass: boolean;
  readonly expiresAt: string | null;
  readonly allowedAt: TokenPlaces | null;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly updatedAt: string;
}

const TOKEN_FIELDS = /* GraphQL */ `
  fragment TokenFields on Token {
    id
    token
    type
    status
    label
    accountId
    groupToken
    tariffId
    language
    concurrentSessions
    masterPass
    expiresAt
    allowedAt {
      stationIds
      siteIds
      groups
    }
    issuedAt
    issuedBy
    updatedAt
  }
`;

export interface TokenFilter {
  readonly statuses?: readonly TokenStatus[];
  readonly accountIds?: readonly string[];
}

export const tokenList = operation<
  { tokens: Page<Token> & { readonly totalCount: number } },
  PageVariables & { filter: TokenFilter }
>(/* GraphQL */ `
  query TokenList($filter: TokenFilter, $first: Int, $after: String, $last: Int, $before: String) {
    tokens(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...TokenFields
      }
      ${PAGE_INFO}
    }
  }
  ${TOKEN_FIELDS}
`);

export const tokenDetails = operation<{ token: Token | null }, { id: string }>(/* GraphQL */ `
  query TokenDetails($id: ID!) {
    token(id: $id) {
      ...TokenFields
    }
  }
  ${TOKEN_FIELDS}
`);

/** What is said of a token; `null` takes back what was said. */
export interface TokenInput {
  readonly label?: string | null;
  readonly accountId?: string | null;
  readonly groupToken?: string | null;
  readonly tariffId?: string | null;
  readonly language?: string | null;
  readonly concurrentSessions?: number | null;
  readonly masterPass?: boolean;
  readonly expiresAt?: string | null;
  readonly allowedAt?: Partial<TokenPlaces> | null;
}

export interface TokenWritten {
  readonly tokenId: string;
}

const tokenMutation = <Variables>(name: string, variables: string, field: string) =>
  mutation<TokenWritten, Variables>(name, variables, field, '... on TokenWritten { tokenId }');

export const issueToken = tokenMutation<{ token: string; type: TokenType; details: TokenInput }>(
  'IssueToken',
  '$token: String!, $type: TokenType!, $details: TokenInput',
  'issueToken(token: $token, type: $type, details: $details)',
);

export const changeToken = tokenMutation<{ tokenId: string; changes: TokenInput }>(
  'ChangeToken',
  '$tokenId: ID!, $changes: TokenInput!',
  'changeToken(tokenId: $tokenId, changes: $changes)',
);

export const blockToken = tokenMutation<{ tokenId: string; reason?: string }>(
  'BlockToken',
  '$tokenId: ID!, $reason: String',
  'blockToken(tokenId: $tokenId, reason: $reason)',
);

export const unblockToken = tokenMutation<{ tokenId: string }>(
  'UnblockToken',
  '$tokenId: ID!',
  'unblockToken(tokenId: $tokenId)',
);

export const revokeToken = tokenMutation<{ tokenId: string }>('RevokeToken', '$tokenId: ID!', 'revokeToken(tokenId: $tokenId)');
