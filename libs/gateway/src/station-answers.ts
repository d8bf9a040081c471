import { isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { readFrame, writeError, writeResult } from '@wattledger/ocpp';
import type { CallFrame, SendFrame, UnreadableFrame } from '@wattledger/ocpp';
import { answerCall, samePayload } from './answer-call.ts';
import type { Desk } from './answer-call.ts';
import { platformEvent } from './exchange.ts';
import type { Reception } from './exchange.ts';
import type { StationCalls } from './station-calls.ts';
import type { StationConnection } from './station-connection.ts';
import type { StationParts } from './station-parts.ts';

/** Calls whose answer tells the time: repeating an old answer would be wrong, and asking twice does no harm. */
const ANSWERED_ANEW = new Set(['Heartbeat', 'BootNotification']);

interface FirstAnswer {
  readonly reply: JsonObject;
  readonly revision: number;
}

/** Serves what a station sends: reads it, has it answered, records both in one append, and only then answers. */
export class StationAnswers {
  private readonly parts: StationParts;
  private readonly calls: StationCalls;

  /** @param calls takes the station's answers to our calls */
  constructor(parts: StationParts, calls: StationCalls) {
    this.parts = parts;
    this.calls = calls;
  }

  async serve(connection: StationConnection, text: string, reception: Reception): Promise<void> {
    const frame = readFrame(text, connection.version);
    switch (frame.kind) {
      case 'call':
        return this.answer(connection, frame, reception);
      case 'result':
      case 'error':
        return this.calls.takeAnswer(connection, frame, text, reception);
      case 'send':
        return this.take(connection, frame, reception);
      case 'resultError':
        return this.keep('StrayAnswerReceived', text, reception);
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
    const first = await this.firstAnswerTo(call, desk);
    if (first) return this.answerAgain(connection, call, first, reception);

    const answered = await answerCall(call, reception, desk);
    if (!(await this.parts.recorder.record(answered.events))) return this.parts.giveUp(connection);
    connection.send(answered.answer);
    this.parts.services.metrics.exchanged(connection.version, call.action, answered.outcome);
  }

  /** A call of type SEND is not answered, whatever is wrong with it. */
  private async take(connection: StationConnection, frame: SendFrame, reception: Reception): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const { events, outcome } = await answerCall({ ...frame, kind: 'call' }, reception, desk);
    const received = events
      .slice(0, 1)
      .map(({ event, data }) => ({ data, event: { ...event, notes: { ...event.notes, kind: 'send' } } }));
    if (!(await this.parts.recorder.record(received))) return this.parts.giveUp(connection);
    this.parts.services.metrics.exchanged(connection.version, frame.action, outcome);
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
    if (!(await recorder.record(mayAnswer ? [received, refusal] : [received]))) return giveUp(connection);
    if (mayAnswer) connection.send(writeError(messageIdJson, { errorCode, errorDescription: reason }));
    services.metrics.unreadable(connection.version);
  }

  /** The answer that this very call got before: the station asks again because it never saw it. */
  private async firstAnswerTo(call: CallFrame, { memory, scribe }: Desk): Promise<FirstAnswer | undefined> {
    const earlier = ANSWERED_ANEW.has(call.action) ? undefined : memory.exchange(call.messageId, call.action);
    if (!earlier) return undefined;
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
    if (!(await recorder.record(events))) return giveUp(connection);
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
      now: services.clock(),
      strictSchemas: services.settings.strictSchemas,
      onFault: (action, error) => services.log.error({ stationId: id, action, error: String(error) }, 'an action failed'),
    };
  }
}

const receivedWith = ({ epoch, receivedAt }: Reception) =>
  ({ connectionEpoch: epoch, receivedAt, direction: 'fromStation' }) as const;
