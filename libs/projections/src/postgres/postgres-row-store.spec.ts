import { connectionTo } from '@wattledger/event-log';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import pg from 'pg';
import type { RowStore } from '../row-store.ts';
import { selectAll } from '../sql.ts';
import { table } from '../table.ts';
import type { StoredValue, Table } from '../table.ts';
import { describeRowStoreContract } from '../testing/row-store-contract.ts';
import { PostgresRowStore } from './postgres-row-store.ts';
import { tableIn } from './sql.ts';

describeWithPostgres('rows in PostgreSQL', () => {
  let server: PostgresTestServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgresTestServer();
    url = await server.database();
  });
  afterAll(() => server.close());

  async function openStore(): Promise<RowStore> {
    const connection = new pg.Client(connectionTo(url, 'spec'));
    await connection.connect();
    return new PostgresRowStore(connection, () => connection.end());
  }

  async function place() {
    const reader = new pg.Client(connectionTo(url, 'spec reader'));
    await reader.connect();
    await reader.query('DROP SCHEMA IF EXISTS wattledger CASCADE; DROP SCHEMA IF EXISTS wattledger_next CASCADE');
    return {
      store: openStore,
      read: async (of: Table<object>) =>
        (await reader.query<Record<string, StoredValue>>(selectAll(of, tableIn('wattledger', of.name)))).rows,
      destroy: () => reader.end(),
    };
  }

  describeRowStoreContract('PostgresRowStore', place);

  describe('with another process that makes the rows anew', () => {
    const things = table<{ readonly id: string }>({ name: 'things', columns: { id: 'text' }, key: ['id'] }) as Table<object>;
    const recipe = { factsVersion: 1, projections: [{ name: 'things', version: 1, table: things, overlays: false }] };
    const commit = (checkpoint: number, id: string) => ({
      checkpoint,
      tables: [{ name: 'things', upserts: [{ id }], deletes: [] }],
      states: [],
      parked: [],
    });
    let leader: RowStore;
    let other: RowStore;

    beforeEach(async () => {
      await (await place()).destroy();
      [leader, other] = [await openStore(), await openStore()];
      await leader.open(recipe);
      await leader.commit(commit(1, 'one'));
      await other.open(recipe);
      await other.clear();
    });
    afterEach(async () => {
      await leader.close();
      await other.close();
    });

    it('keeps the leader writing until the new rows are there, and no longer', async () => {
      await other.commit(commit(1, 'one'));
      await leader.commit(commit(2, 'two'));
      expect(await other.publish()).toBe(2);
      await other.commit(commit(2, 'two'));
      expect(await other.publish()).toBeUndefined();
      await expect(leader.commit(commit(3, 'three'))).rejects.toMatchObject({ code: 'rows-replaced', retryable: true });
      expect(await leader.open(recipe)).toMatchObject({ checkpoint: 2 });
      await leader.commit(commit(3, 'three'));
      expect(await leader.loadRows('things', [['three']])).toEqual([{ id: 'three' }]);
    });

    it('lets nobody else do the same', async () => {
      await expect(leader.clear()).rejects.toMatchObject({ code: 'rows-in-use' });
    });
  });
});
