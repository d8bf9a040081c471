import type { EventLog } from '@wattledger/event-log';
import type { Committed, ProjectorStatus } from '@wattledger/projections';
import { openProjector, openRowStore, startProjectorThread } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** The role that keeps the rows in step with the log. */
export interface Projecting {
  status(): Promise<ProjectorStatus | undefined>;
  /** Told after every commit which rows changed. @returns a function that ends it */
  onCommitted(listener: (committed: Committed) => void): () => void;
  stop(): Promise<void>;
}

/**
 * Starts the projector: in a thread of its own over the embedded log, in this one over a log that is elsewhere, where
 * reading costs the machine little.
 */
export async function startProjecting(settings: Settings, eventLog: EventLog, log: Logger): Promise<Projecting> {
  const listeners = new Set<(committed: Committed) => void>();
  const tell = (committed: Committed) => {
    for (const listener of listeners) listener(committed);
  };
  const onCommitted = (listener: (committed: Committed) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const projector =
    settings.eventStoreUrl === undefined
      ? await startProjectorThread({
          dataFolder: settings.dataFolder,
          onCommitted: tell,
          onFailed: (failure) => log.error(failure, 'the projector failed'),
        })
      : await projectHere(settings, eventLog, log, tell);
  return { ...projector, onCommitted };
}

async function projectHere(settings: Settings, eventLog: EventLog, log: Logger, onCommitted: (committed: Committed) => void) {
  const store = openRowStore(settings.dataFolder);
  const projector = await openProjector({ log: eventLog, store, onCommitted });
  const stopping = new AbortController();
  const running = projector
    .run({ signal: stopping.signal })
    .catch((error: unknown) => log.error({ error: String(error) }, 'the projector failed'));
  return {
    status: () => projector.status(),
    stop: async () => {
      stopping.abort();
      await running;
      await store.close();
    },
  };
}
