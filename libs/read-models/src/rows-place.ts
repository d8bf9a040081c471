import { PostgresRowSnapshot, PostgresRowStore, SqliteRowSnapshot } from '@wattledger/projections';
import type { RowSnapshot, RowStore } from '@wattledger/projections';
import type { Kysely, KyselyConfig } from 'kysely';
import { readModelsFault } from './errors.ts';
import { openPostgresReadModels } from './open-postgres-read-models.ts';
import { openRowStore } from './open-projector.ts';
import { openReadModels, readModelsFile } from './open-read-models.ts';
import { readModels } from './projections/index.ts';
import type { ReadModels } from './tables/index.ts';

/** Where rows lie. */
export interface RowsPlace {
  /** Has the archives, and the rows unless a database has them. */
  readonly dataFolder: string;
  /** The PostgreSQL that has the rows. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Opens rows for reading; see {@link openReadModels} and {@link openPostgresReadModels}.
 *
 * @param log told of every statement
 */
export const openRows = ({ databaseUrl, dataFolder }: RowsPlace, log?: KyselyConfig['log']): Kysely<ReadModels> =>
  databaseUrl === undefined ? openReadModels(dataFolder, log) : openPostgresReadModels(databaseUrl, log);

/**
 * Opens rows for making them anew. Of a data folder this is the one writer; in a database the leader goes on with the old rows meanwhile.
 *
 * @throws Fault `rows-in-use`, `rows-unreadable`, `rows-unreachable`
 */
export const openRowsToRemake = async ({ databaseUrl, dataFolder }: RowsPlace): Promise<RowStore> =>
  databaseUrl === undefined ? openRowStore(dataFolder) : PostgresRowStore.connect(databaseUrl, 'rebuild');

/**
 * Holds on to all rows as they are now.
 *
 * @throws Fault `read-models-missing`, `rows-unreachable`, `rows-outdated`
 */
export async function openSnapshot({ databaseUrl, dataFolder }: RowsPlace): Promise<RowSnapshot> {
  const tables = readModels.map(({ table }) => table);
  const snapshot =
    databaseUrl === undefined
      ? SqliteRowSnapshot.open(readModelsFile(dataFolder))
      : await PostgresRowSnapshot.open(databaseUrl, tables);
  if (snapshot) return snapshot;
  const where = databaseUrl === undefined ? dataFolder : 'the database';
  throw readModelsFault('read-models-missing', `There are no read models in ${where}`);
}
