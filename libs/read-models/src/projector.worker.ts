import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteLogReader } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';
import type { Committed, ProjectorStatus, RetryOutcome } from '@wattledger/projections';
import { CATCH_UP_BATCH, openProjector, openRowStore } from './open-projector.ts';
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
  readonly batchSize?: number;
  /** See `ProjectorOptions.traced`. */
  readonly traced?: boolean;
}

/** After a failure that may pass, such as a full disk. */
const RETRY_AFTER_MS = 1_000;

const port = parentPort;
if (!port) throw new Error('The projector runs as a worker thread.');
const { dataFolder, batchSize = CATCH_UP_BATCH, traced } = workerData as ProjectorWorkerData;

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

async function follow(onReady: () => void): Promise<void> {
  const log = new SqliteLogReader(dataFolder);
  try {
    const store = openRowStore(dataFolder);
    try {
      projector = await openProjector({
        log: wholeHistory(log, dataFolder),
        store,
        batchSize,
        positionsCountEvents: true,
        traced,
        onCommitted: (committed) => say({ report: 'committed', committed }),
      });
      onReady();
      await projector.run({ signal: stopping.signal });
    } finally {
      projector = undefined;
      await store.close();
    }
  } finally {
    log.close();
  }
}

/**
 * A projector that failed is opened anew: what it had in memory is no longer what is in the rows. One that never worked is
 * given up unless its fault says that it may pass.
 */
async function followForEver(): Promise<void> {
  let hasWorked = false;
  const onReady = (): void => {
    hasWorked = true;
    say({ report: 'ready' });
  };
  while (!stopping.signal.aborted) {
    try {
      await follow(onReady);
    } catch (error) {
      const fault = error instanceof Fault ? error : undefined;
      const retryable = fault?.retryable ?? hasWorked;
      say({ report: 'failed', code: fault?.code ?? 'unexpected', message: String(error), retryable });
      if (!retryable) return;
      await sleep(RETRY_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
}

yieldToOthers();
await followForEver();
say({ report: 'stopped' });
port.close();
