import { alwaysLeading, PostgresLeadership } from '@wattledger/projections';
import type { Leadership } from '@wattledger/projections';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

type Writing = Parameters<PostgresLeadership['whileHolding']>;
type Connection = Parameters<Writing[0]>[0];

/** Who does what only one process of a log may do; let go of at the end. */
export interface OpenedLeadership extends Leadership {
  /** The same for who writes the rows, on the connection that only the leader has; none where the rows are in the data folder. */
  whileWriting(
    work: (connection: Connection | undefined, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * Among the processes of a database one projector leads. Over the embedded log or without a database there is one process, which
 * always does: the embedded log lets no second one in, and rows in a data folder have one writer.
 */
export function openLeadership({ databaseUrl, eventStoreUrl, roles }: Settings, log: Logger): OpenedLeadership {
  if (databaseUrl === undefined || eventStoreUrl === undefined) return alone(alwaysLeading);
  if (!roles.has('projector')) return alone(neverLeading);
  const leadership = new PostgresLeadership(databaseUrl, (error) => {
    log.error({ error: String(error) }, 'the database cannot be reached: nobody knows who leads until it can');
  });
  return {
    get isLeader() {
      return leadership.isLeader;
    },
    whileLeading: (work, signal) => leadership.whileLeading(work, signal),
    whileWriting: (work, signal) => leadership.whileHolding(work, signal),
    close: () => leadership.close(),
  };
}

const alone = (leadership: Leadership): OpenedLeadership => ({
  ...leadership,
  whileWriting: (work, signal) => leadership.whileLeading((ended) => work(undefined, ended), signal),
  close: () => Promise.resolve(),
});

/** A process without the role `projector` leaves it to those that have it. */
const neverLeading: Leadership = {
  isLeader: false,
  whileLeading: (_work, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    }),
};
