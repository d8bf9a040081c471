import type { TlsOptions } from './connection.ts';
import { simulatedVersions } from './dialect.ts';
import type { SimulatedVersion } from './dialect.ts';
import { fault } from './errors.ts';
import { Fleet } from './fleet.ts';
import type { SessionRecord } from './transaction.ts';

/** Shares of the versions in a fleet: `{ '1.6': 2, '2.0.1': 1 }` makes two thirds speak 1.6. */
export type VersionMix = Partial<Readonly<Record<SimulatedVersion, number>>>;

export interface SimulationOptions {
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
  /** Called every second. */
  readonly onProgress?: (progress: SimulationProgress) => void;
  readonly onSession?: (session: SessionRecord) => void;
  /** Ends the run early, as cleanly as in time. */
  readonly signal?: AbortSignal;
}

export interface SimulationProgress {
  readonly elapsedSeconds: number;
  readonly stations: number;
  readonly connected: number;
  readonly sessionsRunning: number;
  readonly sessionsFinished: number;
  /** Of running and finished sessions. */
  readonly energyWh: number;
  readonly errors: number;
}

export interface SimulationSummary {
  readonly stations: number;
  readonly seconds: number;
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

const PROGRESS_EVERY_MS = 1_000;

/**
 * Runs a fleet of realistic stations against a platform, then ends all sessions and disconnects.
 *
 * ```ts
 * const { sessions } = await simulate({ url: 'ws://localhost:9000/ocpp', stations: 20, minutes: 2, timeScale: 60 });
 * ```
 *
 * @throws Fault `simulation-settings-invalid`
 */
export async function simulate(options: SimulationOptions): Promise<SimulationSummary> {
  checkSettings(options);
  const started = Date.now();
  const elapsedSeconds = () => (Date.now() - started) / 1_000;
  const fleet = new Fleet(options);
  const progress = setInterval(
    () => options.onProgress?.({ elapsedSeconds: elapsedSeconds(), ...fleet.progress() }),
    PROGRESS_EVERY_MS,
  );
  const ended = endOf(options);
  try {
    await Promise.race([fleet.arrive(), ended.reached]);
    await ended.reached;
    await fleet.leave();
  } finally {
    clearInterval(progress);
    ended.cancel();
  }
  options.onProgress?.({ elapsedSeconds: elapsedSeconds(), ...fleet.progress() });
  return { seconds: elapsedSeconds(), ...fleet.summary() };
}

function endOf({ minutes, signal }: SimulationOptions): { reached: Promise<void>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, minutes * 60_000);
  const abort = () => resolve();
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) resolve();
  return {
    reached: promise,
    cancel: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function checkSettings({ url, stations, minutes, timeScale = 1, mix, idTags }: SimulationOptions): void {
  const invalid = (message: string) => fault('simulation-settings-invalid', message);
  if (!/^wss?:\/\//.test(url)) throw invalid(`url must start with ws:// or wss://, not "${url}"`);
  if (!Number.isInteger(stations) || stations < 1) throw invalid(`stations must be a whole number from 1, not ${stations}`);
  if (!(minutes > 0)) throw invalid(`minutes must be more than 0, not ${minutes}`);
  if (!(timeScale >= 1 && timeScale <= 1_000)) throw invalid(`timeScale must be from 1 to 1,000, not ${timeScale}`);
  if (idTags?.length === 0) throw invalid('idTags must not be empty');
  if (idTags?.some((tag) => tag.length === 0 || tag.length > 20)) throw invalid('idTags have 1 to 20 characters');
  const shares = Object.entries(mix ?? {});
  const known = shares.every(([version, share]) => simulatedVersions.some((one) => one === version) && share >= 0);
  if (mix && (!known || shares.every(([, share]) => share === 0))) {
    throw invalid(`mix gives shares from 0 to the versions ${simulatedVersions.join(', ')}`);
  }
}
