import { beforeAll, describe, expect, it } from '@jest/globals';
import { nightPrice, settingIs, settingsOf, station, want } from '../support/settings.ts';
import { SettableStation } from '../support/settable-station.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

const comes = async (id: string, version: '1.6' | '2.0.1' | '2.1', can: Record<string, string> = {}) =>
  SettableStation.boot(await platform.connect(id, `ocpp${version}`), version, can);

let price: Awaited<ReturnType<typeof nightPrice>>;
beforeAll(async () => {
  await nightPrice(platform);
  price = await nightPrice(platform);
});
const time = { chargingTimeMinutes: 90 };
const current = { maximumCurrent: { amperes: 16 } };

describe('a station of OCPP 1.6', () => {
  it('is told of a current, a time and a price while it is there, and confirms each', async () => {
    const one = await comes('set-16', '1.6', {
      CustomDisplayCostAndPrice: 'true',
      SupportedFeatureProfiles: 'Core,SmartCharging',
    });
    await want(platform, station('set-16'), current);
    expect(await one.accept()).toMatchObject({
      action: 'SetChargingProfile',
      payload: {
        connectorId: 0,
        csChargingProfiles: {
          chargingProfilePurpose: 'ChargePointMaxProfile',
          chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 16, numberPhases: 3 }] },
        },
      },
    });
    await settingIs(platform, 'set-16', 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });

    await want(platform, station('set-16'), time);
    expect(await one.accept()).toMatchObject({
      action: 'SetChargingProfile',
      payload: {
        csChargingProfiles: {
          chargingProfilePurpose: 'TxDefaultProfile',
          chargingProfileKind: 'Relative',
          chargingSchedule: { chargingSchedulePeriod: [{ startPeriod: 0 }, { startPeriod: 5_400, limit: 0 }] },
        },
      },
    });
    await settingIs(platform, 'set-16', 'CHARGING_TIME', { status: 'CONFIRMED' });

    await want(platform, station('set-16'), price);
    const { action, payload } = await one.accept();
    expect([action, payload['key']]).toEqual(['ChangeConfiguration', 'DefaultPrice']);
    expect(JSON.parse(String(payload['value']))).toEqual({
      priceText: '0.42 EUR/kWh, 0.10 EUR/min when idle for more than 15 min',
      chargingPrice: { kWhPrice: 0.42 },
      idlePrice: { graceMinutes: 15, hourPrice: 6 },
    });
    await settingIs(platform, 'set-16', 'PRICE', { status: 'CONFIRMED', enforcedByPlatform: false });
  });

  it('counts in watts where it takes no amperes', async () => {
    const one = await comes('watts-16', '1.6', { ChargingScheduleAllowedChargingRateUnit: 'Power' });
    await want(platform, station('watts-16'), { maximumCurrent: { amperes: 16, phases: 1 } });
    expect(await one.accept()).toMatchObject({
      payload: {
        csChargingProfiles: { chargingSchedule: { chargingRateUnit: 'W', chargingSchedulePeriod: [{ limit: 3_680 }] } },
      },
    });
    await settingIs(platform, 'watts-16', 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
  });

  it('that shows no prices and takes no profiles leaves price and time to the platform', async () => {
    const one = await comes('plain-16', '1.6', { SupportedFeatureProfiles: 'Core' });
    await want(platform, station('plain-16'), price);
    await want(platform, station('plain-16'), { chargingTimeMinutes: 1 });
    await want(platform, station('plain-16'), current);
    void one.nextSetting().catch(() => undefined);
    await settingIs(platform, 'plain-16', 'PRICE', { status: 'CONFIRMED', enforcedByPlatform: true });
    await settingIs(platform, 'plain-16', 'CHARGING_TIME', { status: 'CONFIRMED', enforcedByPlatform: true });
    await settingIs(platform, 'plain-16', 'MAXIMUM_CURRENT', { status: 'REFUSED', refusedCode: 'setting-untranslatable' });
  });

  it('has for every setting the decision what it was told, or that nobody knew how', async () => {
    await platform.caughtUp();
    const { decisions } = await platform.graphql<{ decisions: { nodes: unknown[] } }>(
      `{ decisions(filter: { stationIds: ["plain-16"], points: [TRANSLATE_SETTINGS] }) {
           nodes { outcome reason rule votes { plugin answer } events { stream type } } } }`,
    );
    expect(decisions.nodes).toHaveLength(3);
    expect(decisions.nodes).toContainEqual({
      outcome: 'nothing to send',
      reason: 'the station shows no prices: the platform charges them',
      rule: 'platform',
      votes: [{ plugin: 'station-settings', answer: 'nothing to send' }],
      events: [{ stream: 'settingsync-plain-16', type: 'SettingSent' }],
    });
    expect(decisions.nodes).toContainEqual({
      outcome: 'failed',
      reason: expect.stringContaining('takes no charging profiles'),
      rule: null,
      votes: [{ plugin: 'station-settings', answer: 'abstained' }],
      events: [{ stream: 'settingsync-plain-16', type: 'SettingRefused' }],
    });
  });

  it('whose session goes on for longer than it may is told to stop it', async () => {
    const one = await comes('late-16', '1.6', { SupportedFeatureProfiles: 'Core' });
    await want(platform, station('late-16'), { chargingTimeMinutes: 1 });
    const stopping = one.nextSetting();
    await settingIs(platform, 'late-16', 'CHARGING_TIME', { status: 'CONFIRMED' });
    const begin = Date.now();
    const at = (seconds: number) => new Date(begin + seconds * 1_000).toISOString();
    const { transactionId } = await one.raw.get('StartTransaction', {
      connectorId: 1,
      idTag: 'CAR',
      meterStart: 0,
      timestamp: at(-70),
    });
    await one.raw.get('MeterValues', {
      connectorId: 1,
      transactionId: transactionId ?? 0,
      meterValue: [{ timestamp: at(0), sampledValue: [{ value: '100' }] }],
    });
    const stop = await stopping;
    expect(stop).toMatchObject({ action: 'RemoteStopTransaction', payload: { transactionId } });
    one.raw.answer(stop, { status: 'Accepted' });
    expect((await platform.recorded('late-16', 'SessionStopDecided')).data).toMatchObject({ rule: 'limit-time' });
  });
});

