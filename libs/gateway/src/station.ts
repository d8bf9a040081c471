import { randomUUID } from 'node:crypto';
import type { Ask, PlatformEvents } from '@wattledger/charging';
import type { Ledger } from '@wattledger/event-log';
import { instantOf, isJsonObject, isRefusal } from '@wattledger/kernel';
import type { Clock, JsonObject } from '@wattledger/kernel';
import { readFrame, validate, writeCall, writeError, writeResult } from '@wattledger/ocpp';
import type { CallFrame, ErrorFrame, ResultFrame, SendFrame, UnreadableFrame } from '@wattledger/ocpp';
import { answerCall, samePayload } from './answer-call.ts';
import type { Desk } from './answer-call.ts';
import { platformEvent } from './exchange.ts';
import type { Reception, Scribe } from './exchange.ts';
import type { GatewayLog } from './gateway-log.ts';
import type { GatewayMetrics } from './metrics.ts';
import { Mailbox } from './mailbox.ts';
import { OutgoingCalls } from './outgoing-calls.ts';
import type { Errand, ErrandOutcome, PendingCall } from './outgoing-calls.ts';
import { Recorder } from './recorder.ts';
import type { GatewaySettings } from './settings.ts';
import { closeCodes, NOT_RECORDED } from './station-connection.ts';
import type { StationConnection } from './station-connection.ts';

export interface StationServices {
  readonly ledger: Ledger;
  readonly scribe: Scribe;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly settings: GatewaySettings;
  readonly log: GatewayLog;
  readonly metrics: GatewayMetrics;
}

type DisconnectCause = PlatformEvents['StationDisconnected']['cause'];

/** How many frames of one station may wait before its socket is read no further. */
const FRAMES_IN_WAITING = 8;
/** Calls whose answer tells the time: repeating an old answer would be wrong, and asking twice does no harm. */
const ANSWERED_ANEW = new Set(['Heartbeat', 'BootNotification']);

/**
 * One station, as long as the gateway knows it: its newest connection, its memory, its place in the log.
 *
 * Everything that happens to it goes through one mailbox, so its stream tells the wire's order. Calls in the two directions
 * may cross: while we wait for the station's answer, its own calls are served.
 */
export class Station {
  readonly id: string;
  private readonly services: StationServices;
  private readonly recorder: Recorder;
  private readonly mailbox: Mailbox;
  private readonly calls = new OutgoingCalls();
  private connection: StationConnection | undefined;

  constructor(id: string, services: StationServices) {
    this.id = id;
    this.services = services;
    this.recorder = new Recorder(id, services);
    this.mailbox = new Mailbox((error) =>
      this.services.log.error({ stationId: id, error: String(error) }, 'a task of a station failed'),
    );
  }

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  get isBusy(): boolean {
    return this.mailbox.size > 0;
  }

  /** Resolves when everything taken so far is recorded and answered. */
  settled(): Promise<void> {
    return this.mailbox.idle();
  }

  /** Writes down what is remembered, so that the station opens quickly next time. */
  rest(): void {
    this.mailbox.put(() => this.recorder.takeSnapshot());
  }

  /** The newest socket wins: stations come back before anyone notices that their old line is dead. */
  connect(connection: StationConnection): void {
    const replaced = this.connection;
    this.connection = connection;
    this.mailbox.put(async () => {
      const recorded = replaced?.epoch === NOT_RECORDED ? undefined : replaced;
      if (!(await this.recordConnection(connection, recorded))) return this.giveUp(connection);
      if (recorded) this.services.metrics.disconnected(recorded.version, 'superseded');
      this.services.metrics.connected(connection.version);
      this.callNext();
    });
    replaced?.close(closeCodes.superseded, 'a newer connection has taken over');
  }

