import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '../message.ts';
import { stationCalls, stationConfirms, weAnswer, weCall } from '../testing/index.ts';
import { interpret } from './index.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';
const at = '2026-03-01T09:59:58.000Z';

describe.each<OcppVersion>(['2.0.1', '2.1'])('a %s station', (version) => {
  const heard = (action: string, payload: JsonObject) => interpret(stationCalls(version, action, payload), { receivedAt });
  const answered = (action: string, call: JsonObject, answer: JsonObject) =>
    interpret(weAnswer(version, action, answer), { receivedAt, call: stationCalls(version, action, call) });
  const confirmed = (action: string, call: JsonObject, answer: JsonObject) =>
    interpret(stationConfirms(version, action, answer), { receivedAt, call: weCall(version, action, call) });

  it('boots and is admitted', () => {
    const chargingStation = {
      vendorName: 'Acme',
      model: 'Two',
      serialNumber: 'S2',
      firmwareVersion: '2.0',
      modem: { iccid: '89', imsi: '26' },
    };
    expect(heard('BootNotification', { reason: 'PowerUp', chargingStation })).toEqual([
      {
        type: 'StationBooted',
        at: receivedAt,
        vendor: 'Acme',
        model: 'Two',
        serialNumber: 'S2',
        firmwareVersion: '2.0',
        reason: 'PowerUp',
        iccid: '89',
        imsi: '26',
      },
    ]);
    expect(answered('BootNotification', {}, { status: 'Pending', interval: 30, currentTime: at })).toEqual([
      { type: 'StationAdmitted', at: receivedAt, status: 'Pending', heartbeatSeconds: 30 },
    ]);
    expect(heard('Heartbeat', {})).toEqual([{ type: 'HeartbeatHeard', at: receivedAt }]);
  });

  it('reports the status of a connector, in either of two ways', () => {
    const status = { type: 'ConnectorStatusReported', at, evseId: 1, connectorId: 2, status: 'Occupied' };
    expect(heard('StatusNotification', { timestamp: at, evseId: 1, connectorId: 2, connectorStatus: 'Occupied' })).toEqual([
      status,
    ]);
    const event = {
      eventId: 1,
      timestamp: at,
      trigger: 'Delta',
      actualValue: 'Occupied',
      eventNotificationType: 'HardWiredNotification',
      component: { name: 'Connector', evse: { id: 1, connectorId: 2 } },
      variable: { name: 'AvailabilityState' },
    };
    expect(heard('NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [event] })).toEqual([
      expect.objectContaining({ type: 'StationEventReported', evseId: 1, connectorId: 2 }),
      status,
    ]);
  });

  it('reports events', () => {
    const event = {
      timestamp: at,
      trigger: 'Alerting',
      actualValue: '91',
      cleared: true,
      techCode: 'T1',
      techInfo: 'fan',
      transactionId: 'tx',
      component: { name: 'Inlet', evse: { id: 1 } },
      variable: { name: 'Temperature' },
    };
    expect(heard('NotifyEvent', { eventData: [event, {}] })).toEqual([
      {
        type: 'StationEventReported',
        at,
        evseId: 1,
        transactionId: 'tx',
        component: 'Inlet',
        variable: 'Temperature',
        trigger: 'Alerting',
        actualValue: '91',
        cleared: true,
        techCode: 'T1',
        techInfo: 'fan',
      },
    ]);
    expect(heard('SecurityEventNotification', { type: 'MemoryExhaustion', timestamp: at })).toEqual([
      { type: 'SecurityEventReported', at, event: 'MemoryExhaustion' },
    ]);
    expect(heard('FirmwareStatusNotification', { status: 'Downloading', requestId: 1 })).toEqual([
      { type: 'FirmwareStatusReported', at: receivedAt, status: 'Downloading', requestId: 1 },
    ]);
    expect(heard('LogStatusNotification', { status: 'Uploaded', requestId: 2 })).toEqual([
      { type: 'LogStatusReported', at: receivedAt, status: 'Uploaded', requestId: 2 },
    ]);
  });

  it('tells which charging profiles it holds, in one report or several', () => {
    const call = { requestId: 9, chargingProfile: { chargingProfileId: [7, 8] } };
    const answer = { type: 'ProfilesAnswered', at: receivedAt, requestId: 9, profileIds: [7, 8] };
    expect(confirmed('GetChargingProfiles', call, { status: 'Accepted' })).toEqual([{ ...answer, reportsFollow: true }]);
    expect(confirmed('GetChargingProfiles', call, { status: 'NoProfiles' })).toEqual([{ ...answer, reportsFollow: false }]);
    expect(confirmed('GetChargingProfiles', call, { status: 'Rejected' })).toEqual([]);
    expect(confirmed('GetChargingProfiles', { requestId: 9, chargingProfile: {} }, { status: 'Accepted' })).toEqual([]);

    const profile = {
      id: 7,
      stackLevel: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: [
        {
          id: 1,
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [
            { startPeriod: 60, limit: 0 },
            { startPeriod: 0, limit: '16.0' },
          ],
        },
      ],
    };
    const report = { requestId: 9, chargingLimitSource: 'CSO', evseId: 2, chargingProfile: [profile, {}] };
    const told = {
      type: 'ProfilesReported',
      at: receivedAt,
      requestId: 9,
      profiles: [
        {
          id: 7,
          evseId: 2,
          stackLevel: 1,
          purpose: 'TxDefaultProfile',
          rateUnit: 'A',
          periods: [
            { startPeriod: 0, limit: 16 },
            { startPeriod: 60, limit: 0 },
          ],
        },
      ],
    };
    expect(heard('ReportChargingProfiles', { ...report, tbc: true })).toEqual([{ ...told, toBeContinued: true }]);
    expect(heard('ReportChargingProfiles', report)).toEqual([{ ...told, toBeContinued: false }]);
    expect(heard('ReportChargingProfiles', { evseId: 2 })).toEqual([]);
  });

  it('tells which tariffs it holds', () => {
    const told = { type: 'TariffsReported', at: receivedAt, evseId: 0 };
    const tariffAssignments: JsonObject[] = [
      { tariffId: 'night v2', tariffKind: 'DefaultTariff', evseIds: [1, 2] },
      { tariffId: 'staff', tariffKind: 'DriverTariff', idTokens: ['TAG'] },
      {},
    ];
    expect(confirmed('GetTariffs', { evseId: 0 }, { status: 'Accepted', tariffAssignments })).toEqual([
      {
        ...told,
        tariffs: [
          { tariffId: 'night v2', kind: 'DefaultTariff', evseIds: [1, 2] },
          { tariffId: 'staff', kind: 'DriverTariff' },
        ],
      },
    ]);
    expect(confirmed('GetTariffs', { evseId: 0 }, { status: 'NoTariff' })).toEqual([{ ...told, tariffs: [] }]);
    expect(confirmed('GetTariffs', { evseId: 0 }, { status: 'Rejected' })).toEqual([]);
  });

  it('asks about a token and is answered', () => {
    const call = { idToken: { idToken: 'TAG', type: 'ISO14443' } };
    expect(heard('Authorize', call)).toEqual([
      { type: 'AuthorizationAsked', at: receivedAt, token: 'TAG', tokenType: 'ISO14443' },
    ]);
    expect(answered('Authorize', call, { idTokenInfo: { status: 'Accepted' } })).toEqual([
      { type: 'AuthorizationAnswered', at: receivedAt, token: 'TAG', status: 'Accepted' },
    ]);
  });

  const sample = { value: 1.5, measurand: 'Energy.Active.Import.Register', unitOfMeasure: { unit: 'Wh', multiplier: 3 } };
  const reading = {
    measurand: 'Energy.Active.Import.Register',
    unit: 'Wh',
    value: 1500,
    location: 'Outlet',
    context: 'Sample.Periodic',
  };
  const meterValue = [{ timestamp: at, sampledValue: [sample] }];

  it('starts a session', () => {
    expect(
      heard('TransactionEvent', {
        eventType: 'Started',
        timestamp: at,
        triggerReason: 'RemoteStart',
        seqNo: 0,
        offline: true,
        reservationId: 7,
        transactionInfo: { transactionId: 'tx', chargingState: 'EVConnected', remoteStartId: 9 },
        evse: { id: 1, connectorId: 1 },
        idToken: { idToken: 'TAG', type: 'Central' },
        meterValue,
      }),
    ).toEqual([
      {
        type: 'SessionStarted',
        at,
        evseId: 1,
        connectorId: 1,
        transactionId: 'tx',
        token: 'TAG',
        tokenType: 'Central',
        trigger: 'RemoteStart',
        chargingState: 'EVConnected',
        remoteStartId: 9,
        reservationId: 7,
        offline: true,
        seqNo: 0,
      },
      { type: 'MetersRead', at, evseId: 1, connectorId: 1, transactionId: 'tx', readings: [reading] },
      { type: 'ReservationChanged', at, reservationId: 7, status: 'Used' },
    ]);
  });

  it('continues a session, often without saying where', () => {
    expect(
      heard('TransactionEvent', {
        eventType: 'Updated',
        timestamp: at,
        triggerReason: 'MeterValuePeriodic',
        seqNo: 3,
        transactionInfo: { transactionId: 'tx', chargingState: 'Charging' },
        meterValue,
      }),
    ).toEqual([
      {
        type: 'SessionUpdated',
        at,
        transactionId: 'tx',
        chargingState: 'Charging',
        trigger: 'MeterValuePeriodic',
        offline: false,
        seqNo: 3,
      },
      { type: 'MetersRead', at, transactionId: 'tx', readings: [reading] },
    ]);
  });

  it('ends a session after its last readings', () => {
    expect(
      heard('TransactionEvent', {
        eventType: 'Ended',
        timestamp: at,
        triggerReason: 'EVDeparted',
        seqNo: 9,
        transactionInfo: { transactionId: 'tx', stoppedReason: 'EVDisconnected' },
        evse: { id: 1 },
        meterValue,
      }),
    ).toEqual([
      { type: 'MetersRead', at, evseId: 1, transactionId: 'tx', readings: [reading] },
      {
        type: 'SessionEnded',
        at,
        evseId: 1,
        transactionId: 'tx',
        reason: 'EVDisconnected',
        trigger: 'EVDeparted',
        offline: false,
        seqNo: 9,
      },
    ]);
    expect(
      heard('TransactionEvent', { eventType: 'Ended', timestamp: at, transactionInfo: { transactionId: 'tx' } }),
    ).toMatchObject([{ type: 'SessionEnded', reason: 'Local' }]);
  });

  it('hears in our answer whether a token is good, and what the session costs', () => {
    const call = { transactionInfo: { transactionId: 'tx' }, idToken: { idToken: 'TAG', type: 'Central' } };
    expect(answered('TransactionEvent', call, { totalCost: 2.5, idTokenInfo: { status: 'Invalid' } })).toEqual([
      { type: 'AuthorizationAnswered', at: receivedAt, token: 'TAG', status: 'Invalid' },
      { type: 'CostAnnounced', at: receivedAt, transactionId: 'tx', totalCost: 2.5 },
    ]);
    expect(interpret(weCall(version, 'CostUpdated', { transactionId: 'tx', totalCost: 3 }), { receivedAt })).toEqual([
      { type: 'CostAnnounced', at: receivedAt, transactionId: 'tx', totalCost: 3 },
    ]);
  });

  it('is metered outside of sessions', () => {
    expect(heard('MeterValues', { evseId: 1, meterValue })).toEqual([{ type: 'MetersRead', at, evseId: 1, readings: [reading] }]);
  });

  it('reports its variables', () => {
    const connector = { name: 'Connector', instance: 'left', evse: { id: 1, connectorId: 1 } };
    const said = { component: 'Connector', componentInstance: 'left', evseId: 1, connectorId: 1, variable: 'Enabled' };
    expect(
      heard('NotifyReport', {
        requestId: 1,
        generatedAt: at,
        seqNo: 0,
        reportData: [
          {
            component: connector,
            variable: { name: 'Enabled' },
            variableAttribute: [{ value: 'true', mutability: 'ReadOnly' }, { type: 'Target' }],
          },
        ],
      }),
    ).toEqual([
      {
        type: 'VariablesReported',
        at,
        variables: [
          { ...said, attribute: 'Actual', value: 'true', mutability: 'ReadOnly' },
          { ...said, attribute: 'Target' },
        ],
      },
    ]);
    expect(heard('NotifyReport', { requestId: 1, generatedAt: at, seqNo: 1 })).toEqual([]);
  });

  it('tells its variables when asked, and takes them over', () => {
    const heartbeat = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } };
    const unknown = { component: { name: 'Nothing' }, variable: { name: 'AtAll' } };
    const variables = [{ component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval', attribute: 'Actual', value: '60' }];
    expect(
      confirmed(
        'GetVariables',
        {},
        {
          getVariableResult: [
            { ...heartbeat, attributeStatus: 'Accepted', attributeValue: '60' },
            { ...unknown, attributeStatus: 'UnknownComponent' },
          ],
        },
      ),
    ).toEqual([{ type: 'VariablesReported', at: receivedAt, variables }]);
    expect(
      confirmed(
        'SetVariables',
        {
          setVariableData: [
            { ...unknown, attributeValue: '1' },
            { ...heartbeat, attributeValue: '60' },
          ],
        },
        {
          setVariableResult: [
            { ...heartbeat, attributeStatus: 'Accepted', attributeType: 'Actual' },
            { ...unknown, attributeStatus: 'UnknownComponent' },
          ],
        },
      ),
    ).toEqual([{ type: 'VariablesReported', at: receivedAt, variables }]);
  });

  it('takes reservations, and says when they end by themselves', () => {
    const call = { id: 7, expiryDateTime: '2026-03-01T11:00:00Z', idToken: { idToken: 'TAG', type: 'Central' }, evseId: 1 };
    expect(confirmed('ReserveNow', call, { status: 'Accepted' })).toEqual([
      {
        type: 'ReservationChanged',
        at: receivedAt,
        reservationId: 7,
        status: 'Reserved',
        evseId: 1,
        token: 'TAG',
        expiresAt: '2026-03-01T11:00:00.000Z',
      },
    ]);
    expect(confirmed('ReserveNow', call, { status: 'Rejected' })).toEqual([]);
    expect(confirmed('CancelReservation', { reservationId: 7 }, { status: 'Accepted' })).toMatchObject([{ status: 'Cancelled' }]);
    expect(heard('ReservationStatusUpdate', { reservationId: 7, reservationUpdateStatus: 'Expired' })).toEqual([
      { type: 'ReservationChanged', at: receivedAt, reservationId: 7, status: 'Expired' },
    ]);
  });

  it('changes its availability: all of it, an EVSE, or a connector', () => {
    const change = (evse: JsonObject | undefined) =>
      confirmed('ChangeAvailability', { operationalStatus: 'Inoperative', ...(evse && { evse }) }, { status: 'Accepted' });
    expect(change(undefined)).toEqual([
      { type: 'AvailabilityChanged', at: receivedAt, evseId: 0, connectorId: 0, operative: false, scheduled: false },
    ]);
    expect(change({ id: 1 })).toMatchObject([{ evseId: 1, connectorId: 0 }]);
    expect(change({ id: 1, connectorId: 2 })).toMatchObject([{ evseId: 1, connectorId: 2 }]);
  });
});

describe('a battery swap of 2.1', () => {
  const batteryData: Json = [
    { evseId: 1, serialNumber: 'B1', soC: 12.5, soH: 98, productionDate: '2025-01-01T00:00:00Z' },
    { junk: true },
  ];
  it.each([
    ['BatteryIn', 'In'],
    ['BatteryOut', 'Out'],
    ['BatteryOutTimeout', 'OutTimeout'],
  ])('%s names the batteries', (eventType, direction) => {
    const idToken = { idToken: 'TAG', type: 'Central' };
    expect(
      interpret(stationCalls('2.1', 'BatterySwap', { eventType, requestId: 3, idToken, batteryData }), { receivedAt }),
    ).toEqual([
      {
        type: 'BatterySwapped',
        at: receivedAt,
        requestId: 3,
        direction,
        token: 'TAG',
        batteries: [
          {
            evseId: 1,
            serialNumber: 'B1',
            stateOfChargePercent: 12.5,
            stateOfHealthPercent: 98,
            productionDate: '2025-01-01T00:00:00Z',
          },
        ],
      },
    ]);
  });
});
