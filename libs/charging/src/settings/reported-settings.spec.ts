import { describe, expect, it } from '@jest/globals';
import type { HeldProfile, HeldTariff } from '@wattledger/ocpp';
import { nameOfShown, showingOf, textOfShown } from './reported-settings.ts';
import type { ReportedSettings } from './reported-settings.ts';
import type { ShownProfile, ShownSetting } from './setting.ts';

const at = '2026-05-01T12:00:00.000Z';
const nothing: ReportedSettings = { variables: new Map(), profiles: new Map(), tariffs: new Map() };

const holding = (...profiles: HeldProfile[]): ReportedSettings => ({ ...nothing, profiles: new Map([[7, { profiles, at }]]) });
const assigned = (evseId: number, ...tariffs: HeldTariff[]): ReportedSettings => ({
  ...nothing,
  tariffs: new Map([[evseId, { tariffs, at }]]),
});
const departure = (shown: ShownSetting, reported: ReportedSettings) => showingOf(shown, reported)?.departure;

const current: ShownProfile = {
  chargingProfileId: 7,
  evseId: 0,
  stackLevel: 0,
  purpose: 'ChargingStationMaxProfile',
  rateUnit: 'A',
  limits: [{ startPeriod: 0, limit: 16 }],
};
const held: HeldProfile = {
  id: 7,
  evseId: 0,
  stackLevel: 0,
  purpose: 'ChargingStationMaxProfile',
  rateUnit: 'A',
  periods: [{ startPeriod: 0, limit: 16 }],
};
const time: ShownProfile = { ...current, evseId: 2, purpose: 'TxDefaultProfile', limits: [{ startPeriod: 5_400, limit: 0 }] };
const ending: HeldProfile = {
  ...held,
  evseId: 2,
  purpose: 'TxDefaultProfile',
  periods: [
    { startPeriod: 0, limit: 32 },
    { startPeriod: 5_400, limit: 0 },
  ],
};

describe('a charging profile that a station was given', () => {
  it('is not known to stand, nor to be gone, before the station has told', () => {
    expect(showingOf(current, nothing)).toBeUndefined();
  });

  it('stands where the station reports what of it was set', () => {
    expect(showingOf(current, holding(held))).toEqual({ at });
    expect(showingOf(time, holding(ending))).toEqual({ at });
  });

  it('stands where the station leaves out what it may, and where it cuts and joins periods', () => {
    const { id, evseId, periods } = held;
    expect(departure(current, holding({ id, evseId, periods }))).toBeUndefined();
    expect(departure(current, holding({ ...held, periods: [...periods, { startPeriod: 60, limit: 16 }] }))).toBeUndefined();
  });

  it('stands where the station holds its numbers a little otherwise', () => {
    const tenth = { ...current, limits: [{ startPeriod: 0, limit: 10.1 }] };
    expect(departure(tenth, holding({ ...held, periods: [{ startPeriod: 0, limit: 10.100000381469727 }] }))).toBeUndefined();
    expect(departure(tenth, holding({ ...held, periods: [{ startPeriod: 0, limit: 10.2 }] }))).toBeDefined();
  });

  it('stands where another setting has its share in it', () => {
    const ofEvse = { ...current, evseId: 2, purpose: 'TxDefaultProfile', limits: [{ startPeriod: 0, limit: 32 }] };
    expect(departure(ofEvse, holding(ending))).toBeUndefined();
    expect(departure(time, holding({ ...ending, periods: [{ startPeriod: 0, limit: 0 }] }))).toBeUndefined();
  });

  it('stands where what is for each EVSE is reported of each, and for all of them', () => {
    const each = { ...time, evseId: 0 };
    expect(departure(each, holding({ ...ending, evseId: 1 }, ending))).toBeUndefined();
    const freed = { ...ending, periods: [{ startPeriod: 0, limit: 32 }] };
    expect(departure(each, holding({ ...ending, evseId: 1 }, freed))).toEqual({
      expected: 'after 90 min 0 A',
      reported: '32 A',
    });
  });

  it.each<[string, HeldProfile[], { expected: string; reported: string }]>([
    ['gone', [], { expected: '16 A', reported: 'none' }],
    ['another limit', [{ ...held, periods: [{ startPeriod: 0, limit: 32 }] }], { expected: '16 A', reported: '32 A' }],
    ['no limit', [{ ...held, periods: [{ startPeriod: 0 }] }], { expected: '16 A', reported: 'no limit' }],
    ['no period', [{ ...held, periods: [] }], { expected: '16 A', reported: 'no limit' }],
    [
      'more later',
      [{ ...held, periods: [...held.periods, { startPeriod: 630, limit: 32 }] }],
      { expected: '16 A', reported: '16 A, after 10.5 min 32 A' },
    ],
    ['watts', [{ ...held, rateUnit: 'W' }], { expected: '16 A', reported: '16 W' }],
    [
      'another place in the stack',
      [{ ...held, stackLevel: 3, purpose: 'TxProfile' }],
      { expected: 'ChargingStationMaxProfile, stack level 0', reported: 'TxProfile, stack level 3' },
    ],
  ])('has drifted where the station reports %s', (_, profiles, found) => {
    expect(departure(current, holding(...profiles))).toEqual(found);
  });

  it('has drifted where it is for another EVSE', () => {
    expect(departure(time, holding({ ...ending, evseId: 1 }))).toEqual({ expected: 'EVSE 2', reported: 'EVSE 1' });
  });

  it('is told of in words', () => {
    expect([nameOfShown(current), textOfShown(current)]).toEqual(['charging profile 7', '16 A']);
  });
});

