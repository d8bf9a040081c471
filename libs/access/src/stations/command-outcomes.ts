import { idInStream, platformData } from '@wattledger/charging';
import type { EventLog, RecordedEvent as Recorded } from '@wattledger/event-log';
import { RecordedEvent } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { messageEventType } from '@wattledger/ocpp';
import type { CommandOutcome, StationCredentialStreams } from './station-credentials.ts';

const BRINGING = ['ChangeConfiguration', 'SetVariables', 'CertificateSigned'];
const ANSWERS = new Set(BRINGING.map((action) => messageEventType(action, 'fromStation', 'result')));
const ERRORS = new Set(BRINGING.map((action) => messageEventType(action, 'fromStation', 'error')));
const YES: readonly (Json | undefined)[] = ['Accepted', 'RebootRequired'];

const WATCHED = {
  streamPrefixes: ['station-', 'command-'],
  types: [...ANSWERS, ...ERRORS, 'CommandExpired', 'CommandRefused'],
};

/**
 * Tells the credentials what stations answer, until the signal; runs where a gateway runs.
 *
 * An answer that is missed, because nothing ran when it came, leaves both passwords good until the station shows one.
 *
 * @param isKnown whether a station is, or was, connected here: what the others answer is for other gateways to heed
 */
export async function heedAnswers(
  log: EventLog,
  credentials: StationCredentialStreams,
  isKnown: (stationId: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  for await (const { events } of log.subscribe({ after: await log.head(), filter: WATCHED, signal })) {
    for (const stored of events) {
      const stationId = idInStream('station', stored.stream);
      if (stationId !== undefined && !isKnown(stationId)) continue;
      const outcome = outcomeIn(new RecordedEvent(stored));
      if (outcome) await credentials.heed(outcome);
    }
  }
}

/** What an event says of a command; nothing where it is about none. */
export function outcomeIn(event: Recorded): CommandOutcome | undefined {
  const { type, stream, metadata, data } = event;
  if (type === 'CommandExpired' || type === 'CommandRefused') {
    const { stationId, commandId } = platformData(type, data as JsonObject);
    return { stationId, commandId, outcome: 'not-sent' };
  }
  const stationId = idInStream('station', stream);
  const { commandId } = metadata;
  if (stationId === undefined || commandId === undefined) return undefined;
  if (ERRORS.has(type)) return { stationId, commandId, outcome: 'rejected' };
  return ANSWERS.has(type) ? { stationId, commandId, outcome: answerIn(data) } : undefined;
}

/** 1.6 says it in `status`, 2.x of each variable. What says nothing that could be read leaves it open. */
function answerIn(payload: Json): 'accepted' | 'rejected' | 'unanswered' {
  if (!isJsonObject(payload)) return 'unanswered';
  const { status, setVariableResult } = payload;
  const [first] = Array.isArray(setVariableResult) ? setVariableResult : [];
  const said = status ?? (isJsonObject(first ?? null) ? (first as JsonObject)['attributeStatus'] : undefined);
  if (typeof said !== 'string') return 'unanswered';
  return YES.includes(said) ? 'accepted' : 'rejected';
}
