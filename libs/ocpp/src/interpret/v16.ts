import { parseInstant } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { Fact, Place } from '../facts.ts';
import {
  acceptedOrScheduled,
  authorizationAnswered,
  firmwareStatusReported,
  heartbeatHeard,
  logStatusReported,
  reservationCancelled,
  reservationUsed,
  securityEventReported,
  stationAdmitted,
  takenOver,
} from './common.ts';
import { byAction } from './interpreters.ts';
import type { Interpreters } from './interpreters.ts';
import {
  flag,
  integer,
  number,
  object,
  objects,
  placeId,
  positive,
  text,
  time,
  transactionId,
  transactionIdIfAny,
} from './read.ts';
import { metersRead, sample16 } from './readings.ts';

// Section numbers are those of "Open Charge Point Protocol 1.6", edition 2.

/** 1.6 knows connectors only: connector n stands for EVSE n. `undefined` for what names no connector. */
function placeOf(connectorId: Json | undefined): Place | undefined {
  const id = placeId(connectorId);
  return id === undefined ? undefined : { evseId: id, connectorId: id };
}

/** 4.2 */
const stationBooted = (payload: JsonObject, receivedAt: Instant): Fact[] => [
  {
    type: 'StationBooted',
    at: receivedAt,
    vendor: text(payload['chargePointVendor']) ?? '',
    model: text(payload['chargePointModel']) ?? '',
    serialNumber: text(payload['chargePointSerialNumber']) ?? text(payload['chargeBoxSerialNumber']),
    firmwareVersion: text(payload['firmwareVersion']),
    iccid: text(payload['iccid']),
    imsi: text(payload['imsi']),
    meterType: text(payload['meterType']),
    meterSerialNumber: text(payload['meterSerialNumber']),
  },
];

/** 4.9 */
function connectorStatusReported(payload: JsonObject, receivedAt: Instant): Fact[] {
  const status = text(payload['status']);
  const place = placeOf(payload['connectorId']);
  if (status === undefined || place === undefined) return [];
  const errorCode = text(payload['errorCode']);
  return [
    {
      type: 'ConnectorStatusReported',
      ...time(payload['timestamp'], receivedAt),
      ...place,
      status,
      errorCode: errorCode === 'NoError' ? undefined : errorCode,
      info: text(payload['info']),
      vendorId: text(payload['vendorId']),
      vendorErrorCode: text(payload['vendorErrorCode']),
    },
  ];
}

/** 4.1 */
function authorizationAsked(payload: JsonObject, receivedAt: Instant): Fact[] {
  const token = text(payload['idTag']);
  return token === undefined ? [] : [{ type: 'AuthorizationAsked', at: receivedAt, token }];
}

const tagAnswered = (answer: JsonObject, receivedAt: Instant, call: JsonObject) =>
  authorizationAnswered(call['idTag'], object(answer['idTagInfo'])['status'], receivedAt);

/** 4.8: the session begins with our answer, for only that names the transaction. */
function sessionStarted(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const authorization = tagAnswered(answer, receivedAt, call);
  const id = transactionId(answer['transactionId']);
  if (id === undefined) return authorization;
  const when = time(call['timestamp'], receivedAt);
  const reservationId = positive(call['reservationId']);
  return [
    {
      type: 'SessionStarted',
      ...when,
      ...placeOf(call['connectorId']),
      transactionId: id,
      token: text(call['idTag']),
      meterStartWh: number(call['meterStart']),
      reservationId,
      offline: false,
    },
    ...authorization,
    ...reservationUsed(reservationId, when.at),
  ];
}

/** 4.7 */
const meterValues = (payload: JsonObject, receivedAt: Instant): Fact[] =>
  metersRead(
    payload['meterValue'],
    { ...placeOf(payload['connectorId']), transactionId: transactionIdIfAny(payload['transactionId']), receivedAt },
    sample16,
  );

/** 4.10: the readings come first, for an ended session takes no more. */
function sessionEnded(payload: JsonObject, receivedAt: Instant): Fact[] {
  const id = transactionId(payload['transactionId']);
  if (id === undefined) return [];
  const when = time(payload['timestamp'], receivedAt);
  return [
    ...metersRead(payload['transactionData'], { transactionId: id, receivedAt, when }, sample16),
    {
      type: 'SessionEnded',
      ...when,
      transactionId: id,
      meterStopWh: number(payload['meterStop']),
      reason: text(payload['reason']) ?? 'Local',
      token: text(payload['idTag']),
      offline: false,
    },
  ];
}

/** 5.13 */
function reserved(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const reservationId = integer(call['reservationId']);
  if (answer['status'] !== 'Accepted' || reservationId === undefined) return [];
  return [
    {
      type: 'ReservationChanged',
      at: receivedAt,
      reservationId,
      status: 'Reserved',
      ...placeOf(call['connectorId']),
      token: text(call['idTag']),
      expiresAt: parseInstant(call['expiryDate']),
    },
  ];
}

/** 5.2 */
function availabilityChanged(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const place = placeOf(call['connectorId']);
  if (!acceptedOrScheduled(answer) || place === undefined) return [];
  return [
    {
      type: 'AvailabilityChanged',
      at: receivedAt,
      ...place,
      operative: call['type'] === 'Operative',
      scheduled: answer['status'] === 'Scheduled',
    },
  ];
}

const setting = (key: string, value: string | undefined, mutability?: string) => ({
  component: 'Station',
  variable: key,
  attribute: 'Actual',
  value,
  mutability,
});

/** 5.8 */
function configurationReported(answer: JsonObject, receivedAt: Instant): Fact[] {
  const variables = objects(answer['configurationKey']).flatMap((entry) => {
    const key = text(entry['key']);
    return key === undefined ? [] : [setting(key, text(entry['value']), flag(entry['readonly']) ? 'ReadOnly' : 'ReadWrite')];
  });
  return variables.length === 0 ? [] : [{ type: 'VariablesReported', at: receivedAt, variables }];
}

/** 5.3 */
function configurationChanged(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const key = text(call['key']);
  if (key === undefined || !takenOver(answer['status'])) return [];
  return [{ type: 'VariablesReported', at: receivedAt, variables: [setting(key, text(call['value']))] }];
}

export const interpreters16: Interpreters = {
  received: byAction({
    BootNotification: stationBooted,
    Heartbeat: heartbeatHeard,
    StatusNotification: connectorStatusReported,
    Authorize: authorizationAsked,
    MeterValues: meterValues,
    StopTransaction: sessionEnded,
    DiagnosticsStatusNotification: logStatusReported,
    LogStatusNotification: logStatusReported,
    FirmwareStatusNotification: firmwareStatusReported,
    SignedFirmwareStatusNotification: firmwareStatusReported,
    SecurityEventNotification: securityEventReported,
  }),
  sent: byAction({}),
  answered: byAction({ BootNotification: stationAdmitted }),
  answeredCall: byAction({ Authorize: tagAnswered, StartTransaction: sessionStarted, StopTransaction: tagAnswered }),
  confirmed: byAction({ GetConfiguration: configurationReported }),
  confirmedCall: byAction({
    ReserveNow: reserved,
    CancelReservation: reservationCancelled,
    ChangeAvailability: availabilityChanged,
    ChangeConfiguration: configurationChanged,
  }),
};
