import type { Instant } from '@wattledger/kernel';

/** That a session is to end, and what came of telling the station so. */
export interface StopAttempts {
  readonly attempts: number;
  /** Of the newest attempt, as the station's clock shows it. */
  readonly at: Instant;
  /** The command of the newest attempt, once it was sent. */
  readonly commandId?: string;
  /** The station has refused it, or did not answer. */
  readonly failed?: boolean;
}

export const MOST_STOP_ATTEMPTS = 5;
/** A station that has agreed to stop may take so long before it is asked again. */
export const STOP_TAKES_MS = 60_000;

/** Whether a session may be told to stop, at a moment of the station's clock: for the first time, or because it has not worked. */
export function mayBeStopped(stop: StopAttempts | undefined, now: Instant): boolean {
  if (!stop) return true;
  if (stop.attempts >= MOST_STOP_ATTEMPTS) return false;
  return stop.failed === true || Date.parse(now) - Date.parse(stop.at) >= STOP_TAKES_MS;
}

/** One more attempt. */
export const stopAttempted = (stop: StopAttempts | undefined, at: Instant): StopAttempts => ({
  attempts: (stop?.attempts ?? 0) + 1,
  at,
});
