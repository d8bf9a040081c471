import { instantOf } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { AdmittedStation } from './server/admission.ts';
import { platformEvent, Scribe } from './exchange.ts';
import type { Reception } from './exchange.ts';
import { Mailbox } from './mailbox.ts';
import type { Errand, ErrandOutcome } from './outgoing-calls.ts';
import { isPassing } from './patience.ts';
import { Recorder } from './recorder.ts';
import { StationAnswers } from './station-answers.ts';
import { StationCalls } from './station-calls.ts';
import { closeCodes, NOT_RECORDED } from './station-connection.ts';
import type { DisconnectCause, Frame, StationConnection } from './station-connection.ts';
import type { StationMemory } from './station-memory.ts';
import type { StationParts, StationServices } from './station-parts.ts';
import { TimeLimits } from './time-limits.ts';

/** How many frames of one station may wait before it is read no further. What came in one reading with them is held, and not begun. */
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
  /** Lines with frames that wait for room, the oldest first. */
  private readonly holding = new Set<StationConnection>();

  constructor(id: string, services: StationServices) {
    this.id = id;
    this.services = services;
    this.recorder = new Recorder(id, services, () => this.isHeldElsewhere());
    this.mailbox = new Mailbox(
      (error) => services.log.error({ stationId: id, error: String(error) }, 'a task of a station failed'),
      () => this.takeHeld(FRAMES_IN_WAITING),
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

  /** How many of its tasks wait or run. */
  get tasksWaiting(): number {
    return this.mailbox.size;
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
    this.takeHeld(Infinity);
    const replaced = this.connection;
    this.connection = connection;
    this.mailbox.put(async () => {
      const recorded = replaced?.epoch === NOT_RECORDED ? undefined : replaced;
      if (recorded) this.services.metrics.disconnected(recorded.version, 'superseded');
      if (!(await this.recordConnection(connection, recorded))) return connection.isGivenUp ? undefined : this.giveUp(connection);
      this.services.metrics.connected(connection.version);
      this.calls.next();
    });
    replaced?.close(closeCodes.superseded, 'a newer connection has taken over');
  }

  /** The late `close` of an old socket changes nothing for the new one. */
  disconnected(connection: StationConnection, code: number, cause: DisconnectCause): void {
    if (this.connection !== connection) return;
    this.takeHeld(Infinity);
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

  /**
   * Another gateway has the station: its line here is old, or was taken for lost, and nothing that comes over it may be applied.
   * A connection that is not recorded yet stays: it is the newest, and takes the station back.
   */
  isHeldElsewhere(): void {
    const { connection } = this;
    if (!connection || connection.epoch === NOT_RECORDED) return;
    this.connection = undefined;
    this.calls.abandon();
    this.limits.rest();
    this.services.metrics.heldElsewhere();
    this.services.metrics.disconnected(connection.version, 'superseded');
    this.services.log.warn(
      { stationId: this.id, epoch: connection.epoch },
      'another gateway has this station: its line here is closed',
    );
    connection.end(closeCodes.superseded, 'another gateway has this station', 'superseded');
  }

  /** Another gateway has recorded a connection of the station; a newer one here is not concerned. */
  connectedElsewhere(epoch: number): void {
    const { connection } = this;
    if (connection && connection.epoch !== NOT_RECORDED && connection.epoch < epoch) this.isHeldElsewhere();
  }

  /** A text frame has come in. */
  receive(connection: StationConnection, text: string): void {
    const span = this.services.tracer?.start('frame', {
      attributes: { 'wattledger.station': this.id, 'wattledger.ocpp.version': connection.version },
    });
    // What came in before the line ended or was replaced is served in its turn: the line's end is recorded behind it.
    const isLate = connection !== this.connection;
    const frame = { text, receivedAt: instantOf(this.services.clock()), isLate, span };
    if (this.holding.size === 0 && this.mailbox.size < FRAMES_IN_WAITING) return this.take(connection, frame);
    this.holding.add(connection);
    connection.hold(frame);
  }

  private take(connection: StationConnection, { text, receivedAt, isLate, span }: Frame): void {
    this.mailbox.put(async () => {
      try {
        const reception: Reception = { receivedAt, epoch: connection.epoch, span };
        if (isLate) await this.answers.keep('LateFrameReceived', text, reception);
        else if (!connection.isGivenUp) await this.answers.serve(connection, text, reception);
      } catch (error) {
        // Nothing was recorded and nothing answered: the station asks again when it has come back.
        if (isPassing(error) && connection.epoch !== NOT_RECORDED) this.giveUp(connection);
        throw error;
      } finally {
        span?.end();
      }
    });
  }

  /** Takes frames that were held, as long as fewer wait than may. */
  private takeHeld(mayWait: number): void {
    for (const connection of this.holding) {
      while (connection.framesHeld > 0 && this.mailbox.size < mayWait) {
        const frame = connection.takeHeld();
        if (frame) this.take(connection, frame);
      }
      if (connection.framesHeld > 0) return;
      this.holding.delete(connection);
    }
  }

  /** Sends the station a call for a command, when its turn comes. Settles when the call is on the wire, or will not be. */
  carryOut(errand: Errand): Promise<ErrandOutcome> {
    return this.calls.carryOut(errand);
  }

  private async recordConnection(connection: StationConnection, replaced: StationConnection | undefined): Promise<boolean> {
    const { version, deviations } = connection.admitted;
    const unanswered = this.calls.leftUnanswered(replaced?.epoch ?? NOT_RECORDED);
    const recorded = await this.recorder.takeOver(({ memory }) => {
      if (this.isOutdone(connection, memory)) return this.leaveElsewhere(connection);
      const old = { connectionEpoch: memory.epoch };
      return [
        // What another gateway has written since is newer than anything to be told of the line before.
        ...(replaced?.epoch === memory.epoch
          ? [...unanswered, platformEvent('StationDisconnected', { code: closeCodes.superseded, cause: 'superseded' }, old)]
          : []),
        platformEvent(
          'StationConnected',
          { ...connectionData(connection.admitted), node: this.services.node },
          {
            connectionEpoch: memory.epoch + 1,
            receivedAt: instantOf(connection.openedAt),
            ocppVersion: version,
            ...(deviations.length > 0 && { flags: deviations }),
          },
        ),
      ];
    });
    const opened = recorded ? await this.recorder.opened() : undefined;
    if (!opened) return false;
    connection.epoch = opened.memory.epoch;
    this.limits.arm(opened.memory);
    return true;
  }

  /** A line that waited for the log while the station came to another gateway over a newer one, or that has ended, takes it from nobody. */
  private isOutdone(connection: StationConnection, { connection: newest }: StationMemory): boolean {
    const { node, isGone, settings, clock } = this.services;
    if (newest?.node === undefined || newest.node === node || isGone(newest.node)) return false;
    if (!connection.isOpen && !newest.hasEnded) return true;
    const openedAt = Date.parse(newest.openedAt);
    // One that will only be opened in a while tells of the clocks alone.
    const isBelieved = openedAt <= clock().getTime() + settings.recordTimeoutSeconds * 1_000;
    return isBelieved && openedAt > connection.openedAt.getTime();
  }

  private leaveElsewhere(connection: StationConnection): undefined {
    if (this.connection === connection) {
      this.connection = undefined;
      this.calls.abandon();
      this.limits.rest();
    }
    this.services.metrics.heldElsewhere();
    this.services.log.warn({ stationId: this.id }, 'another gateway has a newer line of this station: the one here is closed');
    connection.end(closeCodes.superseded, 'another gateway has this station', 'superseded');
  }

  private giveUp(connection: StationConnection): void {
    connection.isGivenUp = true;
    connection.close(closeCodes.tryLater, 'not recorded, try again');
    this.disconnected(connection, closeCodes.tryLater, 'not-recorded');
  }
}

function connectionData(admitted: AdmittedStation): JsonObject {
  const { version, offeredProtocols, remoteAddress, proxyAddress, authentication, securityProfile } = admitted;
  const { passwordSentAs, certificateSerialNumber } = admitted;
  return {
    ocppVersion: version,
    offeredProtocols: [...offeredProtocols],
    remoteAddress,
    authentication,
    securityProfile,
    ...(passwordSentAs !== undefined && { passwordSentAs }),
    ...(certificateSerialNumber !== undefined && { certificateSerialNumber }),
    ...(proxyAddress !== undefined && { proxyAddress }),
  };
}
