import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeKeyStoreContract } from '../testing/key-store-contract.ts';
import { describeWithPostgres, startPostgresTestServer } from '../testing/postgres-test-server.ts';
import type { PostgresTestServer } from '../testing/postgres-test-server.ts';
import { MasterKey } from './master-key.ts';
import { PostgresKeyStore } from './postgres-key-store.ts';
import { Sealer } from './sealer.ts';

const masterKey = new MasterKey('a secret of more than thirty-two characters');

describeWithPostgres('keys in PostgreSQL', () => {
  let server: PostgresTestServer;
  let url: string;
  let operator: pg.Client;
  beforeAll(async () => {
    server = await startPostgresTestServer();
  });
  afterAll(() => server.close());

  describeKeyStoreContract('PostgresKeyStore', async () => {
    const place = await server.database();
    return { open: (key) => PostgresKeyStore.open({ url: place, masterKey: key }), destroy: () => Promise.resolve() };
  });

  describe('shared by two processes', () => {
    let stores: PostgresKeyStore[];
    let troubles: unknown[];
    let one: Sealer;
    let other: Sealer;
    const startProcess = async () => {
      const store = await PostgresKeyStore.open({ url, masterKey, onTrouble: (error) => troubles.push(error) });
      stores.push(store);
      return new Sealer(masterKey, store);
    };
    beforeEach(async () => {
      url = await server.database();
      [stores, troubles] = [[], []];
      [one, other] = await Promise.all([startProcess(), startProcess()]);
      await listening(2);
    });
    afterEach(async () => {
      for (const store of stores) await store.close();
    });

    const ask = async <Row extends object>(text: string): Promise<Row[]> => {
      operator = new pg.Client(url);
      operator.on('error', () => undefined);
      await operator.connect();
      try {
        return (await operator.query<Row>(text)).rows;
      } finally {
        await operator.end();
      }
    };
    const until = async (is: () => Promise<boolean>) => {
      while (!(await is())) await sleep(20);
    };
    const LISTENERS = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'wattledger listener'`;
    const listening = (count: number) =>
      until(async () => (await ask(`SELECT 1 ${LISTENERS} AND query NOT LIKE '' AND state = 'idle'`)).length === count);

    it('have one key of a subject that both make at once', async () => {
      const subjects = Array.from({ length: 50 }, (_, index) => `subject ${index}`);
      const keysOf = (store: PostgresKeyStore | undefined, order: readonly string[]) =>
        Promise.all(order.map(async (subject) => [subject, await store?.keyFor(subject)] as const));
      const [ones, others] = await Promise.all([keysOf(stores[0], subjects), keysOf(stores[1], subjects.toReversed())]);
      expect(new Map(others)).toEqual(new Map(ones));
      expect(new Set(ones.map(([, key]) => key?.toString('hex'))).size).toBe(50);
    });

    it('forget whom either of them erases, and meet them anew under one key', async () => {
      const sealed = await one.seal('04A2B3C4');
      expect(await other.unseal(sealed)).toBe('04A2B3C4');
      const sealedByOther = await other.seal('04A2B3C4');
      await one.erase('04A2B3C4');
      await until(async () => (await other.unseal(sealed)) === undefined);
      const anew = await other.seal('04A2B3C4');
      expect(anew).not.toBe(sealedByOther);
      expect(await one.unseal(anew)).toBe('04A2B3C4');
      expect(await one.unseal(sealedByOther)).toBeUndefined();
    });

    it('forget also whom the other has erased while nobody could tell them', async () => {
      const sealed = await other.seal('04A2B3C4');
      await ask(`SELECT pg_terminate_backend(pid) ${LISTENERS}`);
      await ask(`DELETE FROM wattledger_keys.data_keys WHERE subject <> ''`);
      await until(async () => (await other.unseal(sealed)) === undefined);
      expect(troubles).not.toEqual([]);
    });

    it('keep nothing in the database that opens without the master key', async () => {
      const key = await stores[0]?.keyFor('somebody');
      const [row] = await ask<{ wrapped: Buffer }>(`SELECT wrapped FROM wattledger_keys.data_keys WHERE subject = 'somebody'`);
      expect(row?.wrapped.includes(key ?? '')).toBe(false);
      expect(masterKey.unwrap(row?.wrapped ?? Buffer.alloc(0))).toEqual(key);
    });

    it('are refused keys of a newer form', async () => {
      await ask('UPDATE wattledger_keys.format SET version = 2');
      await expect(startProcess()).rejects.toMatchObject({ code: 'key-store-too-new', retryable: false });
    });

    it('go on without restart when the database stops and starts again', async () => {
      if (!server.power) return;
      const known = await one.seal('KNOWN');
      await server.power.off();
      expect(await one.seal('KNOWN')).toBe(known);
      expect(await one.unseal(known)).toBe('KNOWN');
      await expect(one.seal('NEW')).rejects.toMatchObject({ code: 'keys-unreachable', retryable: true });
      await expect(other.unseal(known)).rejects.toMatchObject({ code: 'keys-unreachable', retryable: true });
      await expect(one.erase('KNOWN')).rejects.toMatchObject({ code: 'keys-unreachable' });
      const third = await startProcess();
      await server.power.on();
      expect(await third.unseal(known)).toBe('KNOWN');
      expect(await other.unseal(known)).toBe('KNOWN');
      expect(await other.unseal(await one.seal('NEW'))).toBe('NEW');
      await listening(3);
      await one.erase('KNOWN');
      await until(async () => (await other.unseal(known)) === undefined);
      await until(async () => (await third.unseal(known)) === undefined);
    });
  });
});
