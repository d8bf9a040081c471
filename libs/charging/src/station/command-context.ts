import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { OcppMessage } from '@wattledger/ocpp';
import { withoutPlatformCall } from './calls.ts';
import type { FactSource } from './happening.ts';
import type { MetersReadInContext, StationFact } from './station-facts.ts';
import { appendCapped } from './station-state.ts';
import type { AwaitedReading, CallInFlight, StationState } from './station-state.ts';
import type { StationEvents } from './station-events.ts';

const AWAITED_READINGS = 8;
/** A station that has not measured by then will not: its next periodic reading answers no question any more. */
const READING_TIMEOUT_MS = 120_000;

/** What stations say when they do what they were told, in any version and action. */
const YES: ReadonlySet<string> = new Set([
  'Accepted',
  'AcceptedCanceled',
  'Scheduled',
  'RebootRequired',
  'Unlocked',
  'EmptyResultSet',
]);

/** A call of ours went out: for a command, and perhaps one whose effect is to be watched for. */
export function withCallSent(state: StationState, message: OcppMessage, source: FactSource, facts: StationFact[]): StationState {
  const { commandId } = source;
  if (commandId !== undefined)
    facts.push({ type: 'CommandSent', commandId, action: message.action, messageId: message.messageId });
  if (message.action !== 'TriggerMessage' && message.action !== 'ExtendedTriggerMessage') return state;
  const { requestedMessage, connectorId, evse } = message.payload;
  if (requestedMessage === 'BootNotification') return { ...state, bootAsked: true };
  if (requestedMessage !== 'MeterValues' || commandId === undefined) return state;
  const awaited: AwaitedReading = {
    commandId,
    messageId: message.messageId,
    ...(isJsonObject(evse)
      ? { evseId: idIn(evse['id']), connectorId: idIn(evse['connectorId']) }
      : { evseId: idIn(connectorId), connectorId: idIn(connectorId) }),
    accepted: false,
    taken: false,
    untilMs: Date.parse(source.receivedAt) + READING_TIMEOUT_MS,
  };
  return { ...state, awaitedReadings: appendCapped(state.awaitedReadings, awaited, AWAITED_READINGS) };
}

/** A place that is named; 0 is the whole station, which any reading answers. */
const idIn = (value: Json | undefined): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined);

/** The station answered a call of ours. */
export function withAnswer(
  state: StationState,
  message: OcppMessage,
  call: CallInFlight | undefined,
  source: FactSource,
  facts: StationFact[],
): StationState {
  const commandId = source.commandId ?? call?.commandId;
  if (commandId === undefined) return state;
  if (message.kind === 'error') {
    const { errorCode, errorDescription } = message.payload;
    facts.push({ type: 'CommandFailed', commandId, errorCode: textIn(errorCode), errorDescription: textIn(errorDescription) });
    return withoutAwaited(state, commandId);
  }
  const answerStatus = statusIn(message.payload);
  const accepted = answerStatus === undefined || YES.has(answerStatus);
  const awaitsReading = accepted && state.awaitedReadings.some((awaited) => awaited.commandId === commandId);
  facts.push({ type: 'CommandAnswered', commandId, accepted, answer: message.payload, answerStatus, awaitsReading });
  if (!accepted) return withoutAwaited(state, commandId);
  return awaitsReading
    ? withAwaited(state, (awaited) => (awaited.commandId === commandId ? { ...awaited, accepted } : awaited))
    : state;
}

/** No answer came, and none will. */
export function withCallUnanswered(
  state: StationState,
  cause: StationEvents['CallUnanswered']['cause'],
  source: FactSource,
  facts: StationFact[],
): StationState {
  const call = state.platformCalls.find(({ message }) => message.messageId === source.messageId);
  const commandId = source.commandId ?? call?.commandId;
  if (commandId !== undefined) facts.push({ type: 'CommandUnanswered', commandId, cause });
  const next = commandId === undefined ? state : withoutAwaited(state, commandId);
  return source.messageId === undefined ? next : withoutPlatformCall(next, source.messageId);
}

/** Calls over a connection that a newer one has replaced are answered no more. */
export function withoutCallsInFlight(state: StationState, facts: StationFact[]): StationState {
  if (state.platformCalls.length === 0 && !state.stationCall) return state;
  let next: StationState = { ...state, stationCall: undefined, platformCalls: [] };
  for (const { commandId } of state.platformCalls) {
    if (commandId === undefined) continue;
    facts.push({ type: 'CommandUnanswered', commandId, cause: 'disconnected' });
    next = withoutAwaited(next, commandId);
  }
  return next;
}

/**
 * Gives readings to the command that asked for them.
 *
 * Readings with the context `Trigger` are surely the answer. A station that does not mark them so sends what it has next; that
 * is taken too, and replaced should a marked one follow.
 */
export function withReadingTaken(
  state: StationState,
  fact: MetersReadInContext,
  source: FactSource,
  facts: StationFact[],
): StationState {
  if (state.awaitedReadings.length === 0) return state;
  const nowMs = Date.parse(source.receivedAt);
  const triggered = fact.readings.some((reading) => reading.context === 'Trigger');
  return withAwaited(state, (awaited) => {
    if (nowMs > awaited.untilMs) return undefined;
    if (!isAt(awaited, fact) || !(triggered || (awaited.accepted && !awaited.taken))) return awaited;
    const { commandId } = awaited;
    const { at, evseId, connectorId, sessionId, readings } = fact;
    facts.push({ type: 'CommandReadingTaken', commandId, at, evseId, connectorId, sessionId, readings });
    return triggered ? undefined : { ...awaited, taken: true };
  });
}

const isAt = (awaited: AwaitedReading, { evseId, connectorId }: MetersReadInContext): boolean =>
  (awaited.evseId === undefined || evseId === undefined || awaited.evseId === evseId) &&
  (awaited.connectorId === undefined || !connectorId || awaited.connectorId === connectorId);

function withAwaited(state: StationState, change: (awaited: AwaitedReading) => AwaitedReading | undefined): StationState {
  const awaitedReadings = state.awaitedReadings.map(change).filter((awaited) => awaited !== undefined);
  return { ...state, awaitedReadings };
}

const withoutAwaited = (state: StationState, commandId: string): StationState =>
  state.awaitedReadings.some((awaited) => awaited.commandId === commandId)
    ? withAwaited(state, (awaited) => (awaited.commandId === commandId ? undefined : awaited))
    : state;

/**
 * How an answer went: its `status`, or that of the results it lists (GetVariables, SetVariables, SetVariableMonitoring ...):
 * the first that is a yes, else the first.
 */
function statusIn(answer: JsonObject): string | undefined {
  if (typeof answer['status'] === 'string') return answer['status'];
  const statuses = Object.values(answer)
    .filter((member) => Array.isArray(member))
    .flat()
    .filter(isJsonObject)
    .map((result) => result['attributeStatus'] ?? result['status'])
    .filter((status) => typeof status === 'string');
  return statuses.find((status) => YES.has(status)) ?? statuses[0];
}

const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
