import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import type { IncomingCall } from '../support/raw-station.ts';
import { nightPrice, settingIs, station, want } from '../support/settings.ts';
import { SettableStation } from '../support/settable-station.ts';
import type { Version } from '../support/settable-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

const comes = async (id: string, version: Version) => SettableStation.boot(await platform.connect(id, `ocpp${version}`), version);

let price: Awaited<ReturnType<typeof nightPrice>>;
beforeAll(async () => (price = await nightPrice(platform)));

const PROFILE = 770_000;
const current = { maximumCurrent: { amperes: 16 } };

/** A station that has confirmed a setting and boots anew. @returns it, and what it was told */
async function bootsAnew(id: string, version: Version, name: string, setting: object) {
  const one = await comes(id, version);
  await want(platform, station(id), setting);
  const told = await one.accept();
  await settingIs(platform, id, name, { status: 'CONFIRMED', sendings: 1 });
  await one.raw.close();
  return { told, back: await comes(id, version) };
}

async function isAskedForProfile(back: SettableStation): Promise<IncomingCall> {
  const question = await back.nextSetting();
  expect(question).toMatchObject({
    action: 'GetChargingProfiles',
    payload: { requestId: PROFILE, chargingProfile: { chargingProfileId: [PROFILE] } },
  });
  return question;
}

const reports = (back: SettableStation, profile: JsonObject, more: JsonObject = {}) =>
  back.raw.get('ReportChargingProfiles', {
    requestId: PROFILE,
    chargingLimitSource: 'CSO',
    evseId: 0,
    chargingProfile: [profile],
    ...more,
  });

const profileIn = ({ payload }: IncomingCall): JsonObject => payload['chargingProfile'] as JsonObject;

const withLimit = (profile: JsonObject, limit: number): JsonObject => ({
  ...profile,
  chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] }],
});

/** What was noticed of the station's drift. */
async function driftOf(id: string): Promise<unknown> {
  const events = await platform.stream(`settingsync-${id}`);
  return events.find(({ type }) => type === 'SettingDriftNoticed')?.data;
}

/** Its next wish is the next that the station hears of. */
async function hearsNothingBefore(back: SettableStation, id: string): Promise<void> {
  await want(platform, station(id), { chargingTimeMinutes: 45 });
  expect(JSON.stringify((await back.accept()).payload)).toContain('"startPeriod":2700');
  await settingIs(platform, id, 'CHARGING_TIME', { status: 'CONFIRMED' });
}

describe.each(['2.0.1', '2.1'] as const)('a station of OCPP %s that boots anew', (version) => {
  it('and still has its charging profile is not told again', async () => {
    const id = `keeps-${version}`;
    const { told, back } = await bootsAnew(id, version, 'MAXIMUM_CURRENT', current);
    back.raw.answer(await isAskedForProfile(back), { status: 'Accepted' });
    await reports(back, profileIn(told));
    await hearsNothingBefore(back, id);
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sendings: 1, drifts: 0, reported: '16 A' });
  });

  it('and has lost its charging profile is told again', async () => {
    const id = `forgets-${version}`;
    const { back } = await bootsAnew(id, version, 'MAXIMUM_CURRENT', current);
    back.raw.answer(await isAskedForProfile(back), { status: 'NoProfiles' });
    expect(await back.accept()).toMatchObject({ action: 'SetChargingProfile' });
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'drifted', sendings: 2, drifts: 1 });
    expect(await driftOf(id)).toMatchObject({ variable: `charging profile ${PROFILE}`, expected: '16 A', reported: 'none' });
  });

  it('and forgets with every boot is told after each', async () => {
    const id = `volatile-${version}`;
    let { back } = await bootsAnew(id, version, 'MAXIMUM_CURRENT', current);
    for (let boots = 1; boots <= 5; boots += 1) {
      back.raw.answer(await isAskedForProfile(back), { status: 'NoProfiles' });
      await back.accept();
      await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'drifted', sendings: boots + 1 });
      await back.raw.close();
      back = await comes(id, version);
    }
  });

  it('and allows more than it was told is told again, once its report is complete', async () => {
    const id = `exceeds-${version}`;
    const { told, back } = await bootsAnew(id, version, 'MAXIMUM_CURRENT', current);
    back.raw.answer(await isAskedForProfile(back), { status: 'Accepted' });
    await reports(back, { ...profileIn(told), id: 5 }, { tbc: true });
    await reports(back, withLimit(profileIn(told), 32));
    expect(await back.accept()).toMatchObject({ action: 'SetChargingProfile' });
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'drifted', drifts: 1 });
    expect(await driftOf(id)).toMatchObject({ expected: '16 A', reported: '32 A' });
  });

  it('and cannot tell what it has is told again', async () => {
    const id = `mute-${version}`;
    const { back } = await bootsAnew(id, version, 'MAXIMUM_CURRENT', current);
    back.raw.refuse(await isAskedForProfile(back), 'NotImplemented');
    expect(await back.accept()).toMatchObject({ action: 'SetChargingProfile' });
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sentBecause: 'booted', sendings: 2, drifts: 0 });
  });
});

describe('a station of OCPP 2.1 that boots anew', () => {
  const isAskedForTariffs = async (back: SettableStation, answer: JsonObject) => {
    const question = await back.nextSetting();
    expect(question).toMatchObject({ action: 'GetTariffs', payload: { evseId: 0 } });
    back.raw.answer(question, answer);
  };
  const holds = (tariffId: unknown) => ({
    status: 'Accepted',
    tariffAssignments: [{ tariffId: String(tariffId), tariffKind: 'DefaultTariff', evseIds: [1, 2] }],
  });
  const tariffIn = ({ payload }: IncomingCall) => (payload['tariff'] as JsonObject)['tariffId'];

  it('and still has its default tariff is not told again', async () => {
    const { told, back } = await bootsAnew('priced', '2.1', 'PRICE', price);
    await isAskedForTariffs(back, holds(tariffIn(told)));
    await hearsNothingBefore(back, 'priced');
    await settingIs(platform, 'priced', 'PRICE', { status: 'CONFIRMED', sendings: 1, drifts: 0 });
  });

  it('and has another default tariff is told again', async () => {
    const { told, back } = await bootsAnew('repriced', '2.1', 'PRICE', price);
    await isAskedForTariffs(back, holds('day v1'));
    expect(await back.accept()).toMatchObject({ action: 'SetDefaultTariff', payload: { tariff: { tariffId: tariffIn(told) } } });
    await settingIs(platform, 'repriced', 'PRICE', { status: 'CONFIRMED', sentBecause: 'drifted', drifts: 1 });
    expect(await driftOf('repriced')).toMatchObject({
      variable: 'default tariff',
      expected: tariffIn(told),
      reported: 'day v1',
    });
  });
});
