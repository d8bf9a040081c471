import { setTimeout as sleep } from 'node:timers/promises';

const REST_PER_WORK = 4;

/**
 * Leaves the processor and the database to others for four times as long as something took, so that what is asked for again and again takes a
 * fifth of the time at most.
 *
 * @param signal ends the rest
 */
export async function restAfter(workedMs: number, longestMs: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(workedMs * REST_PER_WORK, longestMs), undefined, { signal }).catch(() => undefined);
}
