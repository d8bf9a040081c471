import { isJsonObject } from '@wattledger/kernel';
import type { Instant } from '@wattledger/kernel';
import type { Fact } from '../facts.ts';
import { messageEventType } from '../message.ts';
import type { OcppMessage, OcppVersion } from '../message.ts';
import type { AnswerInterpreter, Interpreter, Interpreters } from './interpreters.ts';
import { interpreters16 } from './v16.ts';
import { interpreters2 } from './v2.ts';

const interpretersOf: Readonly<Record<OcppVersion, Interpreters>> = {
  '1.6': interpreters16,
  '2.0.1': interpreters2,
  '2.1': interpreters2,
};

/** What is known about a message beside its own words. */
export interface InterpretationContext {
  /** When we received it, or said it. */
  readonly receivedAt: Instant;
  /** The call that a result answers; needed where {@link needsCall} says so. */
  readonly call?: OcppMessage;
}

type MessageHeader = Pick<OcppMessage, 'version' | 'direction' | 'kind' | 'action'>;

function interpreterOf({ version, direction, kind, action }: MessageHeader): Interpreter | undefined {
  const { received, sent, answered, confirmed } = interpretersOf[version];
  if (kind === 'call' || kind === 'send') return (direction === 'fromStation' ? received : sent).get(action);
  return kind === 'result' ? (direction === 'fromStation' ? confirmed : answered).get(action) : undefined;
}

function answerInterpreterOf({ version, direction, kind, action }: MessageHeader): AnswerInterpreter | undefined {
  if (kind !== 'result') return undefined;
  const { answeredCall, confirmedCall } = interpretersOf[version];
  return (direction === 'fromStation' ? confirmedCall : answeredCall).get(action);
}

/** True for results that mean nothing without the call they answer, such as our answer to StartTransaction. */
export const needsCall = (message: MessageHeader): boolean => answerInterpreterOf(message) !== undefined;

/** True when {@link interpret} can make facts of such a message: a reader of the log may skip all others unread. */
export const hasMeaning = (message: MessageHeader): boolean =>
  interpreterOf(message) !== undefined || answerInterpreterOf(message) !== undefined;

/** The names under which such messages are recorded, of all versions: the filter for a reader of facts. */
export function meaningfulEventTypes(): readonly string[] {
  const types = Object.values(interpretersOf).flatMap(({ received, sent, answered, answeredCall, confirmed, confirmedCall }) => [
    ...[...received.keys()].map((action) => messageEventType(action, 'fromStation', 'call')),
    ...[...sent.keys()].map((action) => messageEventType(action, 'toStation', 'call')),
    ...[...answered.keys(), ...answeredCall.keys()].map((action) => messageEventType(action, 'toStation', 'result')),
    ...[...confirmed.keys(), ...confirmedCall.keys()].map((action) => messageEventType(action, 'fromStation', 'result')),
  ]);
  return [...new Set(types)].sort();
}

const NO_FACTS: Fact[] = [];

/**
 * What a stored message means, in words that do not depend on the version. Pure, and never throws: a payload that
 * deviates is read as far as its meaning is plain, and what cannot be read is left out.
 *
 * Facts come in the order in which they are to be folded: readings of a session before its end.
 */
export function interpret(message: OcppMessage, context: InterpretationContext): readonly Fact[] {
  const { payload } = message;
  if (!isJsonObject(payload)) return NO_FACTS;
  const interpreter = interpreterOf(message);
  if (interpreter !== undefined) return interpreter(payload, context.receivedAt);
  const ofAnswer = answerInterpreterOf(message);
  const call = context.call?.payload;
  return ofAnswer === undefined || !isJsonObject(call) ? NO_FACTS : ofAnswer(payload, context.receivedAt, call);
}
