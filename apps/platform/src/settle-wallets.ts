import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_SESSION_MS, settlementOf } from '@wattledger/access';
import type { StreamWallets } from '@wattledger/access';
import type { Clock } from '@wattledger/kernel';
import { readRow, walletSessionsTable } from '@wattledger/read-models';
import type { openReadModels, WalletSessionRow } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { Projecting } from './projecting.ts';

interface SettlingParts {
  readonly rows: ReturnType<typeof openReadModels>;
  readonly projecting: Projecting;
  readonly wallets: StreamWallets;
  readonly clock: Clock;
  readonly log: Logger;
  /** Longer than the start of a session may wait to be recorded. */
  readonly unheardSeconds: number;
}

/** Time alone settles some sessions: those of which nothing more is heard. */
const LOOK_AGAIN_MS = 2_000;
/** Rows that are further behind the log say nothing about what has not happened. */
const RECENT_MS = 30_000;

/**
 * Settles sessions with the wallets they run on, until the signal.
 *
 * What is owed is a question to the rows, which are made of the log: so nothing is forgotten by a crash, whenever it comes, and what was
 * settled already is no longer owed. Between the settlement and its row the same is asked again, and the wallet changes nothing.
 */
export async function settleWallets(parts: SettlingParts, signal: AbortSignal): Promise<void> {
  const news = new EventTarget();
  const stopListening = parts.projecting.onCommitted(({ changes }) => {
    if (changes.some(({ table }) => table === walletSessionsTable.name)) news.dispatchEvent(new Event('changed'));
  });
  try {
    while (!signal.aborted) {
      const waiting = new AbortController();
      const stop = AbortSignal.any([signal, waiting.signal]);
      // Heard from here on, so that what changes during the look leads to another one.
      const changed = once(news, 'changed', { signal: stop }).catch(() => undefined);
      await settleOwed(parts);
      await Promise.race([changed, sleep(LOOK_AGAIN_MS, undefined, { signal: stop }).catch(() => undefined)]);
      waiting.abort();
    }
  } finally {
    stopListening();
  }
}

async function settleOwed({ rows, projecting, wallets, clock, log, unheardSeconds }: SettlingParts): Promise<void> {
  try {
    const behindSince = (await projecting.status())?.behindSince;
    const now = clock();
    const behind = behindSince !== undefined && now.getTime() - Date.parse(behindSince) > RECENT_MS;
    for (const session of await unsettledIn(rows, new Date(now.getTime() - LONGEST_SESSION_MS))) {
      const settlement = settlementOf(session, now, { unheardSeconds });
      if (!settlement) continue;
      // What the rows have not heard of yet may well be in the log.
      if (settlement.because !== 'priced' && behind) continue;
      await wallets.settle(session.walletId, settlement);
    }
  } catch (error) {
    log.error({ error: String(error) }, 'sessions could not be settled; they are tried again');
  }
}

/** Those of which more is known than that they run, and those that cannot be running any more. */
async function unsettledIn(rows: ReturnType<typeof openReadModels>, longAgo: Date): Promise<WalletSessionRow[]> {
  const found = await rows
    .selectFrom('wallet_sessions')
    .selectAll()
    .where('unsettled', '=', 1)
    .where(({ or, eb }) =>
      or([
        eb('price', 'is not', null),
        eb('endedAt', 'is not', null),
        eb('interruptedAt', 'is not', null),
        eb('begun', '=', 0),
        eb('openedAt', '<=', longAgo.toISOString()),
      ]),
    )
    .execute();
  return found.map((row) => readRow(walletSessionsTable, row));
}
