import { setTimeout as sleep } from 'node:timers/promises';
import type { Supply } from './battery.ts';
import type { TlsOptions } from './connection.ts';
import { simulatedVersions } from './dialect.ts';
import type { SimulatedVersion } from './dialect.ts';
import { Drivers } from './drivers.ts';
import type { Rhythm } from './drivers.ts';
import { between, oneOf, seededRandom, seedOf } from './random.ts';
import type { Random } from './random.ts';
import type { SessionRecord } from './session-record.ts';
import type { StationObserver } from './station-options.ts';
import { VirtualStation } from './virtual-station.ts';

/** Shares of the versions in a fleet: `{ '1.6': 2, '2.0.1': 1 }` makes two thirds speak 1.6. */
export type VersionMix = Partial<Readonly<Record<SimulatedVersion, number>>>;

export interface FleetOptions {
  /** Without a station id: `ws://localhost:9000/ocpp`. */
  readonly url: string;
  readonly stations: number;
  /** Of all stations; `mix` shares them out instead. OCPP 1.6 when both are left out. */
  readonly version?: SimulatedVersion;
  readonly mix?: VersionMix;
  /** How long to run, by the wall clock. */
  readonly minutes: number;
  /** How many times faster than the clock batteries charge (1 to 1,000). Timestamps stay true. */
  readonly timeScale?: number;
  readonly seed?: number;
  /** Basic authentication, the same for all stations. */
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** Stations are `<idPrefix>0001` and so on. */
  readonly idPrefix?: string;
  readonly idTags?: readonly string[];
  /** Seconds between meter values. Default 10. */
  readonly meterValueSeconds?: number;
  /** How fast stations appear. Default 50. */
  readonly connectsPerSecond?: number;
  readonly onSession?: (session: SessionRecord) => void;
}

export interface FleetProgress {
  readonly stations: number;
  readonly connected: number;
  readonly sessionsRunning: number;
  readonly sessionsFinished: number;
  /** Of running and finished sessions. */
  readonly energyWh: number;
  readonly errors: number;
}

export interface FleetSummary {
  readonly stations: number;
  /** Sessions whose end the platform has confirmed. */
  readonly sessions: readonly SessionRecord[];
  readonly energyWh: number;
  readonly refusedAuthorizations: number;
  readonly messagesSent: number;
  readonly messagesReceived: number;
  /** Transaction messages the platform never answered; 0 when every session is in its books. */
  readonly undeliveredMessages: number;
  readonly errors: number;
  /** The first few of them. */
  readonly errorMessages: readonly string[];
}

const DEFAULT_ID_TAGS = ['WATT0001', 'WATT0002', 'WATT0003', 'WATT0004', 'WATT0005'] as const;
const KEPT_ERROR_MESSAGES = 10;
const LEAVING_TOGETHER = 200;
/** Sessions end within this time, unless the platform has gone. */
const LEAVE_WITHIN_MS = 15_000;

/** What stands at a site: fast chargers, mixed ones, wall boxes. */
const siteTypes: readonly [readonly Supply[], ...(readonly Supply[])[]] = [
  [
    { kind: 'dc', maxPowerW: 150_000 },
    { kind: 'dc', maxPowerW: 150_000 },
  ],
  [
    { kind: 'dc', maxPowerW: 50_000 },
    { kind: 'ac', maxPowerW: 22_080, phases: 3 },
  ],
  [{ kind: 'ac', maxPowerW: 11_040, phases: 3 }],
  [{ kind: 'ac', maxPowerW: 7_360, phases: 1 }],
];

