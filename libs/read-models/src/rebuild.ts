import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@wattledger/event-log';
import { firstDifference, SqliteRowSnapshot, SqliteRowStore } from '@wattledger/projections';
import type { RowDifference, RowSnapshot } from '@wattledger/projections';
import { CATCH_UP_BATCH, openProjector } from './open-projector.ts';
import { readModels } from './projections/index.ts';
import { openRowsToRemake, openSnapshot } from './rows-place.ts';
import type { RowsPlace } from './rows-place.ts';
import { wholeHistory } from './whole-history.ts';
import type { HistoryLog } from './whole-history.ts';

/** Rows, and the log that they are made from. */
export interface ReadModelsPlace extends RowsPlace {
  /** Any log, only read here. */
  readonly log: HistoryLog;
}

export interface RebuildProgress {
  /** How far the rows are. */
  readonly position: Position;
  /** How far they will be. */
  readonly head: Position;
  /** Folded so far. */
  readonly events: number;
}

/**
 * Makes all rows anew from the log. Those of a data folder have one writer, so its platform must not be running; those of a database are made beside
 * the running platform and then put in the place of the old ones. Readers see old rows until then.
 *
 * @returns how many events were folded.
 * @throws Fault `rows-in-use`, `rows-unreachable`
 */
export async function rebuildReadModels(
  { log, ...place }: ReadModelsPlace,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<number> {
  const store = await openRowsToRemake(place);
  try {
    const head = await log.head();
    let events = 0;
    const onCommitted = (committed: { position: Position; events: number }): void => {
      events += committed.events;
      onProgress({ position: committed.position, head, events });
    };
    const projector = await openProjector({
      log: wholeHistory(log, place.dataFolder),
      store,
      onCommitted,
      batchSize: CATCH_UP_BATCH,
    });
    await projector.rebuild({ until: head });
    return events;
  } finally {
    await store.close();
  }
}

export interface Comparison {
  /** Rows were compared as they were here. */
  readonly checkpoint: Position;
  readonly tables: readonly string[];
  /** The first differing row of each table that has one; none when the rows are what the log says. */
  readonly differences: readonly RowDifference[];
}

/**
 * Holds rows against rows made anew from the log, up to the same event. Works beside a running platform.
 *
 * Those made anew lie in a file meanwhile: in the data folder, or for rows of a database in the system's folder for temporary files.
 *
 * @throws Fault `read-models-missing`, `rows-unreachable`
 */
export async function compareWithRebuild(place: ReadModelsPlace): Promise<Comparison> {
  const found = await openSnapshot(place);
  const scratch = await mkdtemp(join(place.databaseUrl === undefined ? place.dataFolder : tmpdir(), 'compare-'));
  try {
    const { checkpoint } = found;
    const expected = await rebuiltIn(join(scratch, 'rebuilt.sqlite'), place, checkpoint);
    try {
      const differences: RowDifference[] = [];
      for (const { table } of readModels) {
        const difference = await firstDifference(table, found, expected);
        if (difference) differences.push(difference);
      }
      return { checkpoint, tables: readModels.map(({ table }) => table.name), differences };
    } finally {
      await expected.close();
    }
  } finally {
    await found.close();
    await rm(scratch, { recursive: true });
  }
}

async function rebuiltIn(file: string, { log, dataFolder }: ReadModelsPlace, until: Position): Promise<RowSnapshot> {
  const store = new SqliteRowStore(file);
  try {
    const projector = await openProjector({ log: wholeHistory(log, dataFolder), store, batchSize: CATCH_UP_BATCH });
    await projector.run({ until });
  } finally {
    store.close();
  }
  const rebuilt = SqliteRowSnapshot.open(file);
  if (!rebuilt) throw new Error(`${file} was made and is not there`);
  return rebuilt;
}
