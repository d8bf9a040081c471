import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@wattledger/event-log';
import type { Commit, Committed, Recipe, RowStore } from './row-store.ts';
import { SqliteRowStore } from './sqlite/sqlite-row-store.ts';

const ROWS_AT_ONCE = 10_000;

/** The rows of one projection that are made anew beside all others: they lie in a file of their own until they are whole. */
export class RemadeRows {
  /** Where they are made. */
  readonly store: SqliteRowStore;
  private readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.store = new SqliteRowStore(join(folder, 'rows.sqlite'));
  }

  static async begin(): Promise<RemadeRows> {
    return new RemadeRows(await mkdtemp(join(tmpdir(), 'wattledger-retry-')));
  }

  /**
   * Puts the rows in the place of those of the parked projection, which stays parked until the last row is there: a process that dies
   * in between is asked again.
   */
  async replaceIn(store: RowStore, projection: Recipe['projections'][number], checkpoint: Position): Promise<Committed> {
    const { name } = projection.table;
    const write = (upserts: readonly object[], more: Partial<Commit>) =>
      store.commit({ checkpoint, tables: [{ name, upserts, deletes: [] }], states: [], parked: [], ...more });
    const news = { position: checkpoint, events: 0, changes: [{ table: name, keys: 'many' as const }], caughtUp: true };
    await write([], { emptied: [name] });
    let some: object[] = [];
    for (const row of this.store.rows(name)) {
      if (some.push(row) < ROWS_AT_ONCE) continue;
      await write(some, {});
      some = [];
    }
    await write(some, { unparked: [projection.name], news });
    return news;
  }

  async end(): Promise<void> {
    this.store.close();
    await rm(this.folder, { recursive: true });
  }
}
