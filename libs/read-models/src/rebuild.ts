import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SqliteLogReader } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { firstDifference, SqliteRowStore } from '@wattledger/projections';
import type { RowDifference } from '@wattledger/projections';
import { readModelsFault } from './errors.ts';
import { CATCH_UP_BATCH, openProjector, openRowStore } from './open-projector.ts';
import { readModelsFile } from './open-read-models.ts';
import { readModels } from './projections/index.ts';
import { wholeHistory } from './whole-history.ts';

export interface RebuildProgress {
  /** How far the rows are. */
  readonly position: Position;
  /** How far they will be. */
  readonly head: Position;
  /** Folded so far. */
  readonly events: number;
}

/**
 * Makes all rows of a data folder anew from its log. The platform must not be running; readers may.
 *
 * @returns how many events were folded.
 * @throws Fault `rows-in-use`, `log-missing`
 */
export async function rebuildReadModels(
  folder: string,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<number> {
  const log = new SqliteLogReader(folder);
  try {
    const store = openRowStore(folder);
    try {
      const head = log.head();
      let events = 0;
      const onCommitted = (committed: { position: Position; events: number }): void => {
        events += committed.events;
        onProgress({ position: committed.position, head, events });
      };
      const projector = await openProjector({ log: wholeHistory(log, folder), store, onCommitted, batchSize: CATCH_UP_BATCH });
      await projector.rebuild({ until: head });
      return events;
    } finally {
      await store.close();
    }
  } finally {
    log.close();
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
 * Holds the rows of a data folder against rows made anew from its log, up to the same event. Works beside a running platform.
 *
 * @throws Fault `read-models-missing`, `log-missing`
 */
export async function compareWithRebuild(folder: string): Promise<Comparison> {
  const file = readModelsFile(folder);
  if (!existsSync(file)) throw readModelsFault('read-models-missing', `There are no read models in ${folder}`);
  const found = new Database(file, { readonly: true, timeout: 10_000 });
  const scratch = await mkdtemp(join(folder, 'compare-'));
  try {
    // One transaction, so that the rows stand still while the projector goes on.
    found.exec('BEGIN');
    const checkpoint = found.prepare<[], Position>('SELECT checkpoint FROM projector').pluck().get() ?? -1;
    const rebuilt = join(scratch, 'rebuilt.sqlite');
    await rebuildInto(folder, rebuilt, checkpoint);
    const expected = new Database(rebuilt, { readonly: true });
    const differences = readModels
      .map(({ table }) => firstDifference(table, found, expected))
      .filter((each) => each !== undefined);
    expected.close();
    return { checkpoint, tables: readModels.map(({ table }) => table.name), differences };
  } finally {
    found.close();
    await rm(scratch, { recursive: true });
  }
}

async function rebuildInto(folder: string, file: string, until: Position): Promise<void> {
  const log = new SqliteLogReader(folder);
  const store = new SqliteRowStore(file);
  try {
    const projector = await openProjector({ log: wholeHistory(log, folder), store, batchSize: CATCH_UP_BATCH });
    await projector.run({ until });
  } finally {
    await store.close();
    log.close();
  }
}
