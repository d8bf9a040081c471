import { setTimeout as sleep } from 'node:timers/promises';
import { archiveEvents, archiveFolder } from '@wattledger/audit';
import { systemClock } from '@wattledger/kernel';
import { openSessions } from '@wattledger/read-models';
import type { openReadModels } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

const EVERY_MS = 24 * 3_600_000;
/** A platform that has just started has better things to do. */
const FIRST_AFTER_MS = 10 * 60_000;

/** Takes what is older than the settings want out of the log, once a day. One process of a log does it: the one that keeps the rows. */
export async function archiveRegularly(
  settings: Settings,
  store: Store,
  rows: ReturnType<typeof openReadModels>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { retention: policy, dataFolder } = settings;
  if (!policy) return;
  const folder = archiveFolder(dataFolder);
  const { ledger, signingKey } = store;
  let pause = FIRST_AFTER_MS;
  while (await sleep(pause, true, { signal }).catch(() => false)) {
    pause = EVERY_MS;
    try {
      const openSince = await openSessions(rows);
      const made = await archiveEvents({ ledger, signingKey, policy, folder, clock: systemClock, openSince });
      if (made) log.info({ file: made.file, events: made.events, streams: made.streams.length }, 'events were archived');
    } catch (error) {
      log.error({ error: String(error) }, 'events could not be archived; the log has them still');
    }
  }
}
