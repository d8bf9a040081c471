import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@wattledger/event-log';
import type { AnyFact, AnyProjection } from './projection.ts';
import { Projector } from './projector.ts';
import type { ProjectorOptions } from './projector.ts';
import type { Commit, Committed, Parked, RowStore } from './row-store.ts';
import { SqliteRowStore } from './sqlite/sqlite-row-store.ts';

const ROWS_AT_ONCE = 10_000;

/** What came of trying a parked projection again. */
export type RetryOutcome =
  | { readonly outcome: 'retried'; /** everything up to here is in its rows */ readonly position: Position }
  | { readonly outcome: 'not-parked' }
  /** It cannot get past this event, or past another one. Its rows are as they were. */
  | ({ readonly outcome: 'parked-again' } & Parked);

/**
 * The rows of one projection, made anew from the first event beside all others.
 *
 * They lie in a file of their own until they are whole. Whatever threw is met again: nothing is skipped.
 */
export class RemadeProjection<State extends object, Fact extends AnyFact, Source> {
  private readonly folder: string;
  private readonly projector: Projector<State, Fact, Source>;
  private readonly store: SqliteRowStore;
  private readonly projection: string;
  private readonly table: string;

  private constructor(
    folder: string,
    projector: Projector<State, Fact, Source>,
    store: SqliteRowStore,
    { name, table }: AnyProjection<Fact, Source>,
  ) {
    this.folder = folder;
    this.projector = projector;
    this.store = store;
    this.projection = name;
    this.table = table.name;
  }

  static async begin<State extends object, Fact extends AnyFact, Source>(
    options: Pick<ProjectorOptions<State, Fact, Source>, 'log' | 'reader' | 'batchSize'>,
    projection: AnyProjection<Fact, Source>,
  ): Promise<RemadeProjection<State, Fact, Source>> {
    const folder = await mkdtemp(join(tmpdir(), 'wattledger-retry-'));
    const store = new SqliteRowStore(join(folder, 'rows.sqlite'));
    const { log, reader, batchSize } = options;
    const projector = await Projector.open({ log, reader, batchSize, store, projections: [projection] });
    return new RemadeProjection(folder, projector, store, projection);
  }

  /** Folds on up to a position. @returns where it threw, if it did */
  async upTo(position: Position): Promise<Parked | undefined> {
    await this.projector.run({ until: position });
    return (await this.projector.status()).parked.find(({ projection }) => projection !== 'facts');
  }

  /**
   * Puts the rows in the place of those of the parked projection, which stays parked until the last row is there: a process that dies
   * in between is asked again.
   */
  async replaceIn(store: RowStore, checkpoint: Position): Promise<Committed> {
    const { table: name } = this;
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
    await write(some, { unparked: [this.projection], news });
    return news;
  }

  async end(): Promise<void> {
    this.store.close();
    await rm(this.folder, { recursive: true });
  }
}
