import { startEventStoreTestServer } from '@wattledger/event-log/testing/eventstoredb';
import type { EventStoreTestServer } from '@wattledger/event-log/testing/eventstoredb';
import type { Asked } from './event-store-process.ts';

// The test server as a program: says where it listens, and then does what it is asked to.
const server: EventStoreTestServer = await startEventStoreTestServer(JSON.parse(process.argv[2] ?? '{}'));
process.send?.({ connectionString: server.connectionString });
process.on('message', ({ id, order, args }: Asked) => {
  const done = (server[order] as (...given: unknown[]) => unknown)(...args);
  void Promise.resolve(done).then((result) => process.send?.({ id, result }));
});
process.on('disconnect', () => process.exit(0));
