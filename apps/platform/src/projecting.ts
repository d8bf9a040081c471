import type { EventLog } from '@wattledger/event-log';
import type { Committed, ProjectorStatus, RetryOutcome } from '@wattledger/projections';
import { openProjector, openRowStore, startProjectorThread, wholeHistory } from '@wattledger/read-models';
import type { Tracer } from '@wattledger/kernel';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** The role that keeps the rows in step with the log. */
export interface Projecting {
  status(): Promise<ProjectorStatus | undefined>;
  /** Tries a parked projection again; `undefined` where that failed, or the projector is gone. */
  retry(projection: string): Promise<RetryOutcome | undefined>;
  /** False once it has failed for good. */
  isRunning(): boolean;
  /** Told after every commit which rows changed. @returns a function that ends it */
  onCommitted(listener: (committed: Committed) => void): () => void;
  stop(): Promise<void>;
}

/**
 * Starts the projector: in a thread of its own over the embedded log, in this one over a log that is elsewhere, where
 * reading costs the machine little.
 */
export async function startProjecting(settings: Settings, eventLog: EventLog, log: Logger, tracer?: Tracer): Promise<Projecting> {
  const listeners = new Set<(committed: Committed) => void>();
  const tell = (committed: Committed) => {
    for (const listener of listeners) listener(committed);
  };
  const onCommitted = (listener: (committed: Committed) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const traced = tracer !== undefined;
  if (tracer) listeners.add(traceCommits(tracer));
  let running = true;
  const failed = (failure: { readonly retryable: boolean }) => {
    running = failure.retryable;
    log.error(failure, 'the projector failed');
  };
  const projector =
    settings.eventStoreUrl === undefined
      ? await startProjectorThread({
          dataFolder: settings.dataFolder,
          traced,
          onCommitted: tell,
          onFailed: failed,
        })
      : await projectHere(settings, eventLog, tell, failed, traced);
  return { ...projector, onCommitted, isRunning: () => running };
}

async function projectHere(
  settings: Settings,
  eventLog: EventLog,
  onCommitted: (committed: Committed) => void,
  onFailed: (failure: { readonly message: string; readonly retryable: boolean }) => void,
  traced: boolean,
) {
  const store = openRowStore(settings.dataFolder);
  const projector = await openProjector({ log: wholeHistory(eventLog, settings.dataFolder), store, onCommitted, traced });
  const stopping = new AbortController();
  const running = projector
    .run({ signal: stopping.signal })
    .catch((error: unknown) => onFailed({ message: String(error), retryable: false }));
  return {
    status: () => projector.status(),
    retry: (projection: string) => projector.retry(projection),
    stop: async () => {
      stopping.abort();
      await running;
      await store.close();
    },
  };
}

/** One span per batch, linked to the traces of all its events: they end here, together, as rows. */
const traceCommits =
  (tracer: Tracer) =>
  ({ traces, events, position }: Committed): void => {
    if (!traces) return;
    const { startedAt, traceparents: links } = traces;
    const attributes = { 'wattledger.events': events, 'wattledger.position': position };
    tracer.start('project', { parent: links[0], links, startedAt, attributes })?.end();
  };
