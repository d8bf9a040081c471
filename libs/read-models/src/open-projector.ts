import { Projector, SqliteRowStore } from '@wattledger/projections';
import type { FactSource, StationState } from '@wattledger/charging';
import type { Committed, FollowedLog, RowStore } from '@wattledger/projections';
import { factReader } from './facts.ts';
import type { ReadModelFact } from './facts.ts';
import { readModelsFile } from './open-read-models.ts';
import { readModels } from './projections/index.ts';

export type ReadModelProjector = Projector<StationState, ReadModelFact, FactSource>;

/** Events per commit where nobody else needs the thread. */
export const CATCH_UP_BATCH = 16_000;

export interface OpenProjectorOptions {
  readonly log: FollowedLog;
  readonly store: RowStore;
  /** The most events per commit; small where the thread is shared. */
  readonly batchSize?: number;
  /** The log's positions grow by one with every event, as those of the embedded log do. */
  readonly positionsCountEvents?: boolean;
  /** Tells with every commit which traces its events belong to. */
  readonly traced?: boolean;
  readonly onCommitted?: (committed: Committed) => void;
}

/** The platform's projector over any log and any store: for a log that lives on a server, run it on the caller's thread. */
export const openProjector = (options: OpenProjectorOptions): Promise<ReadModelProjector> =>
  Projector.open({ ...options, reader: factReader, projections: readModels });

/**
 * The rows of a data folder, for their one writer.
 *
 * @throws Fault `rows-in-use`, `rows-unreadable`
 */
export const openRowStore = (folder: string): RowStore => new SqliteRowStore(readModelsFile(folder));
