import type { TestPlatform } from './test-platform.ts';
import { until } from './until.ts';

/** The local list of a station as GraphQL shows it. */
export interface ShownList {
  readonly status: string;
  readonly confirmedVersion: number | null;
  readonly sentVersion: number | null;
  readonly desiredCount: number | null;
  readonly entryCount: number | null;
  readonly sendings: number;
  readonly attempts: number;
  readonly refusedCode: string | null;
  readonly refusedWhy: string | null;
  readonly wish: { readonly scope: string; readonly tokens: string } | null;
  readonly entries: readonly { readonly tokenId: string }[];
}

export async function localListOf(platform: TestPlatform, stationId: string): Promise<ShownList | undefined> {
  const query = `query ($stationId: ID!) { localList(stationId: $stationId) {
    status confirmedVersion sentVersion desiredCount entryCount sendings attempts refusedCode refusedWhy
    wish { scope tokens } entries { tokenId } } }`;
  return (await platform.graphql<{ localList: ShownList | null }>(query, { stationId })).localList ?? undefined;
}

/** Waits until the list of the station stands so. */
export const listIs = (platform: TestPlatform, stationId: string, wanted: Partial<ShownList>): Promise<ShownList> =>
  until(`the list of ${stationId} to be ${JSON.stringify(wanted)}`, async () => {
    const list = await localListOf(platform, stationId);
    return list && Object.entries(wanted).every(([field, value]) => list[field as keyof ShownList] === value) && list;
  });

/** Wants a list; `scope` as GraphQL takes it, `more` with `tokens`, `ids`, `limit`. */
export async function wantList(
  platform: TestPlatform,
  scope: object,
  more: object,
): Promise<{ scope?: string; repeated?: boolean; code?: string }> {
  const mutation = `mutation ($scope: SettingScopeInput!, $tokens: LocalListTokens, $ids: [ID!], $limit: Int) {
    setLocalList(scope: $scope, tokens: $tokens, ids: $ids, limit: $limit) {
      ... on LocalListTaken { scope repeated } ... on UserError { code } } }`;
  return (await platform.graphql<{ setLocalList: object }>(mutation, { scope, ...more })).setLocalList;
}

export async function withdrawList(platform: TestPlatform, scope: object): Promise<{ scope?: string; code?: string }> {
  const mutation = `mutation ($scope: SettingScopeInput!) {
    withdrawLocalList(scope: $scope) { ... on LocalListWithdrawn { scope } ... on UserError { code } } }`;
  return (await platform.graphql<{ withdrawLocalList: object }>(mutation, { scope })).withdrawLocalList;
}

/** Opens an account with these tokens. @returns its id */
export async function accountWith(platform: TestPlatform, userName: string, ...tokens: string[]): Promise<string> {
  const mutation = `mutation ($userName: String!) { openAccount(userName: $userName) { ... on AccountWritten { accountId } } }`;
  const { openAccount } = await platform.graphql<{ openAccount: { accountId: string } }>(mutation, { userName });
  const { accountId } = openAccount;
  for (const token of tokens) await issueToken(platform, token, { accountId });
  return accountId;
}

/** @returns its id */
export async function issueToken(platform: TestPlatform, token: string, details: object = {}): Promise<string> {
  const mutation = `mutation ($token: String!, $details: TokenInput) {
    issueToken(token: $token, type: ISO14443, details: $details) { ... on TokenWritten { tokenId } ... on UserError { code message } } }`;
  const { issueToken: issued } = await platform.graphql<{ issueToken: { tokenId?: string } }>(mutation, { token, details });
  if (issued.tokenId === undefined) throw new Error(JSON.stringify(issued));
  return issued.tokenId;
}

export const blockToken = (platform: TestPlatform, token: string): Promise<unknown> =>
  platform.graphql('mutation ($id: ID!) { blockToken(tokenId: $id) { __typename } }', {
    id: platform.store.sealer.subjectOf(token),
  });
