import { describe } from '@jest/globals';
import { describeEventLogContract, startEventStoreTestServer } from '../testing/index.ts';
import type { EventStoreTestServerOptions, OpenedEventLog } from '../testing/index.ts';
import { EventStoreDbLog } from './event-store-db-log.ts';

const onTestServer = (options: EventStoreTestServerOptions) => async (): Promise<OpenedEventLog> => {
  const server = await startEventStoreTestServer(options);
  let log = new EventStoreDbLog(server.connectionString);
  return {
    log,
    reopen: async () => {
      await log.close();
      log = new EventStoreDbLog(server.connectionString);
      return log;
    },
    close: async () => {
      await log.close();
      await server.stop();
    },
  };
};

describeEventLogContract('EventStoreDbLog with batch appends', onTestServer({}));
describeEventLogContract('EventStoreDbLog on a server without batch appends', onTestServer({ batches: false }));
describeEventLogContract(
  'EventStoreDbLog over TLS with credentials',
  onTestServer({ credentials: { username: 'platform', password: 'p:@ss/wörd' } }),
);

const realServer = process.env['WATTLEDGER_TEST_EVENTSTORE_URL'];
const wherePossible = realServer === undefined ? describe.skip : describe;

wherePossible('on the real server that WATTLEDGER_TEST_EVENTSTORE_URL names (skipped while it is not set)', () => {
  describeEventLogContract('EventStoreDbLog', async () => {
    const connect = () => new EventStoreDbLog(realServer ?? '');
    let log = connect();
    return {
      log,
      reopen: async () => {
        await log.close();
        log = connect();
        return log;
      },
      close: () => log.close(),
    };
  });
});
