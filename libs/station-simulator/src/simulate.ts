import { simulatedVersions } from './dialect.ts';
import { fault } from './errors.ts';
import { Fleet } from './fleet.ts';
import type { FleetOptions, FleetProgress, FleetSummary } from './fleet.ts';

export interface SimulationOptions extends FleetOptions {
  /** Called every second. */
  readonly onProgress?: (progress: SimulationProgress) => void;
  /** Ends the run early, as cleanly as in time. */
  readonly signal?: AbortSignal;
}

export interface SimulationProgress extends FleetProgress {
  readonly elapsedSeconds: number;
}

export interface SimulationSummary extends FleetSummary {
  readonly seconds: number;
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
