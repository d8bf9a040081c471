import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { errorCodeFor } from './error-codes.ts';
import type { ErrorCode, Violation } from './error-codes.ts';
import { frameProblems } from './errors.ts';
import type { FrameProblem } from './errors.ts';
import { elementText, nestsTooDeep, readPayload } from './frame-text.ts';
import type { ReadPayload } from './frame-text.ts';
import type { MessageKind, OcppVersion } from './message.ts';

interface Readable {
  /** The id as text, whatever JSON it was. */
  readonly messageId: string;
  /** The id as it came, for the answer: `"19223201"` with its quotes, `7` without. */
  readonly messageIdJson: string;
  /** Integers that a double would not print again as they came are `bigint`. */
  readonly payload: JsonObject;
  /** The payload as JSON without blanks, as it is to be stored. */
  readonly payloadText: string;
  /**
   * True when `stringifyJson(payload)` is `payloadText`. False when parsing lost something (a repeated key, a number
   * with more digits than a double holds): then `payloadText` is the station's own text.
   */
  readonly lossless: boolean;
  /** Where the frame itself departs from OCPP-J, such as `messageId maxLength`; empty when it does not. */
  readonly deviations: readonly string[];
}

/** RPC type 2: someone wants something done and waits for the answer. */
export interface CallFrame extends Readable {
  readonly kind: 'call';
  readonly action: string;
}

/** RPC type 6, since 2.1: told without waiting for an answer. */
export interface SendFrame extends Readable {
  readonly kind: 'send';
  readonly action: string;
}

/** RPC type 3. */
export interface ResultFrame extends Readable {
  readonly kind: 'result';
}

/** RPC types 4 and, since 2.1, 5. The payload is `{ errorCode, errorDescription, errorDetails }`. */
export interface ErrorFrame extends Readable {
  readonly kind: 'error' | 'resultError';
  /** As it came, known code or not. */
  readonly errorCode: string;
  readonly errorDescription: string;
  readonly errorDetails: JsonObject;
}

/** A text that is no frame. */
export interface UnreadableFrame {
  readonly kind: 'unreadable';
  readonly problem: FrameProblem;
  /** The problem in a sentence, fit for the description of a CALLERROR. */
  readonly reason: string;
  /** `-1` when it could not be read. */
  readonly messageId: string;
  readonly messageIdJson: string;
  /** The code for the answer, in the version's spelling. */
  readonly errorCode: ErrorCode;
  /** True when a CALLERROR is due: never for what was itself an answer, or a SEND. */
  readonly mayAnswer: boolean;
  /** What the text would have been, as far as it could be read: a broken result ends the call it answers. */
  readonly resembles?: MessageKind;
}

export type ReadableFrame = CallFrame | SendFrame | ResultFrame | ErrorFrame;
export type Frame = ReadableFrame | UnreadableFrame;

/** OCPP-J gives a message id as many characters as a UUID has. */
const MAX_MESSAGE_ID_LENGTH = 36;

const NO_DEVIATIONS: readonly string[] = [];

const kindOfType = (version: OcppVersion, type: number): MessageKind | undefined => {
  if (type === 2) return 'call';
  if (type === 3) return 'result';
  if (type === 4) return 'error';
  if (version !== '2.1') return undefined;
  if (type === 5) return 'resultError';
  return type === 6 ? 'send' : undefined;
};

const violationOf: Readonly<Record<FrameProblem, Violation>> = {
  'frame-empty': 'framework',
  'frame-not-json': 'framework',
  'frame-not-an-array': 'framework',
  'frame-too-deep': 'format',
  'frame-type-unreadable': 'protocol',
  'frame-type-unknown': 'messageType',
  'frame-id-unreadable': 'protocol',
  'frame-action-unreadable': 'protocol',
  'frame-payload-not-an-object': 'format',
};

const UNREADABLE_ID = { messageId: '-1', messageIdJson: '"-1"' } as const;

interface Known extends Partial<Id> {
  readonly resembles?: MessageKind;
}

function unreadable(version: OcppVersion, problem: FrameProblem, known: Known = {}): UnreadableFrame {
  const { resembles, messageId = UNREADABLE_ID.messageId, messageIdJson = UNREADABLE_ID.messageIdJson } = known;
  // OCPP-J 1.6, section 4.1.3: a message of an unknown type is ignored; later versions have an error code for it.
  const ignored = problem === 'frame-empty' || (problem === 'frame-type-unknown' && version === '1.6');
  return {
    kind: 'unreadable',
    problem,
    reason: frameProblems[problem].meaning,
    messageId,
    messageIdJson,
    errorCode: errorCodeFor(version, violationOf[problem]),
    mayAnswer: !ignored && (resembles === undefined || resembles === 'call'),
    ...(resembles && { resembles }),
  };
}

