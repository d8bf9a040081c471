import type { JsonObject } from '@wattledger/kernel';
import type { MessageDirection, MessageKind, OcppMessage, OcppVersion } from '../message.ts';

const message =
  (direction: MessageDirection, kind: MessageKind) =>
  (version: OcppVersion, action: string, payload: JsonObject): OcppMessage => ({
    version,
    direction,
    kind,
    action,
    messageId: 'm1',
    payload,
    deviations: [],
  });

/** The station calls us. */
export const stationCalls = message('fromStation', 'call');

/** We answer a call of the station. */
export const weAnswer = message('toStation', 'result');

/** We call the station. */
export const weCall = message('toStation', 'call');

/** The station answers a call of ours. */
export const stationConfirms = message('fromStation', 'result');

/** The station tells something without waiting for an answer (2.1). */
export const stationSends = message('fromStation', 'send');
