import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { KyselyConfig } from 'kysely';
import type { ReadModels } from './tables/index.ts';
import { readModelsFault } from './errors.ts';

/** The rows of a data folder. They are derived from its log and may be deleted. */
export const readModelsFile = (folder: string): string => join(folder, 'read-models.sqlite');

/**
 * Opens the read models for reading, beside the projector that writes them.
 *
 * Rows come as they are stored; `readRow(stationsTable, row)` gives them their types back. `destroy()` closes the file.
 *
 * @param log told of every statement
 * @throws Fault `read-models-missing` before the projector has made them.
 */
export function openReadModels(folder: string, log?: KyselyConfig['log']): Kysely<ReadModels> {
  const file = readModelsFile(folder);
  if (!existsSync(file)) throw readModelsFault('read-models-missing', `There are no read models in ${folder}`);
  const database = new Database(file, { readonly: true, timeout: 10_000 });
  return new Kysely<ReadModels>({ log, dialect: new SqliteDialect({ database }) });
}
