import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeKeyStoreContract } from '../testing/key-store-contract.ts';
import { SqliteKeyStore } from './sqlite-key-store.ts';

describeKeyStoreContract('SqliteKeyStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-keys-'));
  return {
    open: async (masterKey) => new SqliteKeyStore(folder, masterKey),
    destroy: () => rm(folder, { recursive: true }),
  };
});
