import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteLogReader } from '@wattledger/event-log';
import { PostgresLeadership, PostgresRowStore } from '@wattledger/projections';
import type { Committed, ProjectorStatus, RetryOutcome, RowStore } from '@wattledger/projections';
import { keepProjecting } from './keep-projecting.ts';
import type { KeepProjectingOptions } from './keep-projecting.ts';
import { CATCH_UP_BATCH, openRowStore } from './open-projector.ts';
import type { ReadModelProjector } from './open-projector.ts';
import { wholeHistory } from './whole-history.ts';

/** What the projector's thread is told. */
export type ProjectorCommand =
  { readonly command: 'status' } | { readonly command: 'retry'; readonly projection: string } | { readonly command: 'stop' };

/** What it tells. */
export type ProjectorReport =
  | { readonly report: 'ready' }
  | { readonly report: 'committed'; readonly committed: Committed }
  | { readonly report: 'status'; readonly status: ProjectorStatus | undefined }
  | { readonly report: 'retried'; readonly outcome: RetryOutcome | undefined }
  | { readonly report: 'failed'; readonly code: string; readonly message: string; readonly retryable: boolean }
  | { readonly report: 'stopped' };

export interface ProjectorWorkerData {
  readonly dataFolder: string;
  /** Rows are in this PostgreSQL; absent: in the data folder. */
  readonly databaseUrl?: string;
  readonly batchSize?: number;
  /** See `ProjectorOptions.traced`. */
  readonly traced?: boolean;
}

const port = parentPort;
if (!port) throw new Error('The projector runs as a worker thread.');
const { dataFolder, databaseUrl, batchSize = CATCH_UP_BATCH, traced } = workerData as ProjectorWorkerData;

const say = (report: ProjectorReport): void => port.postMessage(report);
const stopping = new AbortController();
let projector: ReadModelProjector | undefined;

port.on('message', (told: ProjectorCommand) => {
  if (told.command === 'stop') stopping.abort();
  else if (told.command === 'status') void answerStatus();
  else void answerRetry(told.projection);
});

async function answerStatus(): Promise<void> {
  say({ report: 'status', status: await projector?.status().catch(() => undefined) });
}

async function answerRetry(projection: string): Promise<void> {
  say({ report: 'retried', outcome: await projector?.retry(projection).catch(() => undefined) });
}

/** The sockets come first: on Linux every thread has a niceness of its own. Elsewhere the system must do. */
function yieldToOthers(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').pop());
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    return;
  }
}

/** The log, and the rows that the store opens beside it. */
async function openBoth(openStore: () => RowStore) {
  const log = new SqliteLogReader(dataFolder);
  try {
    const store = openStore();
    const close = async (): Promise<void> => {
      await store.close();
      log.close();
    };
    return { log: wholeHistory(log, dataFolder), store, close };
  } catch (error) {
    log.close();
    throw error;
  }
}

const onProjector = (opened: ReadModelProjector | undefined): void => {
  if (opened) say({ report: 'ready' });
  projector = opened;
};
const toRows: Omit<KeepProjectingOptions, 'open'> = {
  batchSize,
  positionsCountEvents: true,
  traced,
  onProjector,
  onCommitted: (committed) => say({ report: 'committed', committed }),
  onFailed: (failure) => say({ report: 'failed', ...failure }),
};

/** In the data folder, or in the database that another process may still be letting go of. */
async function project(): Promise<void> {
  const { signal } = stopping;
  if (databaseUrl === undefined)
    return keepProjecting({ ...toRows, open: () => openBoth(() => openRowStore(dataFolder)) }, signal);
  const leadership = new PostgresLeadership(databaseUrl, (error) => {
    say({ report: 'failed', code: 'rows-unreachable', message: String(error), retryable: true });
  });
  await leadership.whileHolding(
    (connection, leading) => keepProjecting({ ...toRows, open: () => openBoth(() => new PostgresRowStore(connection)) }, leading),
    signal,
  );
  await leadership.close();
}

yieldToOthers();
await project();
say({ report: 'stopped' });
port.close();
