import type { Instant } from '@wattledger/kernel';

/**
 * How a station's clock stands to ours.
 *
 * A message can be late (queued while there was no connection) but not early. So a timestamp a little ahead of our clock shows at
 * once that the station's clock is ahead. One far ahead may be a slip, and one behind may have been queued: they show a wrong clock
 * only when several messages over some time are off by the same amount, which a queue that is being emptied never is.
 */
export interface ClockEstimate {
  /** Station's clock minus ours; absent until known. */
  readonly skewMs?: number;
  /** Offsets that agree with each other, and would be the skew if they lasted. */
  readonly candidate?: { readonly offsetMs: number; readonly sinceMs: number; readonly samples: number };
}

export const unknownClock: ClockEstimate = {};

/** Offsets that differ by no more than this come from the same clock. */
const SAME_OFFSET_MS = 5_000;
/** A clock this far ahead is believed when it lasts. */
const SUDDEN_MS = 5 * 60_000;
/** What is further off is no clock; it is also what 32 bits hold, 24 days. */
const LARGEST_OFFSET_MS = 2 ** 31 - 1;
const LASTING_MS = 60_000;
const LASTING_SAMPLES = 3;
/** Changes below this are the network's, not the clock's. */
const WORTH_TELLING_MS = 1_000;

/** Takes in one timestamp of the station. Returns the same estimate when it teaches nothing. */
export function withTimestamp(clock: ClockEstimate, at: Instant, receivedAt: Instant): ClockEstimate {
  // A fact without a credible time of the station carries the time of receipt.
  if (at === receivedAt) return clock;
  const nowMs = Date.parse(receivedAt);
  const offsetMs = Date.parse(at) - nowMs;
  if (Math.abs(offsetMs) > LARGEST_OFFSET_MS) return clock;
  const { skewMs, candidate } = clock;
  if (skewMs !== undefined && Math.abs(offsetMs - skewMs) < SAME_OFFSET_MS) {
    const nearer = offsetMs - skewMs >= WORTH_TELLING_MS;
    return nearer || candidate ? { skewMs: nearer ? offsetMs : skewMs } : clock;
  }
  if (offsetMs > (skewMs ?? 0) && offsetMs - (skewMs ?? 0) <= SUDDEN_MS) return { skewMs: offsetMs };
  if (skewMs === undefined && Math.abs(offsetMs) < SAME_OFFSET_MS) return { skewMs: offsetMs };
  if (!candidate || Math.abs(candidate.offsetMs - offsetMs) >= SAME_OFFSET_MS) {
    return { skewMs, candidate: { offsetMs, sinceMs: nowMs, samples: 1 } };
  }
  const samples = candidate.samples + 1;
  if (samples >= LASTING_SAMPLES && nowMs - candidate.sinceMs >= LASTING_MS) return { skewMs: offsetMs };
  return { skewMs, candidate: { ...candidate, samples } };
}

/** When something happened by our clock: the station's time less its skew, never later than it was received. */
export const platformMs = (clock: ClockEstimate, at: Instant, receivedAt: Instant): number =>
  at === receivedAt ? Date.parse(receivedAt) : Math.min(Date.parse(at) - (clock.skewMs ?? 0), Date.parse(receivedAt));
