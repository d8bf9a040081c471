import { isRefusal } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { BuiltIn } from '@wattledger/plugin-host';
import { flatTariff } from '@wattledger/flat-tariff';
import { quickStart } from '@wattledger/quick-start';
import { rfidAuthorization } from '@wattledger/rfid-authorization';
import type { TestPlatform } from './test-platform.ts';

/** Everybody may charge, drivers that were issued a card are known by it, and flat tariffs are priced. */
export const tariffPlugins: readonly BuiltIn[] = [
  { plugin: rfidAuthorization, config: { unknownTokens: 'abstain' } },
  { plugin: flatTariff, config: {} },
  { plugin: quickStart, config: {} },
];

/** Adds the first version of a flat tariff. */
export const addFlatTariff = (platform: TestPlatform, tariffId: string, perKwh: string): Promise<JsonObject> =>
  platform.graphql(
    `mutation ($tariffId: ID!, $terms: JSON!) {
      addTariffVersion(tariffId: $tariffId, plugin: "flat-tariff", name: "Flat", currency: "EUR", terms: $terms,
        validFrom: "2026-01-01T00:00:00Z") { ... on TariffVersionAdded { version } ... on UserError { code } } }`,
    { tariffId, terms: { perKwh } },
  );

/** @param scope as GraphQL takes it */
export const assignTariff = (platform: TestPlatform, scope: object, tariffId: string): Promise<JsonObject> =>
  platform.graphql(
    `mutation ($scope: TariffScopeInput!, $tariffId: ID!) {
      assignTariff(scope: $scope, tariffId: $tariffId) { __typename ... on UserError { code } } }`,
    { scope, tariffId },
  );

/** @param scope as GraphQL takes it */
export const unassignTariff = (platform: TestPlatform, scope: object): Promise<JsonObject> =>
  platform.graphql(
    `mutation ($scope: TariffScopeInput!) { unassignTariff(scope: $scope) { __typename ... on UserError { code } } }`,
    { scope },
  );

/** Gives somebody an account and a card. @returns the account */
export async function cardOf({ drivers }: TestPlatform, card: string, groupToken?: string): Promise<string> {
  const account = await drivers.accounts.open({ userName: `holder of ${card}` }, 'spec');
  if (isRefusal(account)) throw new Error(account.message);
  const { accountId } = account;
  const details = { accountId, ...(groupToken !== undefined && { groupToken }) };
  const issued = await drivers.tokens.issue({ token: card, tokenType: 'ISO14443', ...details }, 'spec');
  if (isRefusal(issued)) throw new Error(issued.message);
  return accountId;
}
