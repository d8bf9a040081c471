import { isJsonObject, parseJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { errorCodeFor } from './error-codes.ts';
import type { ErrorCode, Violation } from './error-codes.ts';
import { frameProblems } from './errors.ts';
import type { FrameProblem } from './errors.ts';
import { elementText, nestsTooDeep, payloadTextOf, printJson } from './frame-text.ts';
import type { MessageKind, OcppVersion } from './message.ts';

interface Readable {
  /** The id as text, whatever JSON it was. */
  readonly messageId: string;
  /** The id as it came, for the answer: `"19223201"` with its quotes, `7` without. */
  readonly messageIdJson: string;
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

interface Known {
  readonly resembles?: MessageKind;
  readonly messageId?: string;
  readonly messageIdJson?: string;
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
    return parseJson(text);
  } catch {
    return undefined;
  }
}

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

  const [type, id, third, fourth] = parts;
  const idIsText = typeof id === 'string';
  const idIsReadable = idIsText || typeof id === 'number' || typeof id === 'bigint';
  const messageIdJson = idIsText ? JSON.stringify(id) : idIsReadable ? elementText(text, 1) : UNREADABLE_ID.messageIdJson;
  const messageId = idIsText ? id : idIsReadable ? messageIdJson : UNREADABLE_ID.messageId;
  if (typeof type !== 'number') return unreadable(version, 'frame-type-unreadable', { messageId, messageIdJson });
  const kind = kindOfType(version, type);
  const known: Known = { resembles: kind, messageId, messageIdJson };
  if (kind === undefined) return unreadable(version, 'frame-type-unknown', known);
  if (!idIsReadable) return unreadable(version, 'frame-id-unreadable', known);

  if (kind === 'error' || kind === 'resultError') return readError(text, kind, parts, known as Required<Known>);

  const element = kind === 'result' ? 2 : 3;
  const payload = (kind === 'result' ? third : fourth) ?? {};
  if (kind !== 'result' && typeof third !== 'string') return unreadable(version, 'frame-action-unreadable', known);
  if (!isJsonObject(payload)) return unreadable(version, 'frame-payload-not-an-object', known);
  const wellFormed = idIsText && id !== '' && id.length <= MAX_MESSAGE_ID_LENGTH && parts.length === element + 1;
  const deviations = wellFormed && parts[element] !== null ? NO_DEVIATIONS : deviationsOf(parts, element);
  const stored = parts[element] == null ? { text: '{}', lossless: true } : payloadTextOf(text, element, payload);
  const common = { messageId, messageIdJson, payload, payloadText: stored.text, lossless: stored.lossless, deviations };
  if (kind === 'result') return { kind, ...common };
  return { kind, action: third as string, ...common };
}

function readError(text: string, kind: 'error' | 'resultError', parts: readonly Json[], known: Required<Known>): ErrorFrame {
  const [, , code, description, details] = parts;
  const errorCode = typeof code === 'string' ? code : 'GenericError';
  const errorDescription = typeof description === 'string' ? description : '';
  const errorDetails = isJsonObject(details) ? details : {};
  const payload = { errorCode, errorDescription, errorDetails };
  const stored = isJsonObject(details) ? payloadTextOf(text, 4, errorDetails) : { text: '{}', lossless: true };
  return {
    kind,
    messageId: known.messageId,
    messageIdJson: known.messageIdJson,
    errorCode,
    errorDescription,
    errorDetails,
    payload,
    payloadText: stored.lossless
      ? printJson(payload)
      : `{"errorCode":${JSON.stringify(errorCode)},"errorDescription":${JSON.stringify(errorDescription)},"errorDetails":${stored.text}}`,
    lossless: stored.lossless,
    deviations: [
      ...deviationsOf(parts, 4),
      ...(typeof code === 'string' ? [] : ['errorCode type']),
      ...(typeof description === 'string' ? [] : ['errorDescription type']),
    ],
  };
}

function deviationsOf(parts: readonly Json[], payloadElement: number): readonly string[] {
  const id = parts[1];
  const found: string[] = [];
  if (typeof id !== 'string') found.push('messageId type');
  else if (id === '') found.push('messageId minLength');
  else if (id.length > MAX_MESSAGE_ID_LENGTH) found.push('messageId maxLength');
  const payload = parts[payloadElement];
  if (payload === undefined) found.push('payload required');
  else if (!isJsonObject(payload)) found.push('payload type');
  if (parts.length > payloadElement + 1) found.push('frame maxItems');
  return found.length > 0 ? found : NO_DEVIATIONS;
}
