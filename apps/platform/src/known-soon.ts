import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever asks how the platform does waits no longer for a store that is away. */
const PATIENCE_MS = 1_000;

/** What is known soon; `undefined` where it is not, or cannot be found out. */
export async function knownSoon<Value>(finding: Promise<Value>): Promise<Value | undefined> {
  const found = new AbortController();
  try {
    return await Promise.race([finding, sleep(PATIENCE_MS, undefined, { signal: found.signal, ref: false })]);
  } catch {
    return undefined;
  } finally {
    found.abort();
  }
}