describe('a station of OCPP 2.0.1', () => {
  it('is told by variables and profiles, and refuses what it will not have', async () => {
    const one = await comes('set-201', '2.0.1', { 'SmartChargingCtrlr/RateUnit': 'W', 'TariffCostCtrlr/Currency': 'EUR' });
    await want(platform, station('set-201'), price);
    expect(await one.accept()).toMatchObject({
      action: 'SetVariables',
      payload: { setVariableData: [{ component: { name: 'TariffCostCtrlr' }, variable: { name: 'TariffFallbackMessage' } }] },
    });
    await settingIs(platform, 'set-201', 'PRICE', { status: 'CONFIRMED' });
    await want(platform, station('set-201'), current);
    expect(await one.reject()).toMatchObject({
      action: 'SetChargingProfile',
      payload: {
        evseId: 0,
        chargingProfile: {
          chargingProfilePurpose: 'ChargingStationMaxProfile',
          chargingSchedule: [{ chargingRateUnit: 'W', chargingSchedulePeriod: [{ limit: 11_040 }] }],
        },
      },
    });
    await settingIs(platform, 'set-201', 'MAXIMUM_CURRENT', {
      status: 'REFUSED',
      refusedCode: 'setting-refused-by-station',
      refusedWhy: 'SetChargingProfile: Rejected',
    });
    await platform.graphql('mutation { resendSettings(stationId: "set-201") { __typename } }');
    await one.accept();
    await one.accept();
    await settingIs(platform, 'set-201', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'asked' });
  });

  it('that reports another value than it was told is told again, and not for ever', async () => {
    const one = await comes('drift-201', '2.0.1');
    await want(platform, station('drift-201'), price);
    await one.accept();
    await settingIs(platform, 'drift-201', 'PRICE', { status: 'CONFIRMED', drifted: false });
    const reports = (seqNo: number) =>
      one.raw.get('NotifyReport', {
        requestId: 1,
        seqNo,
        generatedAt: new Date().toISOString(),
        reportData: [
          {
            component: { name: 'TariffCostCtrlr' },
            variable: { name: 'TariffFallbackMessage' },
            variableAttribute: [{ value: 'free today' }],
          },
        ],
      });
    for (let times = 1; times <= 3; times += 1) {
      await reports(times);
      await one.accept();
      await settingIs(platform, 'drift-201', 'PRICE', { status: 'CONFIRMED', sentBecause: 'drifted', drifts: times });
    }
    await reports(4);
    await settingIs(platform, 'drift-201', 'PRICE', {
      status: 'REFUSED',
      refusedCode: 'setting-drifts',
      drifted: true,
      reported: 'free today',
    });
  });
});

