import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import type { SessionRecord } from './session-record.ts';
import { TestPlatform } from './testing/index.ts';
import { VirtualStation } from './virtual-station.ts';
import type { SimulatedVersion } from './dialect.ts';
import type { Vehicle } from './battery.ts';

const vehicle: Vehicle = {
  capacityWh: 60_000,
  startSocPercent: 20,
  targetSocPercent: 80,
  maxPowerW: 100_000,
  kneeSocPercent: 60,
  nominalVoltageV: 400,
};
const accepted = { status: 'Accepted' };

let platform: TestPlatform;
let station: VirtualStation;
let sessions: SessionRecord[];
let now: Date;

const sixMinutesLater = () => (now = new Date(now.getTime() + 360_000));
const tell = (action: string, payload: JsonObject = {}) => platform.call('s1', action, payload);
const heard = (action: string, count = 1) => platform.until(() => platform.received(action).length >= count);

async function start(version: SimulatedVersion): Promise<void> {
  now = new Date();
  sessions = [];
  platform = await TestPlatform.start();
  station = new VirtualStation({
    url: platform.url,
    id: 's1',
    version,
    meterValueSeconds: 0,
    rebootMs: 5,
    reconnectMs: { first: 5, longest: 20 },
    clock: () => now,
    observer: { sessionEnded: (session) => sessions.push(session) },
  });
  await station.start();
}

async function charging(): Promise<void> {
  await station.plugIn(1, vehicle);
  await station.startTransaction(1, 'CARD-1');
}

afterEach(async () => {
  await station.stop();
  await platform.stop();
  expect(platform.deviations).toEqual([]);
});

