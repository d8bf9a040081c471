export { describeEventLogContract } from './event-log-contract.ts';
export type { OpenedEventLog } from './contract/support.ts';
export { startEventStoreTestServer } from './eventstoredb-test-server.ts';
export type { EventStoreTestServer, EventStoreTestServerOptions } from './eventstoredb-test-server.ts';
export { describeWithPostgres, postgresIsMissing, startPostgresTestServer } from './postgres-test-server.ts';
export type { PostgresTestServer } from './postgres-test-server.ts';
