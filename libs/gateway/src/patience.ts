import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@wattledger/kernel';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

/** Whether trying again can help. */
export const isPassing = (error: unknown): boolean => error instanceof Fault && error.retryable;

/** Tries again for a while what fails with a retryable Fault. @throws what the last attempt threw */
export async function patiently<Value>(work: () => Promise<Value>, forMs: number): Promise<Value> {
  const deadline = performance.now() + forMs;
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || performance.now() + pause > deadline) throw error;
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }
}