/** Many stations and the people who use them, counted as they go. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #stations: VirtualStation[] = [];
  readonly #drivers: Drivers[] = [];
  readonly #driving: Promise<void>[] = [];
  readonly #sessions: SessionRecord[] = [];
  readonly #errorMessages: string[] = [];
  #connected = 0;
  #finishedWh = 0;
  #errors = 0;
  #refused = 0;
  #sent = 0;
  #received = 0;
  #leaving = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Connects the stations one after the other; resolves when the last one has set out. */
  async arrive(): Promise<void> {
    const { stations, connectsPerSecond = 50, seed = 1 } = this.#options;
    for (let index = 1; index <= stations && !this.#leaving; index += 1) {
      const id = this.#idOf(index);
      this.#add(id, seededRandom(seedOf(`driver:${id}`, seed)));
      await sleep(1_000 / connectsPerSecond);
    }
  }

  /** Ends all sessions, says goodbye, disconnects. */
  async leave(): Promise<void> {
    this.#leaving = true;
    for (const drivers of this.#drivers) drivers.leave();
    // Who has no connection now has nothing to say goodbye to.
    await Promise.all(this.#stations.filter(({ online }) => !online).map((station) => station.stop()));
    const patience = new AbortController();
    const tooLong = sleep(LEAVE_WITHIN_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#driving), tooLong]);
    patience.abort();
    for (let first = 0; first < this.#stations.length; first += LEAVING_TOGETHER) {
      await Promise.all(this.#stations.slice(first, first + LEAVING_TOGETHER).map((station) => station.stop()));
    }
  }

  progress(): FleetProgress {
    const running = this.#stations.flatMap(({ charging }) => charging.transactions);
    const runningWh = running.reduce((sum, { connector, meterStartWh }) => sum + connector.meterWh - meterStartWh, 0);
    return {
      stations: this.#options.stations,
      connected: this.#connected,
      sessionsRunning: running.length,
      sessionsFinished: this.#sessions.length,
      energyWh: this.#finishedWh + runningWh,
      errors: this.#errors,
    };
  }

  summary(): FleetSummary {
    return {
      stations: this.#stations.length,
      sessions: this.#sessions,
      energyWh: this.#finishedWh,
      refusedAuthorizations: this.#refused,
      messagesSent: this.#sent,
      messagesReceived: this.#received,
      undeliveredMessages: this.#stations.reduce((sum, { outbox }) => sum + outbox.length, 0),
      errors: this.#errors,
      errorMessages: this.#errorMessages,
    };
  }

  #add(id: string, random: Random): void {
    const {
      url,
      version = '1.6',
      mix = { [version]: 1 },
      password,
      tls,
      timeScale,
      seed,
      meterValueSeconds = 10,
    } = this.#options;
    const station = new VirtualStation({
      url,
      id,
      version: versionFrom(mix, random),
      password,
      tls,
      timeScale,
      seed,
      meterValueSeconds,
      connectors: oneOf(random, siteTypes),
      patient: true,
      observer: this.#observer(),
    });
    const [idToken, ...others] = this.#options.idTags ?? DEFAULT_ID_TAGS;
    const drivers = new Drivers(station, {
      random,
      idTokens: [idToken ?? DEFAULT_ID_TAGS[0], ...others],
      rhythm: this.#rhythm(),
      refused: () => (this.#refused += 1),
      failed: (reason) => this.#failed(reason),
    });
    this.#stations.push(station);
    this.#drivers.push(drivers);
    // A station that was never accepted has nobody to serve.
    this.#driving.push(
      station.start().then(
        () => drivers.come(),
        () => undefined,
      ),
    );
  }

  #observer(): StationObserver {
    return {
      online: () => (this.#connected += 1),
      offline: () => (this.#connected -= 1),
      failed: (reason) => this.#failed(reason),
      sessionEnded: (session) => {
        this.#sessions.push(session);
        this.#finishedWh += session.meterStopWh - session.meterStartWh;
        this.#options.onSession?.(session);
      },
      frame: (direction) => {
        if (direction === 'sent') this.#sent += 1;
        else this.#received += 1;
      },
    };
  }

  /** Sessions fit into the run: they last a good part of it, and at most as long as people really stay. */
  #rhythm(): Rhythm {
    const seconds = this.#options.minutes * 60;
    const part = (share: number, atMost: number) => Math.min(seconds * share, atMost);
    return {
      firstArrival: [0, part(0.1, 60)],
      stay: [part(0.2, 600), part(0.6, 3_600)],
      pause: [part(0.01, 5), part(0.08, 300)],
    };
  }

  #failed(reason: Error): void {
    this.#errors += 1;
    if (this.#errorMessages.length < KEPT_ERROR_MESSAGES) this.#errorMessages.push(reason.message);
  }

  #idOf(index: number): string {
    const { idPrefix = 'SIM-', stations } = this.#options;
    return idPrefix + String(index).padStart(Math.max(4, String(stations).length), '0');
  }
}

function versionFrom(mix: VersionMix, random: Random): SimulatedVersion {
  const shares = simulatedVersions.map((version) => ({ version, share: mix[version] ?? 0 }));
  let left = between(
    random,
    0,
    shares.reduce((sum, { share }) => sum + share, 0),
  );
  for (const { version, share } of shares) {
    left -= share;
    if (left < 0) return version;
  }
  return '1.6';
}
