import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Committed, ProjectorStatus, RetryOutcome } from '@wattledger/projections';
import { readModelsFault } from './errors.ts';
import type { ProjectorCommand, ProjectorReport, ProjectorWorkerData } from './projector.worker.ts';

export interface ProjectorThreadOptions extends ProjectorWorkerData {
  /** Told after every commit which rows changed and how far the rows are. */
  readonly onCommitted?: (committed: Committed) => void;
  /** Told when the projector failed. It tries again by itself where that can help. */
  readonly onFailed?: (failure: { readonly code: string; readonly message: string; readonly retryable: boolean }) => void;
}

/** The projector of an embedded log, in a thread of its own. */
export interface ProjectorThread {
  /** How far the rows are, and what stands still. `undefined` while the projector is being opened or is gone. */
  status(): Promise<ProjectorStatus | undefined>;
  /** See `Projector.retry`; `undefined` where the projector is gone, or failed meanwhile. */
  retry(projection: string): Promise<RetryOutcome | undefined>;
  /** Ends after the batch at hand. */
  stop(): Promise<void>;
}

/**
 * Starts the projector beside the gateway, with the lowest priority the system knows: ingest never waits for projections.
 *
 * Settles when the rows are open and being followed; the log of the data folder must have been opened before.
 *
 * @throws Fault `projector-failed` when it cannot start.
 */
export async function startProjectorThread(options: ProjectorThreadOptions): Promise<ProjectorThread> {
  const worker = startWorker(options);
  const asked: ((status: ProjectorStatus | undefined) => void)[] = [];
  const retrying: ((outcome: RetryOutcome | undefined) => void)[] = [];
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let running = true;
  const tell = (command: ProjectorCommand): void => worker.postMessage(command);
  void gone.then(() => {
    running = false;
    for (const resolve of [...asked.splice(0), ...retrying.splice(0)]) resolve(undefined);
  });

  await new Promise<void>((resolve, reject) => {
    worker.on('error', (cause: unknown) => {
      options.onFailed?.({ code: 'unexpected', message: String(cause), retryable: false });
      reject(readModelsFault('projector-failed', `The projector could not start: ${String(cause)}`, { cause }));
    });
    worker.on('message', (report: ProjectorReport) => {
      switch (report.report) {
        case 'ready':
          return resolve();
        case 'committed':
          return options.onCommitted?.(report.committed);
        case 'status':
          return asked.shift()?.(report.status);
        case 'retried':
          return retrying.shift()?.(report.outcome);
        case 'failed':
          options.onFailed?.(report);
          return report.retryable ? undefined : reject(readModelsFault('projector-failed', report.message));
        case 'stopped':
          return undefined;
      }
    });
  });

  return {
    status: () =>
      new Promise((resolve) => {
        if (!running) return resolve(undefined);
        asked.push(resolve);
        tell({ command: 'status' });
      }),
    retry: (projection) =>
      new Promise((resolve) => {
        if (!running) return resolve(undefined);
        retrying.push(resolve);
        tell({ command: 'retry', projection });
      }),
    stop: async () => {
      if (running) tell({ command: 'stop' });
      await gone;
    },
  };
}

/** The thread runs from the same tree as this file: source under test, the build in production. */
function startWorker({ dataFolder, databaseUrl, batchSize, traced }: ProjectorThreadOptions): Worker {
  const extension = extname(import.meta.url);
  const workerData: ProjectorWorkerData = { dataFolder, databaseUrl, batchSize, traced };
  return new Worker(new URL(`./projector.worker${extension}`, import.meta.url), {
    workerData,
    execArgv: extension === '.ts' ? ['--conditions=@wattledger/source', '--disable-warning=ExperimentalWarning'] : [],
  });
}
