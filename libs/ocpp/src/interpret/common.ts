import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type {
  AuthorizationAnswered,
  Fact,
  FirmwareStatusReported,
  HeartbeatHeard,
  LogStatusReported,
  ReservationChanged,
  SecurityEventReported,
  StationAdmitted,
} from '../facts.ts';
import { integer, text, time } from './read.ts';

// What all versions say in the same words.

const admissionStatuses: readonly StationAdmitted['status'][] = ['Accepted', 'Pending', 'Rejected'];

export function stationAdmitted(answer: JsonObject, receivedAt: Instant): Fact[] {
  const status = admissionStatuses.find((known) => known === answer['status']);
  if (status === undefined) return [];
  return [{ type: 'StationAdmitted', at: receivedAt, status, heartbeatSeconds: integer(answer['interval']) ?? 0 }];
}

export const heartbeatHeard = (_payload: JsonObject, receivedAt: Instant): [HeartbeatHeard] => [
  { type: 'HeartbeatHeard', at: receivedAt },
];

export function firmwareStatusReported(payload: JsonObject, receivedAt: Instant): FirmwareStatusReported[] {
  const status = text(payload['status']);
  if (status === undefined) return [];
  return [{ type: 'FirmwareStatusReported', at: receivedAt, status, requestId: integer(payload['requestId']) }];
}

export function logStatusReported(payload: JsonObject, receivedAt: Instant): LogStatusReported[] {
  const status = text(payload['status']);
  return status === undefined
    ? []
    : [{ type: 'LogStatusReported', at: receivedAt, status, requestId: integer(payload['requestId']) }];
}

export function securityEventReported(payload: JsonObject, receivedAt: Instant): SecurityEventReported[] {
  const event = text(payload['type']);
  if (event === undefined) return [];
  return [
    {
      type: 'SecurityEventReported',
      ...time(payload['timestamp'], receivedAt),
      event,
      techInfo: text(payload['techInfo']),
    },
  ];
}

/** The status that an answer gives to the token it was asked about; nothing when either is missing. */
export function authorizationAnswered(token: Json | undefined, status: Json | undefined, at: Instant): AuthorizationAnswered[] {
  const said = { token: text(token), status: text(status) };
  if (said.token === undefined || said.status === undefined) return [];
  return [{ type: 'AuthorizationAnswered', at, token: said.token, status: said.status }];
}

export function reservationCancelled(answer: JsonObject, receivedAt: Instant, call: JsonObject): ReservationChanged[] {
  const reservationId = integer(call['reservationId']);
  if (answer['status'] !== 'Accepted' || reservationId === undefined) return [];
  return [{ type: 'ReservationChanged', at: receivedAt, reservationId, status: 'Cancelled' }];
}

/** A transaction that names a reservation uses it up. */
export const reservationUsed = (reservationId: number | undefined, at: Instant): ReservationChanged[] =>
  reservationId === undefined ? [] : [{ type: 'ReservationChanged', at, reservationId, status: 'Used' }];

/** The station will do as it was told: at once, or once the transaction that runs has ended. */
export const acceptedOrScheduled = (answer: JsonObject): boolean =>
  answer['status'] === 'Accepted' || answer['status'] === 'Scheduled';

/** A setting was taken over, if only from the next start on. */
export const takenOver = (status: Json | undefined): boolean => status === 'Accepted' || status === 'RebootRequired';
