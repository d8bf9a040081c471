import { instantOf } from '@wattledger/kernel';
import { platformEvent, Scribe } from './exchange.ts';
import { Mailbox } from './mailbox.ts';
import type { Errand, ErrandOutcome } from './outgoing-calls.ts';
import { isPassing } from './patience.ts';
import { Recorder } from './recorder.ts';
import { StationAnswers } from './station-answers.ts';
import { StationCalls } from './station-calls.ts';
import { closeCodes, NOT_RECORDED } from './station-connection.ts';
import type { DisconnectCause, StationConnection } from './station-connection.ts';
import type { StationParts, StationServices } from './station-parts.ts';
import { TimeLimits } from './time-limits.ts';

/** How many frames of one station may wait before its socket is read no further. */
const FRAMES_IN_WAITING = 8;

/**
 * One station, as long as the gateway knows it: its newest connection, its memory, its place in the log.
 *
 * Everything that happens to it goes through one mailbox, so its stream tells the wire's order. What it sends is served in
 * `station-answers.ts`, what we ask of it in `station-calls.ts`; here its connections come and go.
 */
export class Station {
  readonly id: string;
  private readonly services: StationServices;
  private readonly recorder: Recorder;
  private readonly mailbox: Mailbox;
  private readonly calls: StationCalls;
  private readonly answers: StationAnswers;
  private readonly limits: TimeLimits;
  private connection: StationConnection | undefined;

  constructor(id: string, services: StationServices) {
    this.id = id;
    this.services = services;
    this.recorder = new Recorder(id, services);
    this.mailbox = new Mailbox((error) =>
      services.log.error({ stationId: id, error: String(error) }, 'a task of a station failed'),
    );
    const parts: StationParts = {
      id,
      services,
      recorder: this.recorder,
      scribe: new Scribe(services.sealer, id, services.settings.recordTimeoutSeconds),
      mailbox: this.mailbox,
      current: () => this.connection,
      giveUp: (connection) => this.giveUp(connection),
    };
    this.calls = new StationCalls(parts);
    this.limits = new TimeLimits(parts);
    this.answers = new StationAnswers(parts, this.calls, this.limits);
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
      this.calls.next();
    });
    replaced?.close(closeCodes.superseded, 'a newer connection has taken over');
  }

  /** The late `close` of an old socket changes nothing for the new one. */
  disconnected(connection: StationConnection, code: number, cause: DisconnectCause): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    this.calls.sendAway();
    this.limits.rest();
    this.mailbox.put(async () => {
      if (connection.epoch === NOT_RECORDED) return;
      const { epoch } = connection;
      const ended = platformEvent('StationDisconnected', { code, cause }, { connectionEpoch: epoch });
      await this.recorder.record([...this.calls.leftUnanswered(epoch), ended]);
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
        if (late) await this.answers.keep('LateFrameReceived', text, reception);
        else if (!connection.isGivenUp) await this.answers.serve(connection, text, reception);
      } catch (error) {
        // Nothing was recorded and nothing answered: the station asks again when it has come back.
        if (isPassing(error) && connection.epoch !== NOT_RECORDED) this.giveUp(connection);
        throw error;
      } finally {
        if (held) connection.resume();
      }
    });
  }

  /** Sends the station a call for a command, when its turn comes. Settles when the call is on the wire, or will not be. */
  carryOut(errand: Errand): Promise<ErrandOutcome> {
    return this.calls.carryOut(errand);
  }

  private async recordConnection(connection: StationConnection, replaced: StationConnection | undefined): Promise<boolean> {
    const opened = await this.recorder.opened();
    if (!opened) return false;
    const epoch = opened.memory.epoch + 1;
    const { version, offeredProtocols, remoteAddress, authentication, deviations } = connection.admitted;
    const old = { connectionEpoch: opened.memory.epoch };
    const recorded = await this.recorder.record([
      ...this.calls.leftUnanswered(opened.memory.epoch),
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
    if (recorded) this.limits.arm(opened.memory);
    return recorded;
  }

  private giveUp(connection: StationConnection): void {
    connection.isGivenUp = true;
    connection.close(closeCodes.tryLater, 'not recorded, try again');
    this.disconnected(connection, closeCodes.tryLater, 'not-recorded');
  }
}
