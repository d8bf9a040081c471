import { Station } from './station.ts';
import type { StationServices } from './station-parts.ts';
import type { StationConnection } from './station-connection.ts';

/** So many stations that are not connected are kept open, in case they come back. */
const KEPT_DISCONNECTED = 20_000;
/** After so many new ones it is looked which may be forgotten: a gateway may have tens of thousands that are all connected. */
const NEW_BEFORE_A_LOOK = 1_000;
/** How many stations write down at once what they remember, when the gateway stops. */
const RESTING_AT_ONCE = 500;

/** Every station this gateway knows, connected or not. */
export class Stations {
  private readonly services: StationServices;
  private readonly known = new Map<string, Station>();
  private readonly arrivals: ((station: Station) => void)[] = [];
  /** When so many are known it is looked which may be forgotten. */
  private manyAre = KEPT_DISCONNECTED;

  constructor(services: StationServices) {
    this.services = services;
  }

  /** Tells of every station that connects. */
  onArrival(listener: (station: Station) => void): void {
    this.arrivals.push(listener);
  }

  /** The station, if it is connected here. */
  connected(stationId: string): Station | undefined {
    const station = this.known.get(stationId);
    return station?.isConnected ? station : undefined;
  }

  /** Whether the station is connected here, or was not long ago. */
  knows(stationId: string): boolean {
    return this.known.has(stationId);
  }

  /** How many tasks of all stations wait or run. */
  get tasksWaiting(): number {
    let tasks = 0;
    for (const station of this.known.values()) tasks += station.tasksWaiting;
    return tasks;
  }

  connect(connection: StationConnection): Station {
    const { stationId } = connection.admitted;
    const station = this.known.get(stationId) ?? new Station(stationId, this.services);
    // Moved to the end: the map's order is that of the newest connections.
    this.known.delete(stationId);
    this.known.set(stationId, station);
    this.forgetSome();
    station.connect(connection);
    for (const tell of this.arrivals) tell(station);
    return station;
  }

  /** Another gateway has recorded a connection of a station. */
  connectedElsewhere(stationId: string, epoch: number): void {
    this.known.get(stationId)?.connectedElsewhere(epoch);
  }

  /** Answers and records what was taken, then writes down what is remembered. */
  async rest(): Promise<void> {
    const stations = [...this.known.values()];
    for (let from = 0; from < stations.length; from += RESTING_AT_ONCE) {
      const some = stations.slice(from, from + RESTING_AT_ONCE);
      for (const station of some) station.rest();
      await Promise.all(some.map((station) => station.settled()));
    }
  }

  async settled(): Promise<void> {
    await Promise.all([...this.known.values()].map((station) => station.settled()));
  }

  private forgetSome(): void {
    if (this.known.size <= this.manyAre) return;
    const idle = [...this.known].filter(([, { isConnected, tasksWaiting }]) => !isConnected && tasksWaiting === 0);
    for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT_DISCONNECTED))) this.known.delete(id);
    this.manyAre = this.known.size + NEW_BEFORE_A_LOOK;
  }
}
