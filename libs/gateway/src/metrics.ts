import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { isKnownAction } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';

/** What waits because the log, the keys or the stations themselves are slow. */
export interface GatewayLoad {
  readonly tasksWaiting: number;
  readonly framesHeld: number;
  readonly socketsPaused: number;
}

/** What the gateway counts. Labels are bounded: versions, known actions and outcomes only, never an id. */
export class GatewayMetrics {
  private readonly connections: Gauge;
  private readonly disconnections: Counter;
  private readonly linesHeldElsewhere: Counter;
  private readonly handshakesRefused: Counter;
  private readonly messages: Counter;
  private readonly calls: Counter;
  private readonly commands: Counter;
  private readonly appendSeconds: Histogram;
  private readonly eventsAppended: Counter;
  private load: () => GatewayLoad = () => ({ tasksWaiting: 0, framesHeld: 0, socketsPaused: 0 });
  private readonly counted = new Map<string, Counter.Internal>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.connections = new Gauge({
      name: 'wattledger_stations_connected',
      help: 'Stations with an open connection, by OCPP version',
      labelNames: ['version'],
      registers,
    });
    this.disconnections = new Counter({
      name: 'wattledger_station_disconnections_total',
      help: 'Connections of stations that ended, by cause',
      labelNames: ['cause'],
      registers,
    });
    this.linesHeldElsewhere = new Counter({
      name: 'wattledger_stations_held_elsewhere_total',
      help: 'Lines of stations that were closed here because another gateway had the station',
      registers,
    });
    this.handshakesRefused = new Counter({
      name: 'wattledger_handshakes_refused_total',
      help: 'Connection attempts refused before there was a socket, by HTTP status, or `tls` where none was agreed upon',
      labelNames: ['status'],
      registers,
    });
    this.messages = new Counter({
      name: 'wattledger_station_calls_total',
      help: 'Calls from stations, by action and outcome (answered, taken, refused, repeated)',
      labelNames: ['version', 'action', 'outcome'],
      registers,
    });
    this.calls = new Counter({
      name: 'wattledger_platform_calls_total',
      help: 'Calls to stations, by action and outcome (confirmed, rejected, unanswered)',
      labelNames: ['version', 'action', 'outcome'],
      registers,
    });
    this.commands = new Counter({
      name: 'wattledger_commands_total',
      help: 'Commands that ended before a call was made, and those that were sent, by outcome (sent, refused, expired)',
      labelNames: ['command', 'outcome'],
      registers,
    });
    this.appendSeconds = new Histogram({
      name: 'wattledger_append_seconds',
      help: 'Time from handing an exchange to the log until it is durable',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    const loadGauge = (name: string, help: string, of: (load: GatewayLoad) => number) => {
      const look = () => of(this.load());
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(look());
        },
      });
    };
    loadGauge(
      'wattledger_station_tasks_waiting',
      'Frames of stations, and what else concerns them, that wait or are being served',
      ({ tasksWaiting }) => tasksWaiting,
    );
    loadGauge(
      'wattledger_station_frames_held',
      'Frames that came in one reading of a socket with those that wait; none of them is begun, and the socket is paused',
      ({ framesHeld }) => framesHeld,
    );
    loadGauge(
      'wattledger_station_sockets_paused',
      'Open connections that are not read now: too much of theirs waits, or they say too much, or leave too much unread',
      ({ socketsPaused }) => socketsPaused,
    );
    this.eventsAppended = new Counter({
      name: 'wattledger_events_appended_total',
      help: 'Events made durable by the gateway',
      registers,
    });
  }

  connected(version: OcppVersion): void {
    this.connections.inc({ version });
  }

  disconnected(version: OcppVersion, cause: string): void {
    this.connections.dec({ version });
    this.disconnections.inc({ cause });
  }

  heldElsewhere(): void {
    this.linesHeldElsewhere.inc();
  }

  handshakeRefused(status: number | 'tls'): void {
    this.handshakesRefused.inc({ status });
  }

  /** Has that counted, from now on, when somebody scrapes. */
  watchLoad(load: () => GatewayLoad): void {
    this.load = load;
  }

  /** @param action as the station named it; what its version does not have is counted as `UnknownAction` */
  exchanged(version: OcppVersion, action: string, outcome: 'answered' | 'taken' | 'refused' | 'repeated'): void {
    this.count(this.messages, version, isKnownAction(version, action) ? action : 'UnknownAction', outcome);
  }

  /** A text that was no frame. */
  unreadable(version: OcppVersion): void {
    this.count(this.messages, version, 'unreadable', 'refused');
  }

  called(version: OcppVersion, action: string, outcome: 'confirmed' | 'rejected' | 'unanswered'): void {
    this.count(this.calls, version, action, outcome);
  }

  commanded(command: string, outcome: 'sent' | 'refused' | 'expired'): void {
    this.commands.inc({ command, outcome });
  }

  appended(events: number, seconds: number): void {
    this.eventsAppended.inc(events);
    this.appendSeconds.observe(seconds);
  }

  /** Labels are looked up once for each combination: the hot path comes here twice a call. */
  private count(counter: Counter, version: string, action: string, outcome: string): void {
    const key = `${counter === this.calls ? 'to' : 'from'} ${version} ${action} ${outcome}`;
    let counted = this.counted.get(key);
    if (!counted) {
      counted = counter.labels({ version, action, outcome });
      this.counted.set(key, counted);
    }
    counted.inc();
  }
}
