import { PostgresKeyStore, SqliteKeyStore } from '@wattledger/event-log';
import type { KeyStore, MasterKey } from '@wattledger/event-log';
import type { Logger } from 'pino';
import { isSplit } from './settings.ts';
import type { Settings } from './settings.ts';

const KEYS_IN_FOLDER =
  'the keys of personal data are in this data folder, as there is no WATTLEDGER_DATABASE_URL: every process that shares the log must share the folder';

/** The keys of personal data: those of the database where the settings name one, else those of the data folder. */
export async function openKeys(
  { dataFolder, databaseUrl, eventStoreUrl, roles }: Settings,
  masterKey: MasterKey,
  log: Logger | undefined,
): Promise<KeyStore> {
  if (databaseUrl === undefined) {
    if (eventStoreUrl !== undefined && isSplit(roles)) log?.warn({ dataFolder }, KEYS_IN_FOLDER);
    return new SqliteKeyStore(dataFolder, masterKey);
  }
  const keys = await PostgresKeyStore.open({
    url: databaseUrl,
    masterKey,
    onTrouble: (error) => log?.error({ error: String(error) }, 'the database of the keys cannot be reached'),
  });
  try {
    await moveKeys(dataFolder, masterKey, keys);
    return keys;
  } catch (error) {
    await keys.close();
    throw error;
  }
}

/** Keys that the folder holds from the time before it had a database: left behind, they would outlive the erasure of their people. */
async function moveKeys(dataFolder: string, masterKey: MasterKey, to: PostgresKeyStore): Promise<void> {
  if (!SqliteKeyStore.isIn(dataFolder)) return;
  const from = new SqliteKeyStore(dataFolder, masterKey);
  try {
    await to.takeOver(from.all());
  } catch (error) {
    await from.close();
    throw error;
  }
  await from.discard();
}
