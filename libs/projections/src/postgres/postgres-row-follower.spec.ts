import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import { table } from '../table.ts';
import type { Table } from '../table.ts';
import { PostgresRowFollower } from './postgres-row-follower.ts';
import { PostgresRowStore } from './postgres-row-store.ts';

const things = table<{ readonly id: string }>({ name: 'things', columns: { id: 'text' }, key: ['id'] }) as Table<object>;
const recipe = { factsVersion: 1, projections: [{ name: 'things', version: 1, table: things, overlays: false }] };

describeWithPostgres('following rows in a database that lets in the listener first, as after it was started again', () => {
  let server: PostgresTestServer;
  let url: string;
  let relay: Server;
  let follower: PostgresRowFollower;
  /** Connections of the follower that were refused. */
  let refused = 0;
  let refuses = true;

  beforeAll(async () => {
    server = await startPostgresTestServer();
    url = await server.database();
    const store = await PostgresRowStore.connect(url, 'spec');
    await store.open(recipe);
    await store.commit({ checkpoint: 7, tables: [], states: [], parked: [] });
    await store.close();
    const { hostname, port } = new URL(url);
    relay = createServer((client) => {
      client.on('error', () => undefined);
      client.once('data', (hello: Buffer) => {
        if (refuses && hello.includes('wattledger follower')) {
          refused += 1;
          client.destroy();
          return;
        }
        const database = connect(Number(port || 5_432), hostname);
        database.on('error', () => undefined);
        database.write(hello);
        client.pipe(database).pipe(client);
      });
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
  });
  afterAll(async () => {
    await follower.close();
    relay.close();
    await server.close();
  });

  it('tells how far they are as soon as they can be asked', async () => {
    const through = new URL(url);
    through.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`;
    const told = new Promise((resolve) => {
      follower = new PostgresRowFollower({
        url: through.href,
        tables: ['things'],
        onCommitted: resolve,
        onTrouble: () => undefined,
      });
    });
    while (refused === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    refuses = false;
    expect(await told).toMatchObject({ position: 7, changes: [{ table: 'things', keys: 'many' }] });
  });
});
