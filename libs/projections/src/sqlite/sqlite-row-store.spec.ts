import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { selectAll } from '../sql.ts';
import type { StoredValue } from '../table.ts';
import { describeRowStoreContract } from '../testing/row-store-contract.ts';
import { SqliteRowStore } from './sqlite-row-store.ts';

describeRowStoreContract('SqliteRowStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-rows-'));
  const file = join(folder, 'rows.sqlite');
  /** Readers hold the file open. */
  let reader: Database.Database | undefined;
  return {
    store: () => Promise.resolve(new SqliteRowStore(file)),
    read: (table) => {
      reader ??= new Database(file, { readonly: true });
      return Promise.resolve(reader.prepare<[], Record<string, StoredValue>>(selectAll(table)).all());
    },
    destroy: async () => {
      reader?.close();
      await rm(folder, { recursive: true });
    },
  };
});