describe('Told by a 1.6 platform, a charge point', () => {
  beforeEach(() => start('1.6'));

  it('starts and stops remotely', async () => {
    expect(await tell('RemoteStartTransaction', { connectorId: 1, idTag: 'APP-1' })).toEqual(accepted);
    await platform.until(() => station.charging.transactionWith('1') !== undefined);
    expect(platform.received('StartTransaction')[0]).toMatchObject({ connectorId: 1, idTag: 'APP-1' });
    expect(await tell('RemoteStopTransaction', { transactionId: 99 })).toEqual({ status: 'Rejected' });
    expect(await tell('RemoteStopTransaction', { transactionId: 1 })).toEqual(accepted);
    await heard('StopTransaction');
    expect(platform.received('StopTransaction')[0]).toMatchObject({ transactionId: 1, reason: 'Remote' });
  });

  it.each([
    ['Soft', 'SoftReset'],
    ['Hard', 'HardReset'],
  ])('reboots on a %s reset and ends its transactions', async (type, reason) => {
    await charging();
    expect(await tell('Reset', { type })).toEqual(accepted);
    await heard('BootNotification', 2);
    await platform.until(() => sessions.length === 1);
    expect(platform.connections).toBe(2);
    expect(platform.received('StopTransaction')).toEqual([expect.objectContaining({ reason })]);
  });

  it('unlocks a connector and ends its transaction', async () => {
    await charging();
    expect(await tell('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'Unlocked' });
    await heard('StopTransaction');
    expect(platform.received('StopTransaction')[0]).toMatchObject({ reason: 'UnlockCommand' });
    expect(await tell('UnlockConnector', { connectorId: 9 })).toEqual({ status: 'NotSupported' });
  });

  it('becomes unavailable at once when idle, after the transaction when charging', async () => {
    expect(await tell('ChangeAvailability', { connectorId: 2, type: 'Inoperative' })).toEqual(accepted);
    expect(station.connector(2)?.status).toBe('Unavailable');
    await charging();
    expect(await tell('ChangeAvailability', { connectorId: 1, type: 'Inoperative' })).toEqual({ status: 'Scheduled' });
    await station.stopTransaction(1);
    expect(station.connector(1)?.status).toBe('Unavailable');
    expect(await tell('ChangeAvailability', { connectorId: 0, type: 'Operative' })).toEqual(accepted);
  });

  it('shows and changes its configuration, and never shows its key', async () => {
    expect(await tell('ChangeConfiguration', { key: 'HeartbeatInterval', value: '17' })).toEqual(accepted);
    expect(await tell('ChangeConfiguration', { key: 'HeartbeatInterval', value: 'often' })).toEqual({ status: 'Rejected' });
    expect(await tell('ChangeConfiguration', { key: 'NumberOfConnectors', value: '9' })).toEqual({ status: 'Rejected' });
    expect(await tell('ChangeConfiguration', { key: 'Colour', value: 'green' })).toEqual({ status: 'NotSupported' });
    expect(await tell('GetConfiguration', { key: ['HeartbeatInterval', 'AuthorizationKey', 'Colour'] })).toEqual({
      configurationKey: [
        { key: 'HeartbeatInterval', readonly: false, value: '17' },
        { key: 'AuthorizationKey', readonly: false },
      ],
      unknownKey: ['Colour'],
    });
    const all = await tell('GetConfiguration');
    expect(all).toMatchObject({
      configurationKey: expect.arrayContaining([{ key: 'NumberOfConnectors', readonly: true, value: '2' }]),
    });
  });

  it('comes back with its new password', async () => {
    expect(await tell('ChangeConfiguration', { key: 'AuthorizationKey', value: 'new-secret-key-1' })).toEqual(accepted);
    await platform.until(() => platform.connections === 2 && station.online);
    expect(platform.authorizationOf('s1')).toBe(`Basic ${Buffer.from('s1:new-secret-key-1').toString('base64')}`);
  });

  it('sends what it is triggered to send, after it has said so', async () => {
    await charging();
    sixMinutesLater();
    for (const requestedMessage of [
      'BootNotification',
      'Heartbeat',
      'FirmwareStatusNotification',
      'DiagnosticsStatusNotification',
    ]) {
      const before = platform.received(requestedMessage).length;
      expect(await tell('TriggerMessage', { requestedMessage })).toEqual(accepted);
      await heard(requestedMessage, before + 1);
    }
    expect(await tell('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 })).toEqual(accepted);
    await heard('MeterValues');
    const [meterValues] = platform.received('MeterValues');
    expect(meterValues).toMatchObject({ connectorId: 1, transactionId: 1 });
    expect(JSON.stringify(meterValues)).toContain('"measurand":"SoC"');
    expect(JSON.stringify(meterValues)).toContain('"context":"Trigger"');
    expect(await tell('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 7 })).toEqual({ status: 'Rejected' });
    expect(await tell('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' })).toEqual({
      status: 'NotImplemented',
    });
  });

  it('keeps a local list and knows its version', async () => {
    const localAuthorizationList = [{ idTag: 'CARD-9', idTagInfo: { status: 'Blocked' } }];
    expect(await tell('SendLocalList', { listVersion: 4, updateType: 'Full', localAuthorizationList })).toEqual(accepted);
    expect(await tell('SendLocalList', { listVersion: 4, updateType: 'Differential' })).toEqual({ status: 'VersionMismatch' });
    expect(await tell('GetLocalListVersion')).toEqual({ listVersion: 4 });
    expect(station.tokens.offlineStatus('CARD-9')).toBe('Blocked');
    expect(await tell('ClearCache')).toEqual(accepted);
  });

  it('keeps a connector for whoever reserved it', async () => {
    const expiryDate = new Date(now.getTime() + 3_600_000).toISOString();
    const reservation = { connectorId: 1, expiryDate, idTag: 'CARD-1', reservationId: 5 };
    expect(await tell('ReserveNow', reservation)).toEqual(accepted);
    expect(station.connector(1)?.status).toBe('Reserved');
    expect(await tell('ReserveNow', { ...reservation, reservationId: 6 })).toEqual({ status: 'Occupied' });
    await station.plugIn(1, vehicle);
    await expect(station.startTransaction(1, 'CARD-2')).rejects.toMatchObject({ code: 'connector-busy' });
    await station.startTransaction(1, 'CARD-1');
    expect(platform.received('StartTransaction')[0]).toMatchObject({ reservationId: 5 });
    expect(await tell('CancelReservation', { reservationId: 5 })).toEqual({ status: 'Rejected' });
    expect(await tell('ReserveNow', { ...reservation, connectorId: 2, reservationId: 7 })).toEqual(accepted);
    expect(await tell('CancelReservation', { reservationId: 7 })).toEqual(accepted);
  });

  it('lets someone of the same group use a reservation', async () => {
    platform.answers.set('Authorize', () => ({ idTagInfo: { status: 'Accepted', parentIdTag: 'FAMILY' } }));
    const expiryDate = new Date(now.getTime() + 3_600_000).toISOString();
    await tell('ReserveNow', { connectorId: 1, expiryDate, idTag: 'CARD-1', parentIdTag: 'FAMILY', reservationId: 5 });
    await station.plugIn(1, vehicle);
    await station.authorize('CARD-2');
    await station.startTransaction(1, 'CARD-2');
    expect(platform.received('StartTransaction')[0]).toMatchObject({ idTag: 'CARD-2', reservationId: 5 });
  });

  it('charges no faster than its charging profiles allow', async () => {
    await charging();
    const csChargingProfiles = {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: { chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 10_000.5 }] },
    };
    expect(await tell('SetChargingProfile', { connectorId: 1, csChargingProfiles })).toEqual(accepted);
    expect(await tell('GetCompositeSchedule', { connectorId: 1, duration: 600, chargingRateUnit: 'W' })).toMatchObject({
      status: 'Accepted',
      chargingSchedule: { chargingSchedulePeriod: [{ startPeriod: 0, limit: 10_000.5 }] },
    });
    sixMinutesLater();
    await station.stopTransaction(1);
    expect((sessions[0]?.meterStopWh ?? 0) - (sessions[0]?.meterStartWh ?? 0)).toBe(1_000);
    expect(await tell('ClearChargingProfile', { id: 1 })).toEqual(accepted);
    expect(await tell('ClearChargingProfile', { id: 1 })).toEqual({ status: 'Unknown' });
  });

  it('suspends while it may give no power at all', async () => {
    await charging();
    const csChargingProfiles = {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 0 }] },
    };
    expect(await tell('SetChargingProfile', { connectorId: 1, csChargingProfiles })).toEqual(accepted);
    expect(station.connector(1)?.status).toBe('SuspendedEVSE');
    expect(await tell('SetChargingProfile', { connectorId: 2, csChargingProfiles })).toEqual({ status: 'Rejected' });
  });
});