describe('a station of OCPP 2.1', () => {
  it('gets the tariff itself, and forgets it when nobody wants it any more', async () => {
    const one = await comes('set-21', '2.1');
    await want(platform, station('set-21'), price);
    expect(await one.accept()).toMatchObject({
      action: 'SetDefaultTariff',
      payload: {
        evseId: 0,
        tariff: {
          tariffId: 'night v2',
          currency: 'EUR',
          energy: { prices: [{ priceKwh: 0.42 }] },
          idleTime: { prices: [{ priceMinute: 0.1, conditions: { minIdleTime: 900 } }] },
        },
      },
    });
    await settingIs(platform, 'set-21', 'PRICE', { status: 'CONFIRMED' });
    await want(platform, station('set-21'), { maximumCurrent: { amperes: 10 } }, { evseId: 2 });
    expect(await one.accept()).toMatchObject({
      action: 'SetChargingProfile',
      payload: { evseId: 2, chargingProfile: { chargingProfilePurpose: 'TxDefaultProfile' } },
    });
    await settingIs(platform, 'set-21', 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
    await platform.graphql(
      'mutation { withdrawSetting(scope: { kind: STATION, id: "set-21" }, name: PRICE) { __typename ... on SettingWithdrawn { scope } } }',
    );
    expect(await one.accept()).toMatchObject({ action: 'ClearTariffs', payload: { tariffIds: ['night v2'] } });
    await until('the price to be gone', async () => (await settingsOf(platform, 'set-21')).every(({ name }) => name !== 'PRICE'));
  });
});

describe('a station that is away', () => {
  it('is told when it comes back, also after the platform has been restarted', async () => {
    const before = await comes('away', '1.6');
    await before.raw.close();
    await want(platform, station('away'), current);
    await settingIs(platform, 'away', 'MAXIMUM_CURRENT', { status: 'PENDING', sendings: 0 });
    await platform.restart();
    const back = await comes('away', '1.6');
    await back.accept();
    await settingIs(platform, 'away', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sendings: 1 });
  });

  it('and boots anew is told again of what it does not show', async () => {
    const one = await comes('reboots', '1.6');
    await want(platform, station('reboots'), current);
    await one.accept();
    await settingIs(platform, 'reboots', 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
    await one.raw.close();
    const back = await comes('reboots', '1.6');
    await back.accept();
    await settingIs(platform, 'reboots', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'booted', sendings: 2 });
  });
});

describe('a setting', () => {
  it('of a station counts before that of its group, its site and all', async () => {
    const one = await comes('placed', '1.6');
    const place = (siteId: string | null, groups: string[]) =>
      platform.graphql(
        `mutation ($siteId: String, $groups: [String!]!) { placeStation(stationId: "placed", siteId: $siteId, groups: $groups, timeZone: "Europe/Madrid")
          { ... on StationPlaced { siteId groups timeZone } ... on UserError { code } } }`,
        { siteId, groups },
      );
    expect(await place('harbour', ['fast'])).toEqual({
      placeStation: { siteId: 'harbour', groups: ['fast'], timeZone: 'Europe/Madrid' },
    });
    await platform.caughtUp();
    const limits = async (scope: object, amperes: number) => {
      await want(platform, scope, { maximumCurrent: { amperes } });
      const { payload } = await one.accept();
      return JSON.stringify(payload).match(/"limit":(\d+)/)?.[1];
    };
    expect(await limits({ kind: 'SITE', id: 'harbour' }, 20)).toBe('20');
    expect(await limits({ kind: 'GROUP', id: 'fast' }, 25)).toBe('25');
    expect(await limits({ kind: 'STATION', id: 'placed' }, 30)).toBe('30');
    await settingIs(platform, 'placed', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', scopeKind: 'STATION' });
    await platform.graphql(
      'mutation { withdrawSetting(scope: { kind: STATION, id: "placed" }, name: MAXIMUM_CURRENT) { __typename } }',
    );
    expect(JSON.stringify((await one.accept()).payload)).toContain('"limit":25');
    await settingIs(platform, 'placed', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', scopeKind: 'GROUP' });
    const found = await platform.graphql(
      '{ stations(filter: { siteIds: ["harbour"], group: "fast" }) { nodes { id timeZone groups } } }',
    );
    expect(found).toEqual({ stations: { nodes: [{ id: 'placed', timeZone: 'Europe/Madrid', groups: ['fast'] }] } });
  });

  it.each([
    [{ kind: 'STATION', id: 'nobody' }, current, 'station-unknown'],
    [{ kind: 'SITE', id: 'nowhere' }, current, 'scope-empty'],
    [{ kind: 'ALL', id: 'x' }, current, 'input-invalid'],
    [{ kind: 'ALL' }, {}, 'input-invalid'],
    [{ kind: 'ALL' }, { maximumCurrent: { amperes: -1 } }, 'setting-out-of-bounds'],
    [{ kind: 'ALL' }, { chargingTimeMinutes: 0 }, 'setting-out-of-bounds'],
  ])('for %j of %j is refused as %s', async (scope, setting, code) => {
    expect(await want(platform, scope, setting)).toMatchObject({ code });
  });
});
