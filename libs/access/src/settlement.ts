import type { Settlement } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';

/** What is known of a session that runs on a wallet, or that was priced and not charged. */
export interface UnsettledSession {
  readonly sessionId: string;
  /** Since when it is on the wallet's list of running sessions. */
  readonly openedAt?: Instant;
  /** The station told of it. */
  readonly begun: boolean;
  readonly endedAt?: Instant;
  readonly interruptedAt?: Instant;
  readonly price?: { readonly amount: string; readonly currency: string };
}

export interface SettlementPatience {
  /** A session that no station tells of this long after its wallet was asked never came to be: its start was not recorded. */
  readonly unheardSeconds: number;
}

/** An end and its price are recorded at once, and may still be read one after the other. */
const PRICE_FOLLOWS_MS = 2_000;
/** A station that comes back goes on with what it was doing. */
const INTERRUPTED_MS = 3_600_000;
/** No session goes on for so long; its station is gone for good, and its driver needs the credit. A price that comes after all is charged. */
export const LONGEST_SESSION_MS = 7 * 24 * 3_600_000;

/** What is to be settled of a session by now, if anything. */
export function settlementOf(session: UnsettledSession, now: Date, patience: SettlementPatience): Settlement | undefined {
  const { sessionId, openedAt, begun, endedAt, interruptedAt, price } = session;
  const passed = (since: Instant | undefined, ms: number): boolean =>
    since !== undefined && now.getTime() - Date.parse(since) >= ms;
  if (price) return { sessionId, price, because: 'priced' };
  if (passed(endedAt, PRICE_FOLLOWS_MS)) return { sessionId, because: 'not-priced' };
  if (endedAt === undefined && passed(interruptedAt, INTERRUPTED_MS)) return { sessionId, because: 'interrupted' };
  if (!begun && passed(openedAt, patience.unheardSeconds * 1_000)) return { sessionId, because: 'never-came-to-be' };
  if (passed(openedAt, LONGEST_SESSION_MS)) return { sessionId, because: 'interrupted' };
  return undefined;
}
