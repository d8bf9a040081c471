import { parseInstant } from '@wattledger/kernel';
import type { Instant, JsonObject } from '@wattledger/kernel';
import type { BatterySwapped, Fact, ReservationChanged } from '../facts.ts';
import {
  acceptedOrScheduled,
  authorizationAnswered,
  firmwareStatusReported,
  heartbeatHeard,
  logStatusReported,
  reservationCancelled,
  securityEventReported,
  stationAdmitted,
} from './common.ts';
import { byAction } from './interpreters.ts';
import type { Interpreters } from './interpreters.ts';
import { integer, number, object, objects, placeId, text, time } from './read.ts';
import { eventsNotified, reportNotified, variablesGot, variablesSet } from './v2-device-model.ts';
import { profilesAnswered, profilesReported, tariffsReported } from './v2-holdings.ts';
import { costUpdated, meterValues, transactionEvent, transactionEventAnswered } from './v2-transactions.ts';

// OCPP 2.0.1 and 2.1 part 2. What 2.1 adds has names of its own, so both share this table.

function stationBooted(payload: JsonObject, receivedAt: Instant): Fact[] {
  const station = object(payload['chargingStation']);
  const modem = object(station['modem']);
  return [
    {
      type: 'StationBooted',
      at: receivedAt,
      vendor: text(station['vendorName']) ?? '',
      model: text(station['model']) ?? '',
      serialNumber: text(station['serialNumber']),
      firmwareVersion: text(station['firmwareVersion']),
      reason: text(payload['reason']),
      iccid: text(modem['iccid']),
      imsi: text(modem['imsi']),
    },
  ];
}

function connectorStatusReported(payload: JsonObject, receivedAt: Instant): Fact[] {
  const status = text(payload['connectorStatus']);
  const [evseId, connectorId] = [placeId(payload['evseId']), placeId(payload['connectorId'])];
  if (status === undefined || evseId === undefined || connectorId === undefined) return [];
  return [
    {
      type: 'ConnectorStatusReported',
      ...time(payload['timestamp'], receivedAt),
      evseId,
      connectorId,
      status,
    },
  ];
}

function authorizationAsked(payload: JsonObject, receivedAt: Instant): Fact[] {
  const { idToken, type } = object(payload['idToken']);
  const token = text(idToken);
  return token === undefined ? [] : [{ type: 'AuthorizationAsked', at: receivedAt, token, tokenType: text(type) }];
}

const tokenAnswered = (answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] =>
  authorizationAnswered(object(call['idToken'])['idToken'], object(answer['idTokenInfo'])['status'], receivedAt);

function reserved(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const reservationId = integer(call['id']);
  if (answer['status'] !== 'Accepted' || reservationId === undefined) return [];
  return [
    {
      type: 'ReservationChanged',
      at: receivedAt,
      reservationId,
      status: 'Reserved',
      evseId: integer(call['evseId']),
      token: text(object(call['idToken'])['idToken']),
      expiresAt: parseInstant(call['expiryDateTime']),
    },
  ];
}

const endsOfReservations: readonly ReservationChanged['status'][] = ['Expired', 'Removed', 'NoTransaction'];

function reservationEnded(payload: JsonObject, receivedAt: Instant): Fact[] {
  const reservationId = integer(payload['reservationId']);
  const status = endsOfReservations.find((known) => known === payload['reservationUpdateStatus']);
  if (reservationId === undefined || status === undefined) return [];
  return [{ type: 'ReservationChanged', at: receivedAt, reservationId, status }];
}

function availabilityChanged(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  if (!acceptedOrScheduled(answer)) return [];
  const evse = object(call['evse']);
  const [evseId, connectorId] = [placeId(evse['id']), placeId(evse['connectorId'])];
  if (evseId === undefined || connectorId === undefined) return [];
  return [
    {
      type: 'AvailabilityChanged',
      at: receivedAt,
      evseId,
      connectorId,
      operative: call['operationalStatus'] === 'Operative',
      scheduled: answer['status'] === 'Scheduled',
    },
  ];
}

const swapDirections: ReadonlyMap<unknown, BatterySwapped['direction']> = new Map([
  ['BatteryIn', 'In'],
  ['BatteryOut', 'Out'],
  ['BatteryOutTimeout', 'OutTimeout'],
]);

/** 2.1, `BatterySwapRequest` */
function batterySwapped(payload: JsonObject, receivedAt: Instant): Fact[] {
  const direction = swapDirections.get(payload['eventType']);
  const requestId = integer(payload['requestId']);
  if (direction === undefined || requestId === undefined) return [];
  const batteries = objects(payload['batteryData']).flatMap((battery) => {
    const serialNumber = text(battery['serialNumber']);
    const [stateOfChargePercent, stateOfHealthPercent] = [battery['soC'], battery['soH']].map(number);
    if (serialNumber === undefined || stateOfChargePercent === undefined || stateOfHealthPercent === undefined) return [];
    const productionDate = text(battery['productionDate']);
    return [
      { evseId: integer(battery['evseId']) ?? 0, serialNumber, stateOfChargePercent, stateOfHealthPercent, productionDate },
    ];
  });
  return [
    {
      type: 'BatterySwapped',
      at: receivedAt,
      requestId,
      direction,
      token: text(object(payload['idToken'])['idToken']),
      batteries,
    },
  ];
}

export const interpreters2: Interpreters = {
  received: byAction({
    BootNotification: stationBooted,
    Heartbeat: heartbeatHeard,
    StatusNotification: connectorStatusReported,
    Authorize: authorizationAsked,
    TransactionEvent: transactionEvent,
    MeterValues: meterValues,
    NotifyEvent: eventsNotified,
    NotifyReport: reportNotified,
    ReportChargingProfiles: profilesReported,
    ReservationStatusUpdate: reservationEnded,
    SecurityEventNotification: securityEventReported,
    FirmwareStatusNotification: firmwareStatusReported,
    LogStatusNotification: logStatusReported,
    BatterySwap: batterySwapped,
  }),
  sent: byAction({ CostUpdated: costUpdated }),
  answered: byAction({ BootNotification: stationAdmitted }),
  answeredCall: byAction({ Authorize: tokenAnswered, TransactionEvent: transactionEventAnswered }),
  confirmed: byAction({ GetVariables: variablesGot }),
  confirmedCall: byAction({
    ReserveNow: reserved,
    CancelReservation: reservationCancelled,
    ChangeAvailability: availabilityChanged,
    SetVariables: variablesSet,
    GetChargingProfiles: profilesAnswered,
    GetTariffs: tariffsReported,
  }),
};
