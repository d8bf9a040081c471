import { BEFORE_FIRST } from '@wattledger/event-log';
import type { EventLog, Position } from '@wattledger/event-log';
import type { Tracer } from '@wattledger/kernel';
import { PostgresRowStore } from '@wattledger/projections';
import type { Committed, ProjectorStatus, RetryOutcome } from '@wattledger/projections';
import { followRows, keepProjecting, openRowStore, startProjectorThread, wholeHistory } from '@wattledger/read-models';
import type { ProjectorFailure, ReadModelProjector } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { OpenedLeadership } from './leadership.ts';
import type { Settings } from './settings.ts';

/** How the rows are kept in step with the log, by this process or by another one of the same database. */
export interface Projecting {
  /** How far the rows are; `undefined` while nobody knows. */
  status(): Promise<ProjectorStatus | undefined>;
  /** Tries a parked projection again; `undefined` where that failed, or no projector of this process makes the rows. */
  retry(projection: string): Promise<RetryOutcome | undefined>;
  /** False once it has failed for good, and while the database of the rows cannot be reached. */
  isRunning(): boolean;
  /** Told after every commit which rows changed. @returns a function that ends it */
  onCommitted(listener: (committed: Committed) => void): () => void;
  stop(): Promise<void>;
}

/** Tells how far the rows are: before everything while nobody knows. */
export const positionOfRows = (projecting: Projecting) => async (): Promise<Position> =>
  (await projecting.status())?.checkpoint ?? BEFORE_FIRST;

/** A projector of this process. */
type Running = Pick<Projecting, 'status' | 'retry' | 'stop'>;

export interface ProjectingParts {
  readonly settings: Settings;
  readonly eventLog: EventLog;
  readonly leadership: OpenedLeadership;
  readonly log: Logger;
  /** Absent where nobody collects traces. */
  readonly tracer?: Tracer | undefined;
}

/** Who is told of commits. */
class Listeners {
  private readonly listeners = new Set<(committed: Committed) => void>();
  readonly add = (listener: (committed: Committed) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly tell = (committed: Committed) => {
    for (const listener of this.listeners) listener(committed);
  };
}

/**
 * Starts the projector, where this process has that role: in a thread of its own over the embedded log, in this one over a log that is elsewhere, where
 * reading costs the machine little. Rows in a database are followed there, whoever makes them.
 *
 * @returns `undefined` where nothing tells this process of the rows: they are in its data folder, and another process makes them
 */
export async function startProjecting(parts: ProjectingParts): Promise<Projecting | undefined> {
  const { settings, eventLog, log, tracer } = parts;
  const { databaseUrl } = settings;
  const projects = settings.roles.has('projector');
  if (!projects && databaseUrl === undefined) return undefined;
  const listeners = new Listeners();
  let hasFailed = false;
  const onFailed = (failure: ProjectorFailure) => {
    hasFailed ||= !failure.retryable;
    log.error(failure, 'the projector failed');
  };
  const { add: onCommitted } = listeners;
  if (databaseUrl === undefined) {
    if (tracer) listeners.add(traceCommits(tracer));
    const projector = await startProjector(parts, onFailed, listeners.tell);
    return { ...projector, onCommitted, isRunning: () => !hasFailed };
  }
  const following = followRows({
    databaseUrl,
    log: eventLog,
    positionsCountEvents: settings.eventStoreUrl === undefined,
    onCommitted: listeners.tell,
    onTrouble: (error) => log.error({ error: String(error) }, 'the database of the read models cannot be reached'),
  });
  const projector = projects ? await startProjector(parts, onFailed, tracer && traceCommits(tracer)) : undefined;
  return {
    status: () => following.status(),
    retry: async (projection) => projector?.retry(projection),
    isRunning: () => !hasFailed && following.isConnected(),
    onCommitted,
    stop: async () => {
      await projector?.stop();
      await following.close();
    },
  };
}

async function startProjector(
  { settings, eventLog, leadership, tracer }: ProjectingParts,
  onFailed: (failure: ProjectorFailure) => void,
  onCommitted?: (committed: Committed) => void,
): Promise<Running> {
  const { dataFolder, databaseUrl, eventStoreUrl } = settings;
  const traced = tracer !== undefined;
  if (eventStoreUrl === undefined) return startProjectorThread({ dataFolder, databaseUrl, traced, onCommitted, onFailed });
  const stopping = new AbortController();
  let projector: ReadModelProjector | undefined;
  const opened = Promise.withResolvers<void>();
  const toRows = {
    traced,
    onCommitted,
    onFailed,
    onProjector: (open: ReadModelProjector | undefined) => {
      projector = open;
      if (open) opened.resolve();
    },
  };
  const running = leadership.whileWriting(
    (connection, leading) =>
      keepProjecting(
        {
          ...toRows,
          open: () => {
            const store = connection ? new PostgresRowStore(connection) : openRowStore(dataFolder);
            return Promise.resolve({ log: wholeHistory(eventLog, dataFolder), store, close: async () => store.close() });
          },
        },
        leading,
      ),
    stopping.signal,
  );
  // Rows of a database may be another process's to make. Those of a folder are there from now on, or never will be.
  if (databaseUrl === undefined) await Promise.race([opened.promise, running]);
  return {
    status: async () => projector?.status(),
    retry: async (projection) => projector?.retry(projection),
    stop: async () => {
      stopping.abort();
      await running;
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
