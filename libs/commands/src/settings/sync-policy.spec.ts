import { describe, expect, it } from '@jest/globals';
import type { SyncedSetting } from '@wattledger/charging';
import type { CommandRecord, StationRecord } from './station-records.ts';
import { defaultSyncPolicy, nextSyncStep } from './sync-policy.ts';

const at = (minute: number) => `2026-05-01T12:${String(minute).padStart(2, '0')}:00.000Z`;

const setting = (more: Partial<SyncedSetting>): SyncedSetting => ({
  setting: { name: 'chargingTime', minutes: 60 },
  wish: 'setting-all@0',
  status: 'sent',
  attempts: 1,
  sendings: 1,
  drifts: 0,
  sentAt: at(10),
  calls: [
    { action: 'A', payload: {} },
    { action: 'B', payload: {} },
  ],
  commandIds: ['a', 'b'],
  shows: [],
  undo: [],
  enforcedByPlatform: false,
  resend: false,
  ...more,
});

const station = (more: Partial<StationRecord> = {}): StationRecord => ({
  stationId: 'oak',
  ocppVersion: '1.6',
  listens: true,
  bootedAt: at(1),
  variables: new Map(),
  profiles: new Map(),
  tariffs: new Map(),
  ...more,
});

const step = (of: Partial<SyncedSetting>, commands: (CommandRecord | undefined)[] = [], minute = 11, at1 = station()) =>
  nextSyncStep(setting(of), at1, commands, Date.parse(at(minute)), defaultSyncPolicy);

