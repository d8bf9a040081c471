import { commandStream, platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { forgetSecrets, openCommand, refuseCommand, translate } from '@wattledger/commands';
import { newEvent, RecordedEvent } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import { patiently } from './patience.ts';
import type { Station } from './station.ts';
import type { StationServices } from './station-parts.ts';
import type { Stations } from './stations.ts';

export type RequestedCommand = PlatformEvents['CommandRequested'];

/** A command that somebody has asked for and that has not ended, as far as is known. */
export interface OpenCommand {
  readonly requested: RequestedCommand;
  /** The id of its event, the cause of the call that is sent for it. */
  readonly eventId: string;
}

/** Where the gateway takes up the commands when it starts: what was open at a position of the log. */
export interface OpenCommands {
  readonly open: readonly OpenCommand[];
  readonly after: Position;
}

interface Waiting extends OpenCommand {
  readonly expiry: NodeJS.Timeout;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const COMMAND_EVENTS = { streamPrefixes: ['command-'], types: ['CommandRequested', 'CommandExpired', 'CommandRefused'] };

/**
 * Picks commands up from the log and hands them to the stations that are connected here.
 *
 * A command is sent at most once: the station's own stream tells whether that has been done. One that is never sent ends
 * in its own stream, as expired or refused, and whoever writes that end first has it.
 */
export class CommandSender {
  private readonly services: StationServices;
  private readonly stations: Stations;
  private readonly waiting = new Map<string, Waiting>();
  private readonly byStation = new Map<string, Set<string>>();

  constructor(services: StationServices, stations: Stations) {
    this.services = services;
    this.stations = stations;
    stations.onArrival((station) => this.stationArrived(station));
  }

  /** Runs until the signal. */
  async run({ open, after }: OpenCommands, signal: AbortSignal): Promise<void> {
    for (const command of open) this.take(command, true);
    for await (const { events } of this.services.ledger.log.subscribe({ after, filter: COMMAND_EVENTS, signal })) {
      for (const stored of events) this.noticed(new RecordedEvent(stored));
    }
    for (const { expiry } of this.waiting.values()) clearTimeout(expiry);
  }

  private noticed(event: RecordedEvent): void {
    const data = event.data as JsonObject;
    if (event.type === 'CommandRequested')
      this.take({ requested: platformData('CommandRequested', data), eventId: event.id }, false);
    else this.drop(platformData('CommandExpired', data).commandId);
  }

  /** @param fromThePast commands from before a restart wait for their stations to come back, whatever they asked for */
  private take(command: OpenCommand, fromThePast: boolean): void {
    const { requested } = command;
    if (this.waiting.has(requested.commandId)) return;
    const leftMs = Date.parse(requested.expiresAt) - this.services.clock().getTime();
    if (leftMs <= 0) return void this.end(command, 'CommandExpired');
    const station = this.stations.connected(requested.stationId);
    if (!station && !requested.waitForStation && !fromThePast) {
      return void this.end(
        command,
        refuseCommand('station-not-connected', `The station ${requested.stationId} is not connected.`),
      );
    }
    const expiry = setTimeout(() => this.expire(requested.commandId), Math.min(leftMs, LONGEST_TIMER_MS));
    expiry.unref();
    this.waiting.set(requested.commandId, { ...command, expiry });
    const ofStation = this.byStation.get(requested.stationId) ?? new Set();
    this.byStation.set(requested.stationId, ofStation.add(requested.commandId));
    if (station) void this.send(station, command);
  }

  private stationArrived(station: Station): void {
    for (const commandId of this.byStation.get(station.id) ?? []) {
      const command = this.waiting.get(commandId);
      if (command) void this.send(station, command);
    }
  }

  private async send(station: Station, command: OpenCommand): Promise<void> {
    const { requested, eventId } = command;
    try {
      const asked = await this.patiently(() => openCommand(this.services.sealer, requested));
      const outcome = await station.carryOut({
        commandId: requested.commandId,
        causationId: eventId,
        answerTimeoutSeconds: requested.answerTimeoutSeconds,
        translate: (version) => translate(asked, version),
        stillWanted: () => this.waiting.has(requested.commandId),
      });
      if (outcome === 'not-now') return;
      if (isRefusal(outcome)) return await this.end(command, outcome);
      this.drop(requested.commandId);
      this.services.metrics.commanded(requested.command.name, 'sent');
      await this.patiently(() => forgetSecrets(this.services.sealer, requested.commandId));
    } catch (error) {
      this.services.log.error({ commandId: requested.commandId, error: String(error) }, 'a command could not be sent');
    }
  }

  private expire(commandId: string): void {
    const command = this.waiting.get(commandId);
    if (!command) return;
    const late = Date.parse(command.requested.expiresAt) <= this.services.clock().getTime();
    if (late) return void this.end(command, 'CommandExpired');
    this.drop(commandId);
    this.take(command, true);
  }

  /** Whoever writes the end first has it; that another was quicker is fine. */
  private async end({ requested }: OpenCommand, end: 'CommandExpired' | Refusal): Promise<void> {
    const { commandId, stationId } = requested;
    this.drop(commandId);
    const stream = commandStream(commandId);
    const event = isRefusal(end)
      ? newEvent('CommandRefused', { commandId, stationId, code: end.code, message: end.message }, { commandId })
      : newEvent('CommandExpired', { commandId, stationId }, { commandId });
    try {
      const head = await this.services.ledger.head(stream);
      if (head.revision === 0) await this.services.ledger.record(head, [event]);
      await this.patiently(() => forgetSecrets(this.services.sealer, commandId));
      this.services.metrics.commanded(requested.command.name, isRefusal(end) ? 'refused' : 'expired');
    } catch (error) {
      this.services.log.error({ commandId, error: String(error) }, 'the end of a command could not be recorded');
    }
  }

  /** Waits for keys that cannot be reached now. */
  private patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    return patiently(work, this.services.settings.recordTimeoutSeconds * 1_000);
  }

  private drop(commandId: string): void {
    const command = this.waiting.get(commandId);
    if (!command) return;
    clearTimeout(command.expiry);
    this.waiting.delete(commandId);
    const ofStation = this.byStation.get(command.requested.stationId);
    ofStation?.delete(commandId);
    if (ofStation?.size === 0) this.byStation.delete(command.requested.stationId);
  }
}
