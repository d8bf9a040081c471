import type { TestPlatform } from './test-platform.ts';
import { until } from './until.ts';

/** A setting of a station as GraphQL shows it. */
export interface ShownSetting {
  readonly name: string;
  readonly status: string;
  readonly scopeKind: string;
  readonly sendings: number;
  readonly sentBecause: string | null;
  readonly enforcedByPlatform: boolean;
  readonly refusedCode: string | null;
  readonly refusedWhy: string | null;
  readonly reported: string | null;
  readonly drifted: boolean;
  readonly drifts: number;
  readonly translation: string | null;
}

const fields = `name status scopeKind sendings sentBecause enforcedByPlatform refusedCode refusedWhy reported drifted drifts translation`;

export async function settingsOf(platform: TestPlatform, stationId: string): Promise<readonly ShownSetting[]> {
  const query = `query ($stationId: ID!) { stationSettings(stationId: $stationId) { ${fields} } }`;
  return (await platform.graphql<{ stationSettings: readonly ShownSetting[] }>(query, { stationId })).stationSettings;
}

/** Waits until the station's setting stands so. */
export const settingIs = (
  platform: TestPlatform,
  stationId: string,
  name: string,
  wanted: Partial<ShownSetting>,
): Promise<ShownSetting> =>
  until(`${name} of ${stationId} to be ${JSON.stringify(wanted)}`, async () =>
    (await settingsOf(platform, stationId)).find(
      (setting) =>
        setting.name === name && Object.entries(wanted).every(([field, value]) => setting[field as keyof ShownSetting] === value),
    ),
  );

/** Wants a setting; `scope` and `setting` as GraphQL takes them. */
export async function want(
  platform: TestPlatform,
  scope: object,
  setting: object,
  more: object = {},
): Promise<{ rolloutId?: string; stations?: number; repeated?: boolean; code?: string }> {
  const mutation = `mutation ($scope: SettingScopeInput!, $setting: SettingInput!, $evseId: Int, $batchSize: Int, $maximumRefusedShare: Float) {
    setStationSetting(scope: $scope, setting: $setting, evseId: $evseId, batchSize: $batchSize, maximumRefusedShare: $maximumRefusedShare) {
      ... on SettingTaken { rolloutId stations repeated } ... on UserError { code } } }`;
  const { setStationSetting } = await platform.graphql<{ setStationSetting: object }>(mutation, { scope, setting, ...more });
  return setStationSetting;
}

export const station = (id: string) => ({ kind: 'STATION', id });

/** Makes the tariff that stations of these specs are told of. @returns the setting */
export async function nightPrice(platform: TestPlatform): Promise<{ price: { tariffId: string; tariffVersion: number } }> {
  const mutation = `mutation ($terms: JSON!) {
    addTariffVersion(tariffId: "night", plugin: "flat-tariff", name: "Night", currency: "EUR", terms: $terms) {
      ... on TariffVersionAdded { version } ... on UserError { code message } } }`;
  const { addTariffVersion } = await platform.graphql<{ addTariffVersion: { version: number } }>(mutation, {
    terms: { perKwh: '0.42', idlePerMinute: '0.10', idleGraceMinutes: 15 },
  });
  return { price: { tariffId: 'night', tariffVersion: addTariffVersion.version } };
}
