import { isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { errorCodeFor, readFrame, writeError, writeResult } from '@wattledger/ocpp';
import type { CallFrame, ErrorFrame, Frame, OcppVersion, SendFrame, UnreadableFrame } from '@wattledger/ocpp';
import { answerCall, samePayload } from './answer-call.ts';
import type { Desk } from './answer-call.ts';
import { runErrands } from './errands.ts';
import { decideTraced } from './decide-traced.ts';
import { platformEvent } from './exchange.ts';
import type { Reception } from './exchange.ts';
import type { StationCalls } from './station-calls.ts';
import type { StationConnection } from './station-connection.ts';
import type { StationParts } from './station-parts.ts';
import type { TimeLimits } from './time-limits.ts';

/** Calls whose answer tells the time: repeating an old answer would be wrong, and asking twice does no harm. */
const ANSWERED_ANEW = new Set(['Heartbeat', 'BootNotification']);

/** OCPP-J allows 36; what is longer is served and flagged, but not without bound. */
const MAX_MESSAGE_ID_LENGTH = 255;

/** Where an exchange lies in the station's stream. */
interface ExchangePlace {
  readonly callRevision: number;
  readonly answerRevision: number;
}

interface FirstAnswer {
  readonly reply: JsonObject;
  readonly revision: number;
}

/** Serves what a station sends: reads it, has it answered, records both in one append, and only then answers. */
export class StationAnswers {
  private readonly parts: StationParts;
  private readonly calls: StationCalls;
  private readonly limits: TimeLimits;

  /**
   * @param calls takes the station's answers to our calls
   * @param limits hears of what a call changed
   */
  constructor(parts: StationParts, calls: StationCalls, limits: TimeLimits) {
    this.parts = parts;
    this.calls = calls;
    this.limits = limits;
  }

  serve(connection: StationConnection, text: string, reception: Reception): Promise<void> {
    const frame = withinBounds(readFrame(text, connection.version), connection.version);
    switch (frame.kind) {
      case 'call':
        return this.answer(connection, frame, reception);
      case 'result':
      case 'error':
        return this.calls.takeAnswer(connection, frame, text, reception);
      case 'send':
        return this.take(connection, frame, reception);
      case 'resultError':
        return this.takeComplaint(connection, frame, text, reception);
      case 'unreadable':
        return this.refuse(connection, frame, text, reception);
    }
  }

  /** Records a text that must not be applied, for whoever reads the history. */
  async keep(type: 'LateFrameReceived' | 'StrayAnswerReceived', text: string, reception: Reception): Promise<void> {
    await this.parts.recorder.record([await this.parts.scribe.text(type, text, {}, receivedWith(reception))]);
  }

  private async answer(connection: StationConnection, call: CallFrame, reception: Reception): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const earlier = ANSWERED_ANEW.has(call.action) ? undefined : desk.memory.exchange(call.messageId, call.action);
    const first = earlier && (await this.firstAnswerTo(call, earlier, desk));
    if (first) return this.answerAgain(connection, call, first, reception);

    const answered = await decideTraced(reception.span, this.parts.services.tracer, call, () =>
      answerCall(call, reception, desk),
    );
    if (!(await this.parts.recorder.record(answered.events, reception.span))) return this.parts.giveUp(connection);
    const answering = reception.span?.child('answer');
    connection.send(answered.answer);
    answering?.end();
    this.parts.services.metrics.exchanged(connection.version, call.action, answered.outcome);
    this.limits.arm(desk.memory);
    if (answered.errands.length > 0) void runErrands(this.parts, answered.errands, reception.span);
  }

  /** A call of type SEND is not answered, whatever is wrong with it. */
  private async take(connection: StationConnection, frame: SendFrame, reception: Reception): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const call: CallFrame = { ...frame, kind: 'call' };
    const { events, outcome } = await decideTraced(reception.span, this.parts.services.tracer, call, () =>
      answerCall(call, reception, desk),
    );
    const received = events
      .slice(0, 1)
      .map(({ event, data }) => ({ data, event: { ...event, notes: { ...event.notes, kind: 'send' } } }));
    if (!(await this.parts.recorder.record(received, reception.span))) return this.parts.giveUp(connection);
    this.parts.services.metrics.exchanged(connection.version, frame.action, outcome === 'answered' ? 'taken' : outcome);
  }

  /** A CALLRESULTERROR (2.1): the station could not make use of an answer of ours. */
  private async takeComplaint(
    connection: StationConnection,
    frame: ErrorFrame,
    text: string,
    reception: Reception,
  ): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const action = desk.memory.actionAnswered(frame.messageId);
    if (action === undefined) return this.keep('StrayAnswerReceived', text, reception);
    const message = { ...frame, version: connection.version, direction: 'fromStation', action } as const;
    const flags = frame.deviations.length > 0 && { flags: frame.deviations };
    const faulted = await this.parts.scribe.message(message, { ...receivedWith(reception), ...flags });
    if (!(await this.parts.recorder.record([faulted], reception.span))) this.parts.giveUp(connection);
  }

  private async refuse(connection: StationConnection, frame: UnreadableFrame, text: string, reception: Reception): Promise<void> {
    const { recorder, scribe, giveUp, services } = this.parts;
    const { errorCode, reason, problem, messageId, messageIdJson, mayAnswer } = frame;
    const received = await scribe.text('FrameUnreadable', text, { reason, problem }, receivedWith(reception));
    const refusal = platformEvent(
      'FrameRefused',
      { errorCode, errorDescription: reason, messageId },
      { direction: 'toStation', connectionEpoch: reception.epoch, causationId: received.event.id },
    );
    const isAnswer = frame.resembles === 'result' || frame.resembles === 'error';
    const ended = isAnswer ? this.calls.answeredUnreadably(connection.version, messageId, reception.epoch) : [];
    if (!(await recorder.record([received, ...(mayAnswer ? [refusal] : []), ...ended], reception.span)))
      return giveUp(connection);
    if (mayAnswer) connection.send(writeError(messageIdJson, { errorCode, errorDescription: reason }));
    services.metrics.unreadable(connection.version);
    this.calls.next();
  }

  /** The answer that this very call got before: the station asks again because it never saw it. */
  private async firstAnswerTo(call: CallFrame, earlier: ExchangePlace, { scribe }: Desk): Promise<FirstAnswer | undefined> {
    const [first, answer] = await this.parts.recorder.eventsAt(earlier.callRevision, earlier.answerRevision);
    if (!first || !answer || !samePayload(await scribe.unseal(first.data), await scribe.unseal(call.payload))) return undefined;
    const reply = await scribe.unseal(answer.data);
    return isJsonObject(reply) ? { reply, revision: answer.revision } : undefined;
  }

  private async answerAgain(
    connection: StationConnection,
    call: CallFrame,
    first: FirstAnswer,
    reception: Reception,
  ): Promise<void> {
    const { recorder, giveUp, services } = this.parts;
    const about = { action: call.action, messageId: call.messageId };
    const data = { answerRevision: first.revision };
    const events = [
      platformEvent('CallRepeated', data, { ...about, ...receivedWith(reception) }),
      platformEvent('AnswerRepeated', data, { ...about, direction: 'toStation', connectionEpoch: reception.epoch }),
    ];
    if (!(await recorder.record(events, reception.span))) return giveUp(connection);
    connection.send(writeResult(call.messageIdJson, first.reply));
    services.metrics.exchanged(connection.version, call.action, 'repeated');
  }

  private async desk(connection: StationConnection): Promise<Desk | undefined> {
    const { id, recorder, scribe, services, giveUp } = this.parts;
    const opened = await recorder.opened();
    if (!opened) {
      giveUp(connection);
      return undefined;
    }
    return {
      stationId: id,
      version: connection.version,
      memory: opened.memory,
      scribe,
      ask: services.ask,
      directory: services.directory,
      wallets: services.wallets,
      drivers: services.drivers,
      certificates: services.certificates,
      heartbeatSeconds: services.settings.heartbeatSeconds,
      now: services.clock(),
      strictSchemas: services.settings.strictSchemas,
      onFault: (action, error) => services.log.error({ stationId: id, action, error: String(error) }, 'an action failed'),
    };
  }
}

/** A frame whose id is fit to be stored and repeated: a longer one is refused, its id cut. */
function withinBounds(frame: Frame, version: OcppVersion): Frame {
  if (frame.messageId.length <= MAX_MESSAGE_ID_LENGTH) return frame;
  const messageId = frame.messageId.slice(0, MAX_MESSAGE_ID_LENGTH);
  const id = { messageId, messageIdJson: JSON.stringify(messageId) };
  if (frame.kind === 'unreadable') return { ...frame, ...id };
  return {
    kind: 'unreadable',
    problem: 'frame-id-unreadable',
    reason: `the message id is longer than ${MAX_MESSAGE_ID_LENGTH} characters`,
    ...id,
    errorCode: errorCodeFor(version, 'format'),
    mayAnswer: frame.kind === 'call',
    resembles: frame.kind,
  };
}

const receivedWith = ({ epoch, receivedAt }: Reception) =>
  ({ connectionEpoch: epoch, receivedAt, direction: 'fromStation' }) as const;
