import { afterAll, beforeAll, it } from '@jest/globals';
import {
  describeWithPostgres,
  postgresIsMissing,
  startEventStoreTestServer,
  startPostgresTestServer,
} from '@wattledger/event-log/testing';
import type { EventStoreTestServer, PostgresTestServer } from '@wattledger/event-log/testing';
import { areServersNamed, keepIn } from '../support/stores.ts';

// What is asked of a platform that keeps everything in its data folder is asked of one over an EventStoreDB and a PostgreSQL too, word for word.
// Where the environment names servers there is nothing to do here: the specs themselves are over those.

let eventStore: EventStoreTestServer;
let postgres: PostgresTestServer;

if (postgresIsMissing === undefined && !areServersNamed) {
  beforeAll(async () => {
    [eventStore, postgres] = await Promise.all([startEventStoreTestServer(), startPostgresTestServer()]);
    const newDatabase = async () => ({ url: await postgres.database(), drop: () => Promise.resolve() });
    keepIn({ eventStoreUrl: eventStore.connectionString, newDatabase });
  });
  await import('./transactions.spec.ts');
  await import('./commands.spec.ts');
  await import('./local-lists.spec.ts');
  afterAll(() => Promise.all([eventStore.stop(), postgres.close()]));
} else {
  describeWithPostgres('the platform over EventStoreDB and PostgreSQL', () => {
    it.skip('does as over its data folder (the specs themselves are over the servers that are named)', () =>
      startPostgresTestServer());
  });
}