const BEGINNING = /^\s*\[\s*(\d{1,9})\s*,\s*(?:("(?:[^"\\]|\\.){0,255}")|(-?\d{1,20})(?=\s*,))?/;

/** What the beginning of a broken text still tells: the station gets its error on the right call. */
function beginningOf(version: OcppVersion, text: string): Known {
  const [, type, quotedId, numericId] = BEGINNING.exec(text) ?? [];
  if (type === undefined) return {};
  const resembles = kindOfType(version, Number(type));
  if (numericId !== undefined) return { resembles, messageId: numericId, messageIdJson: numericId };
  if (quotedId === undefined) return { resembles };
  try {
    const messageId = String(JSON.parse(quotedId));
    return { resembles, messageId, messageIdJson: JSON.stringify(messageId) };
  } catch {
    return { resembles };
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const EMPTY_PAYLOAD: ReadPayload = { payload: {}, text: '{}', lossless: true };

/**
 * Reads one text frame of OCPP-J (1.6: OCPP-J 1.6 section 4; 2.x: part 4 section 4). Never throws.
 *
 * What stations in the field send is read where its meaning is plain, and noted in `deviations`: numeric, empty or
 * overlong ids, a payload that is `null` or missing, a CALLERROR without description or details, extra elements.
 */
export function readFrame(text: string, version: OcppVersion): Frame {
  if (nestsTooDeep(text)) return unreadable(version, 'frame-too-deep', beginningOf(version, text));
  const parts = parse(text);
  if (parts === undefined) {
    return unreadable(version, text.trim() === '' ? 'frame-empty' : 'frame-not-json', beginningOf(version, text));
  }
  if (!Array.isArray(parts)) return unreadable(version, 'frame-not-an-array');

  const type = parts[0];
  const id = readId(text, parts);
  if (typeof type !== 'number') return unreadable(version, 'frame-type-unreadable', id);
  const kind = kindOfType(version, type);
  if (kind === undefined) return unreadable(version, 'frame-type-unknown', id);
  if (id === undefined) return unreadable(version, 'frame-id-unreadable', { resembles: kind });
  if (kind === 'error' || kind === 'resultError') return readError(text, kind, parts, id);

  const isResult = kind === 'result';
  const action = parts[2];
  if (!isResult && typeof action !== 'string') return unreadable(version, 'frame-action-unreadable', { resembles: kind, ...id });
  const element = isResult ? 2 : 3;
  const said = parts[element] ?? undefined;
  if (said !== undefined && !isJsonObject(said)) {
    return unreadable(version, 'frame-payload-not-an-object', { resembles: kind, ...id });
  }
  const { payload, text: payloadText, lossless } = said === undefined ? EMPTY_PAYLOAD : readPayload(text, element, said);
  const { messageId, messageIdJson } = id;
  const deviations = deviationsOf(parts, element);
  if (isResult) return { kind, messageId, messageIdJson, payload, payloadText, lossless, deviations };
  return { kind, messageId, messageIdJson, action: String(action), payload, payloadText, lossless, deviations };
}

interface Id {
  readonly messageId: string;
  readonly messageIdJson: string;
}

function readId(text: string, parts: readonly Json[]): Id | undefined {
  const id = parts[1];
  if (typeof id === 'string') return { messageId: id, messageIdJson: JSON.stringify(id) };
  if (typeof id !== 'number') return undefined;
  const source = elementText(text, 1);
  return { messageId: source, messageIdJson: source };
}

function readError(text: string, kind: 'error' | 'resultError', parts: readonly Json[], id: Id): ErrorFrame {
  const [, , code, description, details] = parts;
  const errorCode = typeof code === 'string' ? code : 'GenericError';
  const errorDescription = typeof description === 'string' ? description : '';
  const {
    payload: errorDetails,
    text: detailsText,
    lossless,
  } = isJsonObject(details) ? readPayload(text, 4, details) : EMPTY_PAYLOAD;
  return {
    kind,
    ...id,
    errorCode,
    errorDescription,
    errorDetails,
    payload: { errorCode, errorDescription, errorDetails },
    payloadText: `{"errorCode":${JSON.stringify(errorCode)},"errorDescription":${JSON.stringify(errorDescription)},"errorDetails":${detailsText}}`,
    lossless,
    deviations: [
      ...deviationsOf(parts, 4),
      ...(typeof code === 'string' ? [] : ['errorCode type']),
      ...(typeof description === 'string' ? [] : ['errorDescription type']),
    ],
  };
}

/** Finds nothing in what is well-formed, and then makes no list. */
function deviationsOf(parts: readonly Json[], payloadElement: number): readonly string[] {
  const id = parts[1];
  const payload = parts[payloadElement];
  const idIsFine = typeof id === 'string' && id !== '' && id.length <= MAX_MESSAGE_ID_LENGTH;
  if (idIsFine && parts.length === payloadElement + 1 && isJsonObject(payload)) return NO_DEVIATIONS;
  const found: string[] = [];
  if (typeof id !== 'string') found.push('messageId type');
  else if (id === '') found.push('messageId minLength');
  else if (id.length > MAX_MESSAGE_ID_LENGTH) found.push('messageId maxLength');
  if (payload === undefined) found.push('payload required');
  else if (!isJsonObject(payload)) found.push('payload type');
  if (parts.length > payloadElement + 1) found.push('frame maxItems');
  return found;
}
