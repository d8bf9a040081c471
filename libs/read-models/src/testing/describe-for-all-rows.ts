import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import type { RowsPlace } from '../rows-place.ts';

/** Makes a place for rows where there are none yet. */
export type NewPlace = (dataFolder: string) => Promise<RowsPlace>;

/** A suite that holds wherever rows may lie: in a data folder, and in a PostgreSQL where one can be had. */
export function describeForAllRows(name: string, suite: (newPlace: NewPlace) => void): void {
  describe(`${name}, in a data folder`, () => suite((dataFolder) => Promise.resolve({ dataFolder })));
  describeWithPostgres(`${name}, in a database`, () => {
    let server: PostgresTestServer;
    beforeAll(async () => {
      server = await startPostgresTestServer();
    });
    afterAll(() => server.close());
    suite(async (dataFolder) => ({ dataFolder, databaseUrl: await server.database() }));
  });
}
