import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import { stationCalls, stationConfirms, weAnswer, weCall } from '../testing/index.ts';
import { interpret, needsCall } from './index.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';
const at = '2026-03-01T09:59:58.000Z';

const heard = (action: string, payload: JsonObject) => interpret(stationCalls('1.6', action, payload), { receivedAt });
const answered = (action: string, call: JsonObject, answer: JsonObject) =>
  interpret(weAnswer('1.6', action, answer), { receivedAt, call: stationCalls('1.6', action, call) });
const confirmed = (action: string, call: JsonObject, answer: JsonObject) =>
  interpret(stationConfirms('1.6', action, answer), { receivedAt, call: weCall('1.6', action, call) });

describe('a 1.6 station', () => {
  it('boots', () => {
    expect(
      heard('BootNotification', {
        chargePointVendor: 'Acme',
        chargePointModel: 'One',
        chargeBoxSerialNumber: 'S1',
        firmwareVersion: '1.2',
        iccid: '89',
        imsi: '26',
        meterType: 'M',
        meterSerialNumber: 'M1',
      }),
    ).toEqual([
      {
        type: 'StationBooted',
        at: receivedAt,
        vendor: 'Acme',
        model: 'One',
        serialNumber: 'S1',
        firmwareVersion: '1.2',
        iccid: '89',
        imsi: '26',
        meterType: 'M',
        meterSerialNumber: 'M1',
      },
    ]);
  });

  it('is admitted by our answer, which needs no call', () => {
    const answer = weAnswer('1.6', 'BootNotification', { status: 'Accepted', interval: 300, currentTime: receivedAt });
    expect(interpret(answer, { receivedAt })).toEqual([
      { type: 'StationAdmitted', at: receivedAt, status: 'Accepted', heartbeatSeconds: 300 },
    ]);
    expect(needsCall(answer)).toBe(false);
  });

  it('is heard', () => {
    expect(heard('Heartbeat', {})).toEqual([{ type: 'HeartbeatHeard', at: receivedAt }]);
  });

  it('reports the status of a connector, and of itself as connector 0', () => {
    expect(heard('StatusNotification', { connectorId: 2, status: 'Charging', errorCode: 'NoError', timestamp: at })).toEqual([
      { type: 'ConnectorStatusReported', at, evseId: 2, connectorId: 2, status: 'Charging' },
    ]);
    expect(
      heard('StatusNotification', {
        connectorId: 0,
        status: 'Faulted',
        errorCode: 'OtherError',
        info: 'door open',
        vendorId: 'acme',
        vendorErrorCode: 'E42',
      }),
    ).toEqual([
      {
        type: 'ConnectorStatusReported',
        at: receivedAt,
        evseId: 0,
        connectorId: 0,
        status: 'Faulted',
        errorCode: 'OtherError',
        info: 'door open',
        vendorId: 'acme',
        vendorErrorCode: 'E42',
      },
    ]);
  });

  it('asks about a tag and is answered', () => {
    expect(heard('Authorize', { idTag: 'sealed:s:c' })).toEqual([
      { type: 'AuthorizationAsked', at: receivedAt, token: 'sealed:s:c' },
    ]);
    expect(answered('Authorize', { idTag: 'sealed:s:c' }, { idTagInfo: { status: 'Blocked' } })).toEqual([
      { type: 'AuthorizationAnswered', at: receivedAt, token: 'sealed:s:c', status: 'Blocked' },
    ]);
  });

  it('says what its firmware and its logs are doing', () => {
    expect(heard('FirmwareStatusNotification', { status: 'Installed' })).toEqual([
      { type: 'FirmwareStatusReported', at: receivedAt, status: 'Installed' },
    ]);
    expect(heard('SignedFirmwareStatusNotification', { status: 'Installed', requestId: 5 })).toEqual([
      { type: 'FirmwareStatusReported', at: receivedAt, status: 'Installed', requestId: 5 },
    ]);
    expect(heard('DiagnosticsStatusNotification', { status: 'Uploaded' })).toEqual([
      { type: 'LogStatusReported', at: receivedAt, status: 'Uploaded' },
    ]);
    expect(heard('LogStatusNotification', { status: 'Uploading', requestId: 6 })).toEqual([
      { type: 'LogStatusReported', at: receivedAt, status: 'Uploading', requestId: 6 },
    ]);
    expect(heard('SecurityEventNotification', { type: 'TamperDetectionActivated', timestamp: at, techInfo: 'lid' })).toEqual([
      { type: 'SecurityEventReported', at, event: 'TamperDetectionActivated', techInfo: 'lid' },
    ]);
  });
});

