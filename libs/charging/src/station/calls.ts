import type { JsonObject } from '@wattledger/kernel';
import { needsCall } from '@wattledger/ocpp';
import type { OcppMessage } from '@wattledger/ocpp';
import type { FactSource, MessageHappening } from './happening.ts';
import { appendCapped } from './station-state.ts';
import type { CallInFlight, StationState } from './station-state.ts';

/** OCPP allows one call at a time in each direction; a few more are kept for those who do not obey. */
const CALLS_IN_FLIGHT = 8;
/** In characters; what is larger is kept without its payload. */
const LARGEST_PAYLOAD = 16_384;

/** Whether the answer to this call can only be understood with it. */
const explainsItsAnswer = ({ version, direction, action }: OcppMessage): boolean =>
  needsCall({ version, action, kind: 'result', direction: direction === 'fromStation' ? 'toStation' : 'fromStation' });

const answers = (message: OcppMessage): boolean => message.kind === 'result' || message.kind === 'error';

/** The call that an answer belongs to, where it is still remembered. `interpret` needs it. */
export function callAnswered(state: StationState, message: OcppMessage): CallInFlight | undefined {
  if (!answers(message)) return undefined;
  if (message.direction === 'fromStation')
    return state.platformCalls.find((call) => call.message.messageId === message.messageId);
  return state.stationCall?.message.messageId === message.messageId ? state.stationCall : undefined;
}

/** Remembers a call until its answer, and forgets it then. */
export function withCalls(state: StationState, { message }: MessageHappening, source: FactSource): StationState {
  const fromStation = message.direction === 'fromStation';
  if (message.kind === 'call') {
    if (!fromStation) {
      const call = { message: bounded(message), commandId: source.commandId };
      return { ...state, platformCalls: appendCapped(state.platformCalls, call, CALLS_IN_FLIGHT) };
    }
    if (explainsItsAnswer(message)) return { ...state, stationCall: { message: bounded(message) } };
    return state.stationCall ? { ...state, stationCall: undefined } : state;
  }
  if (!answers(message)) return state;
  if (!fromStation) return state.stationCall ? { ...state, stationCall: undefined } : state;
  return withoutPlatformCall(state, message.messageId);
}

export function withoutPlatformCall(state: StationState, messageId: string): StationState {
  const platformCalls = state.platformCalls.filter((call) => call.message.messageId !== messageId);
  return platformCalls.length === state.platformCalls.length ? state : { ...state, platformCalls };
}

function bounded(message: OcppMessage): OcppMessage {
  const keep = explainsItsAnswer(message) && roughSize(message.payload, LARGEST_PAYLOAD) <= LARGEST_PAYLOAD;
  return keep ? message : { ...message, payload: {} };
}

/** About how many characters a payload has as JSON; stops counting beyond the limit. */
function roughSize(value: JsonObject[string], limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const [name, member] of Object.entries(value)) {
    size += name.length + 4 + roughSize(member, limit - size);
    if (size > limit) break;
  }
  return size;
}
