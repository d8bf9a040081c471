import { readerPool } from '@wattledger/projections';
import type { ReaderConnection } from '@wattledger/projections';
import { Kysely, PostgresDialect } from 'kysely';
import type { KyselyConfig, PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { ReadModels } from './tables/index.ts';

/** Asks with a text and its values; with a cursor, the other way that Kysely knows, nothing is read here. */
function asked({ query }: ReaderConnection): PostgresPoolClient['query'] {
  function ask<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function ask<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function ask<Row>(
    asked: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof asked !== 'string') throw new TypeError('rows are not read with cursors');
    return query<Row>(asked, values);
  }
  return ask;
}

/**
 * Opens the read models of a database for reading. Nothing is connected before the first query, and a lost connection is made again for the next one.
 *
 * Rows come as they are stored, as from {@link openReadModels}; queries fail with the retryable Faults `rows-unreachable` while the database is away, and
 * `rows-outdated` until a projector has made the rows.
 */
export function openPostgresReadModels(url: string, log?: KyselyConfig['log']): Kysely<ReadModels> {
  const pool = readerPool(url);
  return new Kysely<ReadModels>({
    log,
    dialect: new PostgresDialect({
      pool: {
        options: pool.options,
        end: () => pool.end(),
        connect: async () => {
          const connection = await pool.connect();
          return { query: asked(connection), release: (destroy) => connection.release(destroy) };
        },
      },
    }),
  });
}