describe('a default tariff that a station was given', () => {
  const night = { tariffId: 'night v2', evseId: 2 };

  it.each<[string, HeldTariff[]]>([
    ['of this EVSE', [{ tariffId: 'night v2', kind: 'DefaultTariff', evseIds: [1, 2] }]],
    ['of no EVSE in particular', [{ tariffId: 'Night V2', kind: 'DefaultTariff' }]],
    [
      'beside the tariffs of drivers',
      [
        { tariffId: 'staff', kind: 'DriverTariff' },
        { tariffId: 'night v2', kind: 'DefaultTariff', evseIds: [0] },
      ],
    ],
  ])('stands where it is reported %s', (_, tariffs) => {
    expect(showingOf(night, assigned(2, ...tariffs))).toEqual({ at });
  });

  it.each<[string, HeldTariff[], string]>([
    ['none', [], 'none'],
    ['another', [{ tariffId: 'day v1', kind: 'DefaultTariff', evseIds: [2] }], 'day v1'],
    ['it for another EVSE', [{ tariffId: 'night v2', kind: 'DefaultTariff', evseIds: [1] }], 'none'],
    ['it for drivers', [{ tariffId: 'night v2', kind: 'DriverTariff' }], 'none'],
  ])('has drifted where the station reports %s', (_, tariffs, reported) => {
    expect(departure(night, assigned(2, ...tariffs))).toEqual({ expected: 'night v2', reported });
  });

  it('for all EVSEs stands beside those of single ones', () => {
    const tariffs = ['night v2', 'day v1'].map((tariffId, index) => ({ tariffId, kind: 'DefaultTariff', evseIds: [index + 1] }));
    expect(departure({ tariffId: 'night v2' }, assigned(0, ...tariffs))).toBeUndefined();
    expect(nameOfShown(night)).toBe('default tariff');
  });
});

describe('a variable that a station was set to', () => {
  const shown = { component: 'SmartChargingCtrlr', variable: 'MaxCurrent', evseId: 1, value: '16' };
  const reporting = (value: string) => ({
    ...nothing,
    variables: new Map([['SmartChargingCtrlr/MaxCurrent@1', { value, at }]]),
  });

  it('stands where the same number is written otherwise, and has drifted where it is another', () => {
    expect(showingOf(shown, nothing)).toBeUndefined();
    expect(departure(shown, reporting(' 16.0'))).toBeUndefined();
    expect(departure(shown, reporting(''))).toEqual({ expected: '16', reported: '' });
    expect([nameOfShown(shown), textOfShown(shown)]).toEqual(['MaxCurrent', '16']);
  });
});
