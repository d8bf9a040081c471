import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@wattledger/kernel';
import type { Committed, FollowedLog, RowStore } from '@wattledger/projections';
import { openProjector } from './open-projector.ts';
import type { ReadModelProjector } from './open-projector.ts';

/** After a failure that may pass, such as a full disk. */
const RETRY_AFTER_MS = 1_000;

export interface ProjectorFailure {
  readonly code: string;
  readonly message: string;
  /** It is tried again by itself. */
  readonly retryable: boolean;
}

export interface KeepProjectingOptions {
  /** Opens what a projector works with; anew after every failure. */
  open(): Promise<{ readonly log: FollowedLog; readonly store: RowStore; close(): Promise<void> }>;
  readonly batchSize?: number;
  readonly positionsCountEvents?: boolean;
  /** See `ProjectorOptions.traced`. */
  readonly traced?: boolean;
  onCommitted?(committed: Committed): void;
  /** The rows are open and being followed; `undefined` when they no longer are. */
  onProjector?(projector: ReadModelProjector | undefined): void;
  onFailed?(failure: ProjectorFailure): void;
}

/**
 * Projects until the signal.
 *
 * A projector that failed is opened anew: what it had in memory is no longer what is in the rows. One that never worked is
 * given up unless its fault says that it may pass.
 */
export async function keepProjecting(options: KeepProjectingOptions, signal: AbortSignal): Promise<void> {
  let hasWorked = false;
  while (!signal.aborted) {
    try {
      await projectOnce(options, signal, () => (hasWorked = true));
    } catch (error) {
      // Whoever ended it knows why.
      if (signal.aborted) return;
      const fault = error instanceof Fault ? error : undefined;
      const retryable = fault?.retryable ?? hasWorked;
      options.onFailed?.({ code: fault?.code ?? 'unexpected', message: String(error), retryable });
      if (!retryable) return;
      await sleep(RETRY_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function projectOnce(
  { open, onProjector, onCommitted, batchSize, positionsCountEvents, traced }: KeepProjectingOptions,
  signal: AbortSignal,
  onOpened: () => void,
): Promise<void> {
  const { log, store, close } = await open();
  try {
    const projector = await openProjector({
      log,
      store,
      batchSize,
      positionsCountEvents,
      traced,
      onCommitted: (committed) => onCommitted?.(committed),
    });
    onOpened();
    onProjector?.(projector);
    await projector.run({ signal });
  } finally {
    onProjector?.(undefined);
    await close();
  }
}