describe('a setting of a station', () => {
  it('is sent when it is due', () => {
    expect(step({ status: 'pending', attempts: 0 })).toEqual({ step: 'send', because: 'changed' });
  });

  it('is called for one call after the other, and confirmed when all were accepted', () => {
    expect(step({}, [undefined, undefined])).toEqual({ step: 'request', index: 0 });
    expect(step({}, [{ status: 'sent' }, undefined])).toEqual({ step: 'nothing' });
    expect(step({}, [{ status: 'accepted' }, undefined])).toEqual({ step: 'request', index: 1 });
    expect(step({}, [{ status: 'accepted' }, { status: 'accepted' }])).toEqual({ step: 'confirm' });
  });

  it.each<[CommandRecord, string]>([
    [{ status: 'rejected', says: 'Rejected' }, 'setting-refused-by-station'],
    [{ status: 'failed', errorCode: 'NotSupported' }, 'setting-not-supported'],
    [{ status: 'failed', errorCode: 'InternalError' }, 'setting-refused-by-station'],
    [{ status: 'refused', says: 'payload-invalid' }, 'setting-not-sent'],
  ])('is refused with the first call that is: %j', (command, code) => {
    expect(step({}, [command, undefined])).toMatchObject({ step: 'refuse', code, commandId: 'a' });
  });

  it('that nobody answers is sent again after a pause that grows, and not for ever', () => {
    expect(step({}, [{ status: 'unanswered' }], 10)).toEqual({ step: 'wait', until: Date.parse(at(10)) + 30_000 });
    expect(step({}, [{ status: 'unanswered' }], 11)).toEqual({ step: 'send', because: 'unanswered' });
    expect(step({ attempts: 3 }, [{ status: 'expired' }], 11)).toMatchObject({ step: 'wait' });
    expect(step({ attempts: 5 }, [{ status: 'unanswered' }], 59)).toMatchObject({ step: 'refuse', code: 'setting-unanswered' });
  });

  describe('that the station shows', () => {
    const confirmed = { status: 'confirmed', settledAt: at(11), shows: [{ variable: 'MaxCurrent', value: '16' }] } as const;
    const showing = (value: string, minute: number, bootedAt = at(1)) =>
      station({ bootedAt, variables: new Map([['MaxCurrent', { value, at: at(minute) }]]) });

    it('has drifted when it shows another value later, and not when it writes the same number otherwise', () => {
      expect(step(confirmed, [], 20, showing('32', 15))).toMatchObject({ step: 'notice-drift', reported: '32' });
      expect(step(confirmed, [], 20, showing('32', 9))).toEqual({ step: 'nothing' });
      expect(step(confirmed, [], 20, showing('16.0', 15))).toEqual({ step: 'nothing' });
    });

    it('has drifted anew where the station has booted since it was sent', () => {
      expect(step(confirmed, [], 20, showing('32', 16, at(15)))).toMatchObject({ step: 'notice-drift', afterBoot: true });
      expect(step(confirmed, [], 20, showing('32', 16))).not.toHaveProperty('afterBoot');
    });

    it('is sent again for a drift, and given up after several', () => {
      expect(step({ ...confirmed, status: 'pending', drifts: 1 })).toEqual({ step: 'send', because: 'drifted' });
      expect(step({ ...confirmed, status: 'pending', drifts: 4 })).toMatchObject({ step: 'refuse', code: 'setting-drifts' });
    });

    it('is read back after a boot', () => {
      expect(step(confirmed, [undefined], 20, showing('16', 9, at(15)))).toEqual({ step: 'read-back' });
      expect(step(confirmed, [], 20, showing('16', 16, at(15)))).toEqual({ step: 'nothing' });
    });
  });

  describe('that the station holds in a charging profile', () => {
    const profile = {
      chargingProfileId: 7,
      evseId: 0,
      stackLevel: 0,
      purpose: 'ChargingStationMaxProfile',
      rateUnit: 'A',
      limits: [{ startPeriod: 0, limit: 16 }],
    } as const;
    const confirmed = { status: 'confirmed', settledAt: at(11), shows: [profile] } as const;
    const booted = station({ ocppVersion: '2.0.1', bootedAt: at(15) });
    const reporting = (limit: number | undefined, minute: number) => {
      const profiles = limit === undefined ? [] : [{ id: 7, evseId: 0, periods: [{ startPeriod: 0, limit }] }];
      return { ...booted, profiles: new Map([[7, { profiles, at: at(minute) }]]) };
    };

    it('is asked for after a boot, once', () => {
      expect(step(confirmed, [undefined], 20, booted)).toEqual({ step: 'read-back' });
      expect(step(confirmed, [undefined], 20, reporting(16, 12))).toEqual({ step: 'read-back' });
      expect(step(confirmed, [{ status: 'sent' }], 20, booted)).toEqual({ step: 'nothing' });
      expect(step(confirmed, [{ status: 'accepted' }], 20, reporting(16, 16))).toEqual({ step: 'nothing' });
    });

    it('has drifted where the station reports another limit, or none such, and not by what it said before it took it over', () => {
      expect(step(confirmed, [{ status: 'accepted' }], 20, reporting(32, 16))).toEqual({
        step: 'notice-drift',
        variable: 'charging profile 7',
        expected: '16 A',
        reported: '32 A',
        reportedAt: at(16),
        afterBoot: true,
      });
      expect(step(confirmed, [{ status: 'rejected' }], 20, reporting(undefined, 16))).toMatchObject({ reported: 'none' });
      expect(step(confirmed, [undefined], 20, reporting(32, 10))).toEqual({ step: 'read-back' });
    });

    it.each<CommandRecord>([
      { status: 'rejected', says: 'Rejected' },
      { status: 'failed', errorCode: 'NotImplemented' },
      { status: 'unanswered' },
      { status: 'expired' },
    ])('is sent anew where the station cannot tell: %j', (question) => {
      expect(step(confirmed, [question], 20, booted)).toEqual({ step: 'send', because: 'booted' });
    });

    it('is sent anew where the report that was announced does not come', () => {
      const question: CommandRecord = { status: 'accepted', answeredAt: at(16) };
      expect(step(confirmed, [question], 16, booted)).toEqual({ step: 'wait', until: Date.parse(at(17)) });
      expect(step(confirmed, [question], 17, booted)).toEqual({ step: 'send', because: 'booted' });
    });
  });

  it('that the station does not show is sent again after a boot, and after a refusal too', () => {
    const booted = station({ bootedAt: at(15) });
    expect(step({ status: 'confirmed', settledAt: at(11) }, [], 20, booted)).toEqual({ step: 'send', because: 'booted' });
    expect(step({ status: 'refused', settledAt: at(11) }, [], 20, booted)).toEqual({ step: 'send', because: 'booted' });
    expect(step({ status: 'refused', settledAt: at(11) }, [], 20)).toEqual({ step: 'nothing' });
    expect(step({ status: 'refused', settledAt: at(11), resend: true }, [], 20)).toEqual({ step: 'send', because: 'asked' });
  });
});
