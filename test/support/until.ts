import { setTimeout as sleep } from 'node:timers/promises';

/** Machines are busy; only what never comes takes so long. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 5;

/**
 * Looks again and again until there is something to see.
 *
 * @param what names it, for the message when it never comes
 * @returns the first value that is neither `undefined` nor `false`
 */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Settles as the promise does, or fails with a sentence when it takes too long: for ever, unless told otherwise. */
export async function inTime<T>(what: string, promise: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const patience = new AbortController();
  const tooLong = sleep(patienceMs, undefined, { signal: patience.signal }).then(
    () => Promise.reject(new Error(`Waited in vain for ${what}`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    patience.abort();
  }
}
