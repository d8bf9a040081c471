import { describe, expect, it } from '@jest/globals';
import { displayOfTariff } from '@wattledger/charging';
import type { Answer, Question } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import { ocppVersions, validate } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';
import { stationSettings } from '@wattledger/station-settings';

const context = { signal: new AbortController().signal, log: () => undefined };
const { translateSettings } = stationSettings.decisions ?? {};

const settings = {
  maximumCurrent: { name: 'maximumCurrent', amperes: 16, phases: 3, voltageV: 230 },
  chargingTime: { name: 'chargingTime', minutes: 90 },
  price: { name: 'price', tariffId: 'night', tariffVersion: 2 },
} as const;

const tariff = displayOfTariff({
  tariffId: 'a tariff with a very long name, longer than any station would ever take it for one',
  version: 12,
  plugin: 'flat-tariff',
  name: 'Night',
  currency: 'EUR',
  terms: {
    displayText: 'x'.repeat(3_000),
    perKwh: '0.42',
    perMinute: '0.02',
    perSession: '0.50',
    idlePerMinute: '0.10',
    idleGraceMinutes: 15,
    taxes: [{ name: 'VAT', percent: '21' }],
    pricesIncludeTax: true,
  },
  validFrom: '2026-01-01T00:00:00.000Z',
});

function translation(ocppVersion: OcppVersion, more: Partial<Question<'translateSettings'>>, config: object = {}) {
  const question: Question<'translateSettings'> = {
    stationId: 's1',
    ocppVersion,
    at: '2026-05-01T12:00:00.000Z',
    station: { groups: [], timeZone: 'UTC', settings: Object.values(settings) },
    setting: settings.price,
    vendor: 'Acme',
    model: 'Post 22',
    variables: { DefaultPrice: '', 'TariffCostCtrlr/Currency': 'USD' },
    tariff,
    ...more,
  };
  return translateSettings?.(question, stationSettings.config.parse(config), context) as
    | { readonly vote: 'answer'; readonly answer: Answer<'translateSettings'>; readonly rule?: string }
    | { readonly vote: 'abstain'; readonly reason: string };
}

const answerOf = (...of: Parameters<typeof translation>): Answer<'translateSettings'> => {
  const vote = translation(...of);
  if (vote.vote !== 'answer') throw new Error(vote.reason);
  return vote.answer;
};

const everyCase = ocppVersions.flatMap((version) =>
  Object.values(settings).flatMap((setting) => [undefined, 2].map((evseId) => [version, setting.name, evseId, setting] as const)),
);

describe('a setting', () => {
  it.each(everyCase)(
    'is put into OCPP %s as its schema wants it: %s of EVSE %s, and taken back',
    (version, _name, evseId, setting) => {
      const { calls, undo = [] } = answerOf(version, { setting, ...(evseId !== undefined && { evseId }) });
      expect(calls.length).toBeGreaterThan(0);
      for (const { action, payload } of [...calls, ...undo]) {
        expect([action, validate(version, action, 'request', payload as JsonObject, { strict: true }).tier]).toEqual([
          action,
          'valid',
        ]);
      }
    },
  );

  it.each(ocppVersions)('in amperes is counted in watts over all phases where OCPP %s stations take watts alone', (version) => {
    const variables = { ChargingScheduleAllowedChargingRateUnit: 'Power', 'SmartChargingCtrlr/RateUnit': 'W' };
    for (const [phases, watts] of [
      [1, 3_680],
      [3, 11_040],
    ] as const) {
      const { calls } = answerOf(version, { setting: { ...settings.maximumCurrent, phases }, variables });
      expect(JSON.stringify(calls)).toContain(
        `"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":${watts}`,
      );
    }
  });

  it('of one EVSE keeps the charging time, as only one profile can hold there', () => {
    const { calls } = answerOf('1.6', { setting: settings.maximumCurrent, evseId: 2 });
    expect(JSON.stringify(calls)).toContain('{"startPeriod":5400,"limit":0}');
  });

  it.each([
    ['1.6', { unit: 'dA' }, 'ChangeConfiguration', '"value":"160"'],
    ['1.6', { unit: 'kW' }, 'ChangeConfiguration', '"value":"11.04"'],
    ['2.0.1', { unit: 'A', component: 'AcmeCtrlr' }, 'SetVariables', '"attributeValue":"16"'],
  ] as const)('in OCPP %s goes into a variable of the maker’s own that is configured: %j', (version, more, action, said) => {
    const vendorVariables = [
      { setting: 'maximumCurrent', vendor: 'Other', variable: 'No', unit: 'A' },
      { setting: 'maximumCurrent', vendor: 'acme', model: 'Post*', variable: 'MaxCurrent', ...more },
    ];
    const { calls, shows } = answerOf(version, { setting: settings.maximumCurrent }, { vendorVariables });
    expect(calls.map((call) => call.action)).toEqual([action]);
    expect(JSON.stringify(calls)).toContain(said);
    expect(shows).toHaveLength(1);
  });

  it.each(['2.0.1', '2.1'] as const)('names what of its charging profile is its own, in OCPP %s', (version) => {
    const shownFor = (setting: Question<'translateSettings'>['setting'], evseId?: number) =>
      answerOf(version, { setting, ...(evseId !== undefined && { evseId }) }).shows;
    const profile = { stackLevel: 0, rateUnit: 'A' };
    const ofStation = { ...profile, chargingProfileId: 770_000, evseId: 0, purpose: 'ChargingStationMaxProfile' };
    const ofEvse = { ...profile, chargingProfileId: 770_003, evseId: 2, purpose: 'TxDefaultProfile' };
    const [current, end] = [
      { startPeriod: 0, limit: 16 },
      { startPeriod: 5_400, limit: 0 },
    ];
    expect(shownFor(settings.maximumCurrent)).toEqual([{ ...ofStation, limits: [current] }]);
    expect(shownFor(settings.maximumCurrent, 2)).toEqual([{ ...ofEvse, limits: [current] }]);
    expect(shownFor(settings.chargingTime, 2)).toEqual([{ ...ofEvse, limits: [end] }]);
  });

  it('of which a station cannot tell names nothing: a charging profile in OCPP 1.6', () => {
    expect(answerOf('1.6', { setting: settings.maximumCurrent }).shows).toBeUndefined();
  });

  it('names the default tariff that it is in OCPP 2.1', () => {
    const { calls, shows } = answerOf('2.1', { setting: settings.price, evseId: 2 });
    const { tariffId } = (calls[0]?.payload as { tariff: { tariffId: string } }).tariff;
    expect(shows).toEqual([{ tariffId, evseId: 2 }]);
  });

  it('that nobody can translate is left to others, with a reason', () => {
    expect(
      translation('1.6', { setting: settings.maximumCurrent, variables: { SupportedFeatureProfiles: 'Core' } }),
    ).toMatchObject({
      vote: 'abstain',
    });
    expect(translation('2.1', { tariff: undefined })).toMatchObject({ vote: 'abstain', reason: 'the tariff is not known' });
  });
});
