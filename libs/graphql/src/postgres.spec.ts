import { afterAll, beforeAll, it } from '@jest/globals';
import { describeWithPostgres, postgresIsMissing, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import { keepRowsInPostgres } from './testing/index.ts';

// What is asked of rows in SQLite is asked of rows in PostgreSQL too, word for word.

let server: PostgresTestServer;

if (postgresIsMissing === undefined) {
  beforeAll(async () => {
    server = await startPostgresTestServer();
    keepRowsInPostgres(() => server.database());
  });
  await import('./queries.spec.ts');
  await import('./paging.spec.ts');
  await import('./wallets.spec.ts');
  await import('./commands.spec.ts');
  await import('./decisions.spec.ts');
  afterAll(() => server.close());
} else {
  describeWithPostgres('the API over rows in PostgreSQL', () => {
    it('answers as over rows in SQLite', () => startPostgresTestServer());
  });
}