describe.each(['2.0.1', '2.1'] as const)('Told by a %s platform, a charging station', (version) => {
  beforeEach(() => start(version));

  it('starts and stops remotely', async () => {
    const request = { evseId: 1, remoteStartId: 42, idToken: { idToken: 'APP-1', type: 'Central' } };
    expect(await tell('RequestStartTransaction', request)).toEqual(accepted);
    await heard('TransactionEvent', 2);
    const [started] = platform.received('TransactionEvent');
    expect(started).toMatchObject({ triggerReason: 'RemoteStart', transactionInfo: { remoteStartId: 42 } });
    const [transaction] = station.charging.transactions;
    const transactionId = String(transaction?.id);
    expect(await tell('GetTransactionStatus', { transactionId })).toMatchObject({ ongoingIndicator: true });
    expect(await tell('CostUpdated', { transactionId, totalCost: 3.5 })).toEqual({});
    expect(transaction?.totalCost).toBe(3.5);
    expect(await tell('RequestStopTransaction', { transactionId })).toEqual(accepted);
    await platform.until(() => sessions.length === 1);
    expect(platform.received('TransactionEvent').at(-1)).toMatchObject({
      triggerReason: 'RemoteStop',
      transactionInfo: { stoppedReason: 'Remote' },
    });
  });

  it('reboots at once, or when nobody charges any more', async () => {
    expect(await tell('Reset', { type: 'Immediate' })).toEqual(accepted);
    await heard('BootNotification', 2);
    await platform.until(() => station.online);
    await charging();
    expect(await tell('Reset', { type: 'OnIdle' })).toEqual({ status: 'Scheduled' });
    await station.unplug(1);
    await heard('BootNotification', 3);
    expect(platform.received('BootNotification').map(({ reason }) => reason)).toEqual([
      'PowerUp',
      'RemoteReset',
      'ScheduledReset',
    ]);
  });

  it('shows and changes its variables', async () => {
    const heartbeat = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } };
    const password = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } };
    const unknown = { component: { name: 'CoffeeMaker' }, variable: { name: 'Strength' } };
    expect(
      await tell('SetVariables', {
        setVariableData: [
          { ...heartbeat, attributeValue: '33' },
          { ...unknown, attributeValue: '9' },
        ],
      }),
    ).toMatchObject({ setVariableResult: [{ attributeStatus: 'Accepted' }, { attributeStatus: 'UnknownComponent' }] });
    expect(
      await tell('GetVariables', {
        getVariableData: [
          heartbeat,
          password,
          { ...heartbeat, variable: { name: 'Colour' } },
          { ...heartbeat, attributeType: 'MaxSet' },
        ],
      }),
    ).toMatchObject({
      getVariableResult: [
        { attributeStatus: 'Accepted', attributeValue: '33' },
        { attributeStatus: 'Rejected' },
        { attributeStatus: 'UnknownVariable' },
        { attributeStatus: 'NotSupportedAttributeType' },
      ],
    });
    expect(station.settings.heartbeatSeconds).toBe(33);
  });

  it('tells how full and warm the battery is when it is asked', async () => {
    await charging();
    const evse = { id: 1 };
    const report = { requestId: 3, componentVariable: [{ component: { name: 'ConnectedEV', evse } }] };
    expect(await tell('GetReport', report)).toEqual(accepted);
    await heard('NotifyReport');
    expect(platform.received('NotifyReport')[0]).toMatchObject({
      requestId: 3,
      reportData: [{ variable: { name: 'StateOfCharge' }, variableAttribute: [{ value: '20.0' }] }],
    });
    const temperature = { component: { name: 'TemperatureSensor', evse }, variable: { name: 'Temperature' } };
    expect(await tell('GetVariables', { getVariableData: [temperature] })).toMatchObject({
      getVariableResult: [{ attributeValue: '20.0' }],
    });
    expect(await tell('GetReport', { requestId: 4, componentVariable: [{ component: { name: 'CoffeeMaker' } }] })).toEqual({
      status: 'EmptyResultSet',
    });
  });

  it('reports its whole inventory in parts', async () => {
    expect(await tell('GetBaseReport', { requestId: 1, reportBase: 'FullInventory' })).toEqual(accepted);
    await platform.until(() => platform.received('NotifyReport').at(-1)?.['tbc'] === false);
    const reports = platform.received('NotifyReport');
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.map(({ seqNo }) => seqNo)).toEqual(reports.map((_report, index) => index));
  });

  it('sends what it is triggered to send', async () => {
    for (const requestedMessage of ['Heartbeat', 'MeterValues', 'LogStatusNotification']) {
      expect(await tell('TriggerMessage', { requestedMessage, evse: { id: 1 } })).toEqual(accepted);
      await heard(requestedMessage);
    }
    expect(await tell('TriggerMessage', { requestedMessage: 'TransactionEvent' })).toEqual({ status: 'Rejected' });
    await charging();
    expect(await tell('TriggerMessage', { requestedMessage: 'TransactionEvent', evse: { id: 1 } })).toEqual(accepted);
    // What the session itself tells may come in between.
    await platform.until(() => platform.received('TransactionEvent').some(({ triggerReason }) => triggerReason === 'Trigger'));
    expect(await tell('TriggerMessage', { requestedMessage: 'SignV2GCertificate' })).toEqual({ status: 'NotImplemented' });
  });

  it('charges no faster than its charging profiles allow, and lists them', async () => {
    await charging();
    const schedule = (limit: number) => [{ id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit }] }];
    const chargingProfile = {
      id: 8,
      stackLevel: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: schedule(20_000),
    };
    expect(await tell('SetChargingProfile', { evseId: 1, chargingProfile })).toEqual(accepted);
    expect(await tell('GetCompositeSchedule', { evseId: 1, duration: 60 })).toMatchObject({
      schedule: { chargingSchedulePeriod: [{ startPeriod: 0, limit: 20_000 }] },
    });
    expect(await tell('GetChargingProfiles', { requestId: 1, chargingProfile: { stackLevel: 1 } })).toEqual(accepted);
    await heard('ReportChargingProfiles');
    expect(platform.received('ReportChargingProfiles')[0]).toMatchObject({ evseId: 1, chargingProfile: [chargingProfile] });
    sixMinutesLater();
    await station.stopTransaction(1);
    expect((sessions[0]?.meterStopWh ?? 0) - (sessions[0]?.meterStartWh ?? 0)).toBe(2_000);
    expect(await tell('ClearChargingProfile', { chargingProfileCriteria: { evseId: 1 } })).toEqual(accepted);
    expect(await tell('GetChargingProfiles', { requestId: 2, chargingProfile: {} })).toEqual({ status: 'NoProfiles' });
  });

  it('reserves, unlocks, changes availability, keeps a list', async () => {
    const idToken = { idToken: 'CARD-1', type: 'ISO14443' };
    const expiryDateTime = new Date(now.getTime() + 3_600_000).toISOString();
    expect(await tell('ReserveNow', { id: 3, evseId: 1, expiryDateTime, idToken })).toEqual(accepted);
    expect(await tell('CancelReservation', { reservationId: 3 })).toEqual(accepted);
    expect(await tell('UnlockConnector', { evseId: 1, connectorId: 1 })).toEqual({ status: 'Unlocked' });
    expect(await tell('UnlockConnector', { evseId: 9, connectorId: 1 })).toEqual({ status: 'UnknownConnector' });
    await charging();
    expect(await tell('UnlockConnector', { evseId: 1, connectorId: 1 })).toEqual({ status: 'OngoingAuthorizedTransaction' });
    expect(await tell('ChangeAvailability', { operationalStatus: 'Inoperative' })).toEqual({ status: 'Scheduled' });
    expect(await tell('SendLocalList', { versionNumber: 2, updateType: 'Full', localAuthorizationList: [{ idToken }] })).toEqual(
      accepted,
    );
    expect(await tell('GetLocalListVersion')).toEqual({ versionNumber: 2 });
    expect(await tell('ClearCache')).toEqual(accepted);
    expect(await tell('DataTransfer', { vendorId: 'someone' })).toEqual({ status: 'UnknownVendorId' });
  });
});

