import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@wattledger/event-log';
import type { AnyFact, AnyProjection } from './projection.ts';
import { Projector } from './projector.ts';
import type { ProjectorOptions } from './projector.ts';
import type { Parked } from './row-store.ts';
import { SqliteRowStore } from './sqlite/sqlite-row-store.ts';

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
  private readonly table: string;

  private constructor(folder: string, projector: Projector<State, Fact, Source>, store: SqliteRowStore, table: string) {
    this.folder = folder;
    this.projector = projector;
    this.store = store;
    this.table = table;
  }

  static async begin<State extends object, Fact extends AnyFact, Source>(
    options: Pick<ProjectorOptions<State, Fact, Source>, 'log' | 'reader' | 'batchSize'>,
    projection: AnyProjection<Fact, Source>,
  ): Promise<RemadeProjection<State, Fact, Source>> {
    const folder = await mkdtemp(join(tmpdir(), 'wattledger-retry-'));
    const store = new SqliteRowStore(join(folder, 'rows.sqlite'));
    const { log, reader, batchSize } = options;
    const projector = await Projector.open({ log, reader, batchSize, store, projections: [projection] });
    return new RemadeProjection(folder, projector, store, projection.table.name);
  }

  /** Folds on up to a position. @returns where it threw, if it did */
  async upTo(position: Position): Promise<Parked | undefined> {
    await this.projector.run({ until: position });
    return (await this.projector.status()).parked.find(({ projection }) => projection !== 'facts');
  }

  rows(): IterableIterator<object> {
    return this.store.rows(this.table);
  }

  async end(): Promise<void> {
    this.store.close();
    await rm(this.folder, { recursive: true });
  }
}
