import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { Fact, PlaceIfSaid } from '../facts.ts';
import { authorizationAnswered, reservationUsed } from './common.ts';
import { flag, integer, number, object, placeId, positive, text, time, transactionId } from './read.ts';
import { metersRead, sample2 } from './readings.ts';

/** 2.x `EVSEType`; a whole EVSE has no connector id. */
export function placeOfEvse(evse: Json | undefined): PlaceIfSaid {
  const { id, connectorId } = object(evse);
  return { evseId: integer(id), connectorId: integer(connectorId) };
}

/** OCPP 2.x part 2, `TransactionEventRequest`: one message for start, progress and end of a session. */
export function transactionEvent(payload: JsonObject, receivedAt: Instant): Fact[] {
  const info = object(payload['transactionInfo']);
  const id = transactionId(info['transactionId']);
  if (id === undefined) return [];
  const when = time(payload['timestamp'], receivedAt);
  const place = placeOfEvse(payload['evse']);
  const readings = metersRead(payload['meterValue'], { ...place, transactionId: id, receivedAt, when }, sample2);
  const { idToken, type: tokenType } = object(payload['idToken']);
  const common = {
    ...when,
    ...place,
    transactionId: id,
    token: text(idToken),
    trigger: text(payload['triggerReason']),
    offline: flag(payload['offline']),
    seqNo: integer(payload['seqNo']),
  };
  if (payload['eventType'] === 'Ended') {
    // The readings come first, for an ended session takes no more.
    return [...readings, { type: 'SessionEnded', ...common, reason: text(info['stoppedReason']) ?? 'Local' }];
  }
  if (payload['eventType'] !== 'Started' && payload['eventType'] !== 'Updated') return readings;
  const reservationId = positive(payload['reservationId']);
  return [
    {
      type: payload['eventType'] === 'Started' ? 'SessionStarted' : 'SessionUpdated',
      ...common,
      tokenType: text(tokenType),
      reservationId,
      remoteStartId: integer(info['remoteStartId']),
      chargingState: text(info['chargingState']),
    },
    ...readings,
    ...reservationUsed(reservationId, when.at),
  ];
}

/** `TransactionEventResponse`: may say whether the token is good, and what the session has cost so far. */
export function transactionEventAnswered(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const status = object(answer['idTokenInfo'])['status'];
  return [
    ...authorizationAnswered(object(call['idToken'])['idToken'], status, receivedAt),
    ...costAnnounced(object(call['transactionInfo'])['transactionId'], answer['totalCost'], receivedAt),
  ];
}

/** `CostUpdatedRequest`, ours. */
export const costUpdated = (payload: JsonObject, receivedAt: Instant): Fact[] =>
  costAnnounced(payload['transactionId'], payload['totalCost'], receivedAt);

function costAnnounced(transaction: Json | undefined, cost: Json | undefined, at: Instant): Fact[] {
  const id = transactionId(transaction);
  const totalCost = number(cost);
  return id === undefined || totalCost === undefined ? [] : [{ type: 'CostAnnounced', at, transactionId: id, totalCost }];
}

/** `MeterValuesRequest`: readings outside of transactions. */
export const meterValues = (payload: JsonObject, receivedAt: Instant): Fact[] =>
  metersRead(payload['meterValue'], { evseId: placeId(payload['evseId']), receivedAt }, sample2);