describe('Told by a 2.1 platform, a charging station', () => {
  beforeEach(() => start('2.1'));

  it('takes default tariffs, lists and forgets them', async () => {
    const set = (evseId: number, tariffId: string) =>
      tell('SetDefaultTariff', { evseId, tariff: { tariffId, currency: 'EUR', energy: { prices: [{ priceKwh: 0.42 }] } } });
    const held = (evseId: number) => tell('GetTariffs', { evseId });
    const assigned = (tariffId: string, ...evseIds: number[]) => ({ tariffId, tariffKind: 'DefaultTariff', evseIds });
    const listed = (...tariffAssignments: object[]) => ({ status: 'Accepted', tariffAssignments });
    expect(await held(0)).toEqual({ status: 'NoTariff' });
    expect(await set(0, 'night')).toEqual(accepted);
    expect(await set(2, 'day')).toEqual(accepted);
    expect(await set(99, 'day')).toEqual({ status: 'Rejected' });
    expect(await held(0)).toEqual(listed(assigned('night', 1), assigned('day', 2)));
    expect(await held(2)).toEqual(listed(assigned('day', 2)));
    expect(await tell('ClearTariffs', { tariffIds: ['day', 'dusk'] })).toEqual({
      clearTariffsResult: [
        { tariffId: 'day', status: 'Accepted' },
        { tariffId: 'dusk', status: 'NoTariff' },
      ],
    });
    expect(await held(2)).toEqual({ status: 'NoTariff' });
    expect(await tell('ClearTariffs', { evseId: 1 })).toEqual({ clearTariffsResult: [{ status: 'Accepted' }] });
    expect(await held(0)).toEqual({ status: 'NoTariff' });
  });
});
