import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@wattledger/event-log';
import type { HostedPlugin } from '../hosted-plugin.ts';
import { isWithheld } from './withheld.ts';

/** Small, so that a plugin that works inline gives the others their turn, and one in a thread says soon that it is still there. */
const BATCH = 200;
const TRY_AGAIN_MS = 1_000;
/** With nothing to tell, the place in the log is kept now and then only. */
const KEEP_PLACE_MS = 10_000;

/**
 * Hands the log to a plugin's projections and its listener, from where they were, for as long as the platform runs.
 */
export async function followHistory(plugin: HostedPlugin, log: EventLog, signal: AbortSignal): Promise<void> {
  const { projections, listensTo } = plugin.runner.description;
  const types = [...new Set([...projections.flatMap(({ events }) => events), ...listensTo])];
  if (types.length === 0) return;
  while (!signal.aborted) {
    try {
      if ((await readOn(plugin, log, types, signal)) === 'nothing-reads') return;
    } catch {
      // Its thread has ended, or the log is away: both come back, and the rows know where to go on.
      await sleep(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function readOn(
  plugin: HostedPlugin,
  log: EventLog,
  types: readonly string[],
  signal: AbortSignal,
): Promise<'nothing-reads' | undefined> {
  const opened = await plugin.runner.openHistory();
  plugin.parked = opened.parked;
  plugin.readTo = opened.position;
  if (opened.position === undefined) return 'nothing-reads';
  let kept = performance.now();
  for await (const { events, position } of log.subscribe({
    after: opened.position,
    filter: { types },
    batchSize: BATCH,
    signal,
  })) {
    const told = events.filter((event) => !isWithheld(event));
    if (told.length === 0 && performance.now() - kept < KEEP_PLACE_MS) continue;
    const reading = await unlessAborted(plugin.runner.read(told, position), signal);
    kept = performance.now();
    plugin.parked = reading.parked;
    plugin.readTo = reading.position;
    if (reading.position === undefined) return 'nothing-reads';
  }
  return undefined;
}

/** A platform that stops does not wait for a listener that waits for the world outside: it is told again at the next start. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the platform stops'));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