describe('a 1.6 session', () => {
  const call = { connectorId: 1, idTag: 'TAG', meterStart: 1000, timestamp: at };

  it('begins with our answer, for only that names the transaction', () => {
    expect(heard('StartTransaction', call)).toEqual([]);
    expect(answered('StartTransaction', call, { transactionId: 42, idTagInfo: { status: 'Accepted' } })).toEqual([
      {
        type: 'SessionStarted',
        at,
        evseId: 1,
        connectorId: 1,
        transactionId: '42',
        token: 'TAG',
        meterStartWh: 1000,
        offline: false,
      },
      { type: 'AuthorizationAnswered', at: receivedAt, token: 'TAG', status: 'Accepted' },
    ]);
  });

  it('cannot be read from our answer alone', () => {
    const answer = weAnswer('1.6', 'StartTransaction', { transactionId: 42, idTagInfo: { status: 'Accepted' } });
    expect(needsCall(answer)).toBe(true);
    expect(interpret(answer, { receivedAt })).toEqual([]);
  });

  it('uses up its reservation', () => {
    expect(answered('StartTransaction', { ...call, reservationId: 7 }, { transactionId: 42 })).toEqual([
      expect.objectContaining({ type: 'SessionStarted', reservationId: 7 }),
      { type: 'ReservationChanged', at, reservationId: 7, status: 'Used' },
    ]);
  });

  it('is metered', () => {
    const meterValue: Json = [
      { timestamp: at, sampledValue: [{ value: '1500' }, { value: '61', measurand: 'SoC', unit: 'Percent', location: 'EV' }] },
    ];
    expect(heard('MeterValues', { connectorId: 1, transactionId: 42, meterValue })).toEqual([
      {
        type: 'MetersRead',
        at,
        evseId: 1,
        connectorId: 1,
        transactionId: '42',
        readings: [
          {
            measurand: 'Energy.Active.Import.Register',
            unit: 'Wh',
            value: 1500,
            location: 'Outlet',
            context: 'Sample.Periodic',
          },
          { measurand: 'SoC', unit: 'Percent', value: 61, location: 'EV', context: 'Sample.Periodic' },
        ],
      },
    ]);
  });

  it('ends after its last readings, at a place the message does not say', () => {
    const transactionData = [{ timestamp: at, sampledValue: [{ value: '8.5', unit: 'kWh', context: 'Transaction.End' }] }];
    expect(
      heard('StopTransaction', {
        transactionId: 42,
        meterStop: 8500,
        timestamp: at,
        idTag: 'TAG',
        reason: 'EVDisconnected',
        transactionData,
      }),
    ).toEqual([
      {
        type: 'MetersRead',
        at,
        transactionId: '42',
        readings: [
          { measurand: 'Energy.Active.Import.Register', unit: 'Wh', value: 8500, location: 'Outlet', context: 'Transaction.End' },
        ],
      },
      {
        type: 'SessionEnded',
        at,
        transactionId: '42',
        meterStopWh: 8500,
        reason: 'EVDisconnected',
        token: 'TAG',
        offline: false,
      },
    ]);
  });

  it('ends locally when no reason is given', () => {
    expect(heard('StopTransaction', { transactionId: 42, meterStop: 8500, timestamp: at })).toMatchObject([{ reason: 'Local' }]);
  });

  it('has the token that ended it answered', () => {
    const stop = { transactionId: 42, meterStop: 1, timestamp: at, idTag: 'TAG' };
    expect(answered('StopTransaction', stop, { idTagInfo: { status: 'Expired' } })).toEqual([
      { type: 'AuthorizationAnswered', at: receivedAt, token: 'TAG', status: 'Expired' },
    ]);
    expect(answered('StopTransaction', stop, {})).toEqual([]);
  });
});

describe('what a 1.6 station agrees to', () => {
  const reservation = { connectorId: 1, expiryDate: '2026-03-01T11:00:00Z', idTag: 'TAG', reservationId: 7 };

  it('is a reservation, and its end', () => {
    expect(confirmed('ReserveNow', reservation, { status: 'Accepted' })).toEqual([
      {
        type: 'ReservationChanged',
        at: receivedAt,
        reservationId: 7,
        status: 'Reserved',
        evseId: 1,
        connectorId: 1,
        token: 'TAG',
        expiresAt: '2026-03-01T11:00:00.000Z',
      },
    ]);
    expect(confirmed('ReserveNow', reservation, { status: 'Occupied' })).toEqual([]);
    expect(confirmed('CancelReservation', { reservationId: 7 }, { status: 'Accepted' })).toEqual([
      { type: 'ReservationChanged', at: receivedAt, reservationId: 7, status: 'Cancelled' },
    ]);
  });

  it('is a change of availability, now or later', () => {
    expect(confirmed('ChangeAvailability', { connectorId: 0, type: 'Inoperative' }, { status: 'Scheduled' })).toEqual([
      { type: 'AvailabilityChanged', at: receivedAt, evseId: 0, connectorId: 0, operative: false, scheduled: true },
    ]);
    expect(confirmed('ChangeAvailability', { connectorId: 1, type: 'Operative' }, { status: 'Accepted' })).toMatchObject([
      { evseId: 1, operative: true, scheduled: false },
    ]);
    expect(confirmed('ChangeAvailability', { connectorId: 1, type: 'Operative' }, { status: 'Rejected' })).toEqual([]);
  });

  it('is a setting; and what it is set to, it tells', () => {
    expect(confirmed('ChangeConfiguration', { key: 'HeartbeatInterval', value: '60' }, { status: 'RebootRequired' })).toEqual([
      {
        type: 'VariablesReported',
        at: receivedAt,
        variables: [{ component: 'Station', variable: 'HeartbeatInterval', attribute: 'Actual', value: '60' }],
      },
    ]);
    expect(confirmed('ChangeConfiguration', { key: 'HeartbeatInterval', value: '60' }, { status: 'NotSupported' })).toEqual([]);
    const configurationKey: Json = [
      { key: 'HeartbeatInterval', readonly: false, value: '60' },
      { key: 'NumberOfConnectors', readonly: true, value: '2' },
      { key: 'AuthorizationKey', readonly: false },
    ];
    expect(confirmed('GetConfiguration', {}, { configurationKey, unknownKey: ['x'] })).toEqual([
      {
        type: 'VariablesReported',
        at: receivedAt,
        variables: [
          { component: 'Station', variable: 'HeartbeatInterval', attribute: 'Actual', value: '60', mutability: 'ReadWrite' },
          { component: 'Station', variable: 'NumberOfConnectors', attribute: 'Actual', value: '2', mutability: 'ReadOnly' },
          { component: 'Station', variable: 'AuthorizationKey', attribute: 'Actual', mutability: 'ReadWrite' },
        ],
      },
    ]);
  });
});
