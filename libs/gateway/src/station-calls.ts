import { randomUUID } from 'node:crypto';
import { isRefusal } from '@wattledger/kernel';
import { validate, writeCall } from '@wattledger/ocpp';
import type { ErrorFrame, OcppVersion, ResultFrame } from '@wattledger/ocpp';
import { platformEvent } from './exchange.ts';
import type { Reception, Recordable } from './exchange.ts';
import { OutgoingCalls } from './outgoing-calls.ts';
import type { Errand, ErrandOutcome, PendingCall } from './outgoing-calls.ts';
import { isPassing } from './patience.ts';
import type { StationConnection } from './station-connection.ts';
import type { StationParts } from './station-parts.ts';

/** Our calls to a station: made in its mailbox, awaited outside of it, so that its own calls are served meanwhile. */
export class StationCalls {
  private readonly parts: StationParts;
  private readonly queue = new OutgoingCalls();

  constructor(parts: StationParts) {
    this.parts = parts;
  }

  /** Sends a call for a command when its turn comes. Settles when the call is on the wire, or will not be. */
  carryOut(errand: Errand): Promise<ErrandOutcome> {
    if (!this.parts.current()) return Promise.resolve('not-now');
    const outcome = this.queue.add(errand);
    this.next();
    return outcome;
  }

  /** Makes the next call, if the station is there and no other waits for its answer. */
  next(): void {
    const connection = this.parts.current();
    const next = connection && this.queue.takeNext();
    if (!connection || !next) return;
    this.parts.mailbox.put(async () => {
      const outcome = await this.make(connection, next.errand).catch((error: unknown) => this.notMade(connection, error));
      const made = typeof outcome === 'object' && 'messageId' in outcome ? outcome : undefined;
      this.queue.done(made);
      next.settle(made ? 'sent' : (outcome as ErrandOutcome));
      this.next();
    });
  }

  /** The line is gone: nobody waits any more. */
  sendAway(): void {
    this.queue.sendAway();
  }

  /** The station is another gateway's: what became of our call is not ours to tell any more. */
  abandon(): void {
    this.queue.sendAway();
    this.queue.end();
  }

  /** What is to be recorded of the call that the lost line leaves unanswered. */
  leftUnanswered(epoch: number): Recordable[] {
    const lost = this.queue.end();
    lost?.span?.end('disconnected');
    return lost ? [platformEvent('CallUnanswered', { cause: 'disconnected' }, { ...notesOf(lost), connectionEpoch: epoch })] : [];
  }

  /** The station has answered something; what answers no call of ours is kept and not applied. */
  async takeAnswer(
    connection: StationConnection,
    frame: ResultFrame | ErrorFrame,
    text: string,
    reception: Reception,
  ): Promise<void> {
    const { recorder, scribe, services, giveUp } = this.parts;
    const received = { connectionEpoch: reception.epoch, receivedAt: reception.receivedAt };
    const call = this.queue.answered(frame.messageId);
    if (!call) {
      await recorder.record([await scribe.text('StrayAnswerReceived', text, {}, { ...received, direction: 'fromStation' })]);
      return;
    }
    const flags = deviationsOf(connection, call, frame);
    const message = { ...frame, version: connection.version, direction: 'fromStation', action: call.action } as const;
    const answer = await scribe.message(message, { ...notesOf(call), ...received, ...(flags.length > 0 && { flags }) });
    const recorded = await recorder.record([answer], call.span);
    call.span?.end(frame.kind === 'result' ? undefined : 'rejected');
    if (!recorded) return giveUp(connection);
    services.metrics.called(connection.version, call.action, frame.kind === 'result' ? 'confirmed' : 'rejected');
    this.next();
  }

  /** What is to be recorded of our call when its answer came and nobody can read it; {@link next} must follow. */
  answeredUnreadably(version: OcppVersion, messageId: string, epoch: number): Recordable[] {
    const call = this.queue.answered(messageId);
    if (!call) return [];
    call.span?.end('unreadable answer');
    this.parts.services.metrics.called(version, call.action, 'unanswered');
    return [platformEvent('CallUnanswered', { cause: 'unreadable-answer' }, { ...notesOf(call), connectionEpoch: epoch })];
  }

  /** Records the call, then sends it: a crash between the two leaves a call that was asked for and never answered. */
  private async make(connection: StationConnection, errand: Errand): Promise<PendingCall | ErrandOutcome> {
    const { recorder, scribe, giveUp, current } = this.parts;
    if (connection !== current() || !connection.isOpen || !errand.stillWanted()) return 'not-now';
    const opened = await recorder.opened();
    if (!opened) return 'not-now';
    const { commandId, causationId, span } = errand;
    if (opened.memory.hasSent(commandId)) return 'sent';
    const translated = errand.translate(connection.version);
    if (isRefusal(translated)) return translated;
    if (!(await this.take(connection, errand)) || !errand.stillWanted()) return 'not-now';

    const { action, payload } = translated;
    const messageId = randomUUID();
    const message = { version: connection.version, direction: 'toStation', kind: 'call', action, messageId, payload } as const;
    const sent = await scribe.message(message, { connectionEpoch: connection.epoch, commandId, causationId });
    if (!(await recorder.record([sent], span))) {
      giveUp(connection);
      return 'not-now';
    }
    connection.send(writeCall(messageId, action, payload));
    const timer = setTimeout(() => this.timeOut(connection, messageId), errand.answerTimeoutSeconds * 1_000);
    return { commandId, action, messageId, eventId: sent.event.id, epoch: connection.epoch, timer, span };
  }

  private async take({ epoch }: StationConnection, errand: Errand): Promise<boolean> {
    try {
      return await errand.take(epoch);
    } catch (error) {
      const { id, services } = this.parts;
      services.log.error({ stationId: id, commandId: errand.commandId, error: String(error) }, 'a command could not be taken');
      return false;
    }
  }

  private notMade(connection: StationConnection, error: unknown): 'not-now' {
    const { id, services, giveUp } = this.parts;
    services.log.error({ stationId: id, error: String(error) }, 'a call could not be made');
    if (isPassing(error)) giveUp(connection);
    return 'not-now';
  }

  private timeOut(connection: StationConnection, messageId: string): void {
    this.parts.mailbox.put(async () => {
      const call = this.queue.answered(messageId);
      if (!call) return;
      call.span?.end('timed out');
      const notes = { ...notesOf(call), connectionEpoch: call.epoch };
      await this.parts.recorder.record([platformEvent('CallUnanswered', { cause: 'timed-out' }, notes)]);
      this.parts.services.metrics.called(connection.version, call.action, 'unanswered');
      this.next();
    });
  }
}

/** Where the answer departs from its schema; a broken answer is an answer all the same. */
function deviationsOf(
  { version }: StationConnection,
  { action }: PendingCall,
  frame: ResultFrame | ErrorFrame,
): readonly string[] {
  if (frame.kind === 'error') return frame.deviations;
  const checked = validate(version, action, 'response', frame.payload);
  if (checked.tier === 'valid') return frame.deviations;
  return [...frame.deviations, ...(checked.tier === 'understood' ? checked.deviations : [checked.description])];
}

const notesOf = (call: PendingCall) => ({
  action: call.action,
  messageId: call.messageId,
  commandId: call.commandId,
  causationId: call.eventId,
});
