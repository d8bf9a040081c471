import type { Ask, Directory, DriverDesk, Wallets } from '@wattledger/charging';
import type { Json, JsonObject } from '@wattledger/kernel';
import { stringifyJson } from '@wattledger/kernel';
import { isKnownAction, validate, writeError, writeResult } from '@wattledger/ocpp';
import type { CallFrame, ErrorCode, OcppVersion } from '@wattledger/ocpp';
import type { Afterwards, Answered, CallContext, Certificates, StationErrand } from './actions/action.ts';
import { inboundAction } from './actions/index.ts';
import type { Reception, Recordable, Scribe } from './exchange.ts';
import { isPassing } from './patience.ts';
import { withoutTypedSecrets } from './typed-secrets.ts';
import type { StationMemory } from './station-memory.ts';

/** One call and its answer: what to record in one append, and what to send once that is durable. */
export interface AnsweredCall {
  readonly events: readonly Recordable[];
  readonly answer: string;
  readonly outcome: 'answered' | 'refused';
  /** To be asked of the station once all is recorded. */
  readonly errands: readonly (StationErrand | Afterwards)[];
}

/** What answering needs to know beside the call. */
export interface Desk {
  readonly stationId: string;
  readonly version: OcppVersion;
  readonly memory: StationMemory;
  readonly scribe: Scribe;
  readonly ask: Ask;
  readonly directory: Directory;
  readonly wallets: Wallets;
  readonly drivers: DriverDesk;
  readonly certificates: Certificates;
  readonly heartbeatSeconds: number;
  readonly now: Date;
  readonly strictSchemas: boolean;
  /** A fault in an action's own code: the station must not suffer it, the operator must see it. */
  readonly onFault: (action: string, error: unknown) => void;
}

/**
 * The story of a call: validate, decide, reply. Nothing is sent and nothing is stored here.
 *
 * A fact that a station reports is never answered with an error for a fault of ours: it would report it for ever.
 */
export async function answerCall(call: CallFrame, reception: Reception, desk: Desk): Promise<AnsweredCall> {
  const { version } = desk;
  if (!isKnownAction(version, call.action)) return refuseUnknown(call, reception, desk);
  const name: string = call.action;
  const action = inboundAction(version, name);
  const checked = validate(version, name, 'request', call.payload, { strict: desk.strictSchemas });
  const deviations = checked.tier === 'understood' ? [...call.deviations, ...checked.deviations] : call.deviations;
  const received = await receivedCall(call, reception, desk, deviations);

  if (checked.tier === 'unintelligible') return refuse(call, received, desk, checked.errorCode, checked.description);
  if (!action) return refuse(call, received, desk, 'NotSupported', `${call.action} is not a call that a station makes here`);

  const context: CallContext = {
    ...desk,
    messageId: call.messageId,
    receivedAt: reception.receivedAt,
    sealed: received.data as JsonObject,
    unseal: (stored) => desk.scribe.unseal(stored),
  };
  let answered: Answered<JsonObject>;
  try {
    answered = await action.answer(checked.payload, context);
  } catch (error) {
    // The log or the keys are away: nothing is answered, and the station asks again.
    if (isPassing(error)) throw error;
    desk.onFault(call.action, error);
    const acknowledgement = validate(version, name, 'response', {});
    if (acknowledgement.tier !== 'valid')
      return refuse(call, received, desk, 'InternalError', 'The platform could not decide; ask again');
    answered = { reply: {} };
  }
  const about = { causationId: received.event.id, correlationId: received.event.id, connectionEpoch: reception.epoch };
  const { decided = [], errands = [] } = answered;
  const decisions = decided.length > 0 ? await Promise.all(decided.map((decision) => desk.scribe.decision(decision, about))) : [];
  const payloadText = stringifyJson(answered.reply);
  const reply = { version, direction: 'toStation', kind: 'result', action: call.action, messageId: call.messageId } as const;
  const answer = await desk.scribe.message({ ...reply, payload: answered.reply, payloadText }, about);
  return {
    events: [received, ...decisions, answer],
    answer: writeResult(call.messageIdJson, payloadText),
    outcome: 'answered',
    errands,
  };
}

function receivedCall(
  call: CallFrame,
  reception: Reception,
  desk: Desk,
  deviations: readonly string[],
): Recordable | Promise<Recordable> {
  const notes = {
    connectionEpoch: reception.epoch,
    receivedAt: reception.receivedAt,
    ...(deviations.length > 0 && { flags: deviations }),
  };
  return desk.scribe.message({ ...withoutTypedSecrets(call), version: desk.version, direction: 'fromStation' }, notes);
}

/** An action that is in no document: what it holds is not known, so all of it is sealed. */
async function refuseUnknown(call: CallFrame, reception: Reception, desk: Desk): Promise<AnsweredCall> {
  const notes = {
    direction: 'fromStation',
    ocppVersion: desk.version,
    kind: 'call',
    action: call.action.slice(0, 50),
    messageId: call.messageId,
    connectionEpoch: reception.epoch,
    receivedAt: reception.receivedAt,
  } as const;
  const received = await desk.scribe.text('UnknownActionReceived', call.payloadText, { action: notes.action }, notes);
  return refuse(
    { ...call, action: 'UnknownAction' },
    received,
    desk,
    'NotImplemented',
    `OCPP ${desk.version} has no action ${notes.action}`,
  );
}

async function refuse(
  call: CallFrame,
  received: Recordable,
  desk: Desk,
  errorCode: ErrorCode,
  description: string,
): Promise<AnsweredCall> {
  const payload: JsonObject = { errorCode, errorDescription: description, errorDetails: {} };
  const message = {
    version: desk.version,
    direction: 'toStation',
    kind: 'error',
    action: call.action,
    messageId: call.messageId,
    payload,
  } as const;
  const { connectionEpoch } = received.event.notes;
  const refused = await desk.scribe.message(message, {
    causationId: received.event.id,
    correlationId: received.event.id,
    connectionEpoch,
  });
  return {
    events: [received, refused],
    answer: writeError(call.messageIdJson, { errorCode, errorDescription: description }),
    outcome: 'refused',
    errands: [],
  };
}

/** Whether two payloads are the same to the letter, as they are when a station repeats a call. */
export const samePayload = (left: Json, right: Json): boolean => stringifyJson(left) === stringifyJson(right);
