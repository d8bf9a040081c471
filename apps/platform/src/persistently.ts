import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Does a task that runs for as long as the process; one that fails, because a store was away for too long, is begun again. */
export async function persistently(
  task: string,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work(signal);
    } catch (error) {
      log.error({ error: String(error) }, `${task} has failed${signal.aborted ? '' : ', and is begun again'}`);
    }
    if (signal.aborted) return;
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
