import { openCommand, translate } from '@wattledger/commands';
import type { CommandKeeper, OpenCommand } from '@wattledger/commands';
import { isRefusal } from '@wattledger/kernel';
import { patiently } from './patience.ts';
import type { Station } from './station.ts';
import type { StationServices } from './station-parts.ts';
import type { Stations } from './stations.ts';

/** What could not be sent though the station is here, because the log is away, is tried again. */
const TRY_AGAIN_MS = 5_000;

/**
 * Hands commands to the stations that are connected here.
 *
 * A command is sent at most once, whichever gateway holds the station and however many believe they do: it is taken in its own stream,
 * so that nobody ends it meanwhile, and then the call is recorded in the station's stream, where only one gateway can write.
 */
export class CommandSender {
  private readonly services: StationServices;
  private readonly stations: Stations;
  private readonly keeper: CommandKeeper;

  constructor(services: StationServices, stations: Stations, keeper: CommandKeeper) {
    this.services = services;
    this.stations = stations;
    this.keeper = keeper;
    stations.onArrival((station) => {
      for (const command of keeper.of(station.id)) void this.send(station, command);
    });
    keeper.onOpen((command) => {
      const station = stations.connected(command.requested.stationId);
      if (station) void this.send(station, command);
      return station !== undefined;
    });
  }

  private async send(station: Station, { requested, eventId, traceparent }: OpenCommand): Promise<void> {
    const { commandId, command, answerTimeoutSeconds } = requested;
    const attributes = { 'wattledger.command': commandId, 'wattledger.station': station.id };
    const span = traceparent && this.services.tracer?.start('command', { parent: traceparent, attributes });
    try {
      const asked = await this.patiently(() => openCommand(this.services.sealer, requested));
      const outcome = await station.carryOut({
        commandId,
        causationId: eventId,
        answerTimeoutSeconds,
        translate: (version) => translate(asked, version),
        stillWanted: () => this.keeper.open(commandId) !== undefined,
        take: (connectionEpoch) => this.keeper.take(commandId, connectionEpoch),
        ...(span && { span }),
      });
      if (span && outcome !== 'sent') span.end(outcome === 'not-now' ? outcome : outcome.code);
      if (outcome === 'not-now') return this.tryAgain(commandId);
      if (isRefusal(outcome)) return await this.keeper.end(commandId, outcome);
      this.services.metrics.commanded(command.name, 'sent');
      await this.patiently(() => this.keeper.sent(commandId));
    } catch (error) {
      this.services.log.error({ commandId, error: String(error) }, 'a command could not be sent');
      this.tryAgain(commandId);
    }
  }

  /** Waits for keys that cannot be reached now. */
  private patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    return patiently(work, this.services.settings.recordTimeoutSeconds * 1_000);
  }

  /** Where the station is away, its coming back does it. */
  private tryAgain(commandId: string): void {
    setTimeout(() => {
      const command = this.keeper.open(commandId);
      const station = command && this.stations.connected(command.requested.stationId);
      if (station) void this.send(station, command);
    }, TRY_AGAIN_MS).unref();
  }
}
