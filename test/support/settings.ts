import type { Directory, KnownTariff } from '@wattledger/charging';
import type { PlatformExtras } from '@wattledger/platform';
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

/** A tariff that is known to the platforms of these specs. */
export const nightTariff: KnownTariff = {
  tariffId: 'night',
  version: 2,
  plugin: 'flat-tariff',
  name: 'Night',
  currency: 'EUR',
  terms: { pricePerKwh: '0.42', idlePerMinute: '0.10', idleGraceMinutes: 15 },
  validFrom: '2026-01-01T00:00:00.000Z',
};

const tariff: Directory['tariff'] = ({ tariffId, version }) =>
  Promise.resolve({
    value: tariffId === nightTariff.tariffId && version === nightTariff.version ? nightTariff : undefined,
    basis: [],
  });

export const knowsNightTariff: PlatformExtras = { tariff };
