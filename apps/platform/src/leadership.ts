import { alwaysLeading, PostgresLeadership } from '@wattledger/projections';
import type { Leadership } from '@wattledger/projections';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** Who does what only one process of a log may do; let go of at the end. */
export type OpenedLeadership = Leadership & { close(): Promise<void> };

/**
 * Among the processes of a database one projector leads. Over the embedded log or without a database there is one process, which
 * always does: the embedded log lets no second one in, and rows in a data folder have one writer.
 */
export function openLeadership({ databaseUrl, eventStoreUrl, roles }: Settings, log: Logger): OpenedLeadership {
  if (databaseUrl === undefined || eventStoreUrl === undefined) return { ...alwaysLeading, close: () => Promise.resolve() };
  if (!roles.has('projector')) return { ...neverLeading, close: () => Promise.resolve() };
  return new PostgresLeadership(databaseUrl, (error) => {
    log.error({ error: String(error) }, 'the database cannot be reached: nobody knows who leads until it can');
  });
}

/** A process without the role `projector` leaves it to those that have it. */
const neverLeading: Leadership = {
  isLeader: false,
  whileLeading: (_work, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    }),
};