  /** The late `close` of an old socket changes nothing for the new one. */
  disconnected(connection: StationConnection, code: number, cause: DisconnectCause): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    this.calls.sendAway();
    this.mailbox.put(async () => {
      if (connection.epoch === NOT_RECORDED) return;
      const lost = this.calls.end();
      const notes = { connectionEpoch: connection.epoch };
      const events = lost ? [platformEvent('CallUnanswered', { cause: 'disconnected' }, { ...callNotes(lost), ...notes })] : [];
      await this.recorder.record([...events, platformEvent('StationDisconnected', { code, cause }, notes)]);
      this.services.metrics.disconnected(connection.version, cause);
    });
  }

  /** Its last connection ended with the gateway that held it. */
  lost(): void {
    this.mailbox.put(async () => {
      const opened = this.connection ? undefined : await this.recorder.opened();
      if (!opened) return;
      const notes = { connectionEpoch: opened.memory.epoch };
      await this.recorder.record([
        platformEvent('StationDisconnected', { code: closeCodes.abnormal, cause: 'gateway-died' }, notes),
      ]);
    });
  }

  /** A text frame has come in. */
  receive(connection: StationConnection, text: string): void {
    const receivedAt = instantOf(this.services.clock());
    // What came in before the line ended or was replaced is served in its turn: the line's end is recorded behind it.
    const late = connection !== this.connection;
    const held = this.mailbox.size >= FRAMES_IN_WAITING;
    if (held) connection.pause();
    this.mailbox.put(async () => {
      try {
        const reception = { receivedAt, epoch: connection.epoch };
        if (late) await this.recordText('LateFrameReceived', text, {}, reception);
        else if (!connection.isGivenUp) await this.serve(connection, text, reception);
      } finally {
        if (held) connection.resume();
      }
    });
  }

  /** Sends the station a call for a command, when its turn comes. Settles when the call is on the wire, or will not be. */
  carryOut(errand: Errand): Promise<ErrandOutcome> {
    if (!this.connection) return Promise.resolve('not-now');
    const outcome = this.calls.add(errand);
    this.callNext();
    return outcome;
  }

  private async serve(connection: StationConnection, text: string, reception: Reception): Promise<void> {
    const frame = readFrame(text, connection.version);
    switch (frame.kind) {
      case 'call':
        return this.answer(connection, frame, reception);
      case 'result':
      case 'error':
        return this.takeAnswer(connection, frame, text, reception);
      case 'send':
        return this.take(connection, frame, reception);
      case 'resultError':
        return this.recordText('StrayAnswerReceived', text, {}, reception);
      case 'unreadable':
        return this.refuseUnreadable(connection, frame, text, reception);
    }
  }

  private async answer(connection: StationConnection, call: CallFrame, reception: Reception): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const repeated = await this.firstAnswerTo(call, desk);
    if (repeated !== undefined) return this.answerAgain(connection, call, repeated, reception);

    const answered = await answerCall(call, reception, desk);
    if (!(await this.recorder.record(answered.events))) return this.giveUp(connection);
    connection.send(answered.answer);
    this.services.metrics.exchanged(connection.version, call.action, answered.outcome);
  }

  /** A call of type SEND is not answered, whatever is wrong with it. */
  private async take(connection: StationConnection, frame: SendFrame, reception: Reception): Promise<void> {
    const desk = await this.desk(connection);
    if (!desk) return;
    const { events, outcome } = await answerCall({ ...frame, kind: 'call' }, reception, desk);
    const [received] = events;
    if (
      !received ||
      !(await this.recorder.record([
        { ...received, event: { ...received.event, notes: { ...received.event.notes, kind: 'send' } } },
      ]))
    )
      return this.giveUp(connection);
    this.services.metrics.exchanged(connection.version, frame.action, outcome);
  }

  private async takeAnswer(
    connection: StationConnection,
    frame: ResultFrame | ErrorFrame,
    text: string,
    reception: Reception,
  ): Promise<void> {
    const call = this.calls.answered(frame.messageId);
    if (!call) return this.recordText('StrayAnswerReceived', text, {}, reception);
    const checked = frame.kind === 'result' ? validate(connection.version, call.action, 'response', frame.payload) : undefined;
    const deviations = [
      ...frame.deviations,
      ...(checked?.tier === 'understood' ? checked.deviations : []),
      ...(checked?.tier === 'unintelligible' ? [checked.description] : []),
    ];
    const message = { ...frame, version: connection.version, direction: 'fromStation', action: call.action } as const;
    const answer = await this.services.scribe.message(message, {
      ...callNotes(call),
      connectionEpoch: reception.epoch,
      receivedAt: reception.receivedAt,
      ...(deviations.length > 0 && { flags: deviations }),
    });
    if (!(await this.recorder.record([answer]))) return this.giveUp(connection);
    this.services.metrics.called(connection.version, call.action, frame.kind === 'result' ? 'confirmed' : 'rejected');
    this.callNext();
  }

  private async refuseUnreadable(
    connection: StationConnection,
    frame: UnreadableFrame,
    text: string,
    reception: Reception,
  ): Promise<void> {
    const notes = { connectionEpoch: reception.epoch, receivedAt: reception.receivedAt, direction: 'fromStation' } as const;
    const received = await this.services.scribe.text(
      'FrameUnreadable',
      this.id,
      text,
      { reason: frame.reason, problem: frame.problem },
      notes,
    );
    const { errorCode, reason: errorDescription, messageId } = frame;
    const refusal = platformEvent(
      'FrameRefused',
      { errorCode, errorDescription, messageId },
      { direction: 'toStation', connectionEpoch: reception.epoch, causationId: received.event.id },
    );
    if (!(await this.recorder.record(frame.mayAnswer ? [received, refusal] : [received]))) return this.giveUp(connection);
    if (frame.mayAnswer) connection.send(writeError(frame.messageIdJson, { errorCode, errorDescription }));
    this.services.metrics.exchanged(connection.version, 'unreadable', 'refused');
  }

  /** The answer that this very call got before: the station asks again because it never saw it. */
  private async firstAnswerTo(call: CallFrame, desk: Desk): Promise<JsonObject | undefined> {
    const earlier = ANSWERED_ANEW.has(call.action) ? undefined : desk.memory.exchange(call.messageId, call.action);
    if (!earlier) return undefined;
    const [first, answer] = await this.recorder.eventsAt(earlier.callRevision, earlier.answerRevision);
    if (!first || !answer || !samePayload(await desk.scribe.unseal(first.data), await desk.scribe.unseal(call.payload)))
      return undefined;
    const reply = await desk.scribe.unseal(answer.data);
    return isJsonObject(reply) ? { reply, revision: answer.revision } : undefined;
  }

  private async answerAgain(
    connection: StationConnection,
    call: CallFrame,
    first: JsonObject,
    reception: Reception,
  ): Promise<void> {
    const about = { action: call.action, messageId: call.messageId, connectionEpoch: reception.epoch };
    const events = [
      platformEvent(
        'CallRepeated',
        { answerRevision: first['revision'] ?? null },
        { ...about, direction: 'fromStation', receivedAt: reception.receivedAt },
      ),
      platformEvent('AnswerRepeated', { answerRevision: first['revision'] ?? null }, { ...about, direction: 'toStation' }),
    ];
    if (!(await this.recorder.record(events))) return this.giveUp(connection);
    connection.send(writeResult(call.messageIdJson, first['reply'] as JsonObject));
    this.services.metrics.exchanged(connection.version, call.action, 'repeated');
  }

  private callNext(): void {
    const { connection } = this;
    const next = connection && this.calls.takeNext();
    if (!connection || !next) return;
    this.mailbox.put(async () => {
      const outcome = await this.makeCall(connection, next.errand);
      this.calls.done(typeof outcome === 'object' && 'messageId' in outcome ? outcome : undefined);
      next.settle(typeof outcome === 'object' && 'messageId' in outcome ? 'sent' : outcome);
      this.callNext();
    });
  }

  /** Records the call, then sends it: a crash between the two leaves a call that was asked for and never answered. */
  private async makeCall(connection: StationConnection, errand: Errand): Promise<PendingCall | ErrandOutcome> {
    if (connection !== this.connection || !connection.isOpen || !errand.stillWanted()) return 'not-now';
    const opened = await this.recorder.opened();
    if (!opened) return 'not-now';
    const { commandId, causationId } = errand;
    if (opened.memory.hasSent(commandId)) return 'sent';
    const translated = errand.translate(connection.version);
    if (isRefusal(translated)) return translated;

    const { action, payload } = translated;
    const messageId = randomUUID();
    const message = { version: connection.version, direction: 'toStation', kind: 'call', action, messageId, payload } as const;
    const sent = await this.services.scribe.message(message, { connectionEpoch: connection.epoch, commandId, causationId });
    if (!(await this.recorder.record([sent]))) {
      this.giveUp(connection);
      return 'not-now';
    }
    connection.send(writeCall(messageId, action, payload));
    const timer = setTimeout(() => this.timeOut(messageId), errand.answerTimeoutSeconds * 1_000);
    return { commandId, action, messageId, eventId: sent.event.id, epoch: connection.epoch, timer };
  }

  private timeOut(messageId: string): void {
    this.mailbox.put(async () => {
      const call = this.calls.answered(messageId);
      if (!call) return;
      await this.recorder.record([
        platformEvent('CallUnanswered', { cause: 'timed-out' }, { ...callNotes(call), connectionEpoch: call.epoch }),
      ]);
      this.services.metrics.called(this.connection?.version ?? '1.6', call.action, 'unanswered');
      this.callNext();
    });
  }

  private async recordConnection(connection: StationConnection, replaced: StationConnection | undefined): Promise<boolean> {
    const opened = await this.recorder.opened();
    if (!opened) return false;
    const epoch = opened.memory.epoch + 1;
    const { version, offeredProtocols, remoteAddress, authentication, deviations } = connection.admitted;
    const lost = this.calls.end();
    const old = { connectionEpoch: opened.memory.epoch };
    const recorded = await this.recorder.record([
      ...(lost ? [platformEvent('CallUnanswered', { cause: 'disconnected' }, { ...callNotes(lost), ...old })] : []),
      ...(replaced ? [platformEvent('StationDisconnected', { code: closeCodes.superseded, cause: 'superseded' }, old)] : []),
      platformEvent(
        'StationConnected',
        { ocppVersion: version, offeredProtocols: [...offeredProtocols], remoteAddress, authentication },
        {
          connectionEpoch: epoch,
          receivedAt: instantOf(connection.openedAt),
          ocppVersion: version,
          ...(deviations.length > 0 && { flags: deviations }),
        },
      ),
    ]);
    if (recorded) connection.epoch = epoch;
    return recorded;
  }

  private async recordText(type: string, text: string, data: JsonObject, reception: Reception): Promise<void> {
    const notes = { connectionEpoch: reception.epoch, receivedAt: reception.receivedAt, direction: 'fromStation' } as const;
    await this.recorder.record([await this.services.scribe.text(type, this.id, text, data, notes)]);
  }

  private async desk(connection: StationConnection): Promise<Desk | undefined> {
    const opened = await this.recorder.opened();
    if (!opened) {
      this.giveUp(connection);
      return undefined;
    }
    const { scribe, ask, clock, settings, log } = this.services;
    return {
      stationId: this.id,
      version: connection.version,
      memory: opened.memory,
      scribe,
      ask,
      now: clock(),
      strictSchemas: settings.strictSchemas,
      onFault: (action, error) => log.error({ stationId: this.id, action, error: String(error) }, 'an action failed'),
    };
  }

  /** What was not recorded is not answered: the station is sent away and asks again, here or elsewhere. */
  private giveUp(connection: StationConnection): void {
    connection.isGivenUp = true;
    connection.close(closeCodes.tryLater, 'not recorded, try again');
    this.disconnected(connection, closeCodes.tryLater, 'not-recorded');
  }
}

const callNotes = (call: PendingCall) => ({
  action: call.action,
  messageId: call.messageId,
  commandId: call.commandId,
  causationId: call.eventId,
});
