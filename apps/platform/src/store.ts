import { Ledger, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import type { EventLog, KeyStore } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { masterKeyOf } from './master-key-file.ts';
import type { Settings } from './settings.ts';

/** The log and the keys: all that is ever written down. */
export interface Store {
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** Opens the store that the settings name. The folder is locked first: keys are made by its one owner only. */
export async function openStore(settings: Settings): Promise<Store> {
  const log = await openLog(settings);
  let keys: KeyStore;
  try {
    const masterKey = masterKeyOf(settings);
    keys = new SqliteKeyStore(settings.dataFolder, masterKey);
    return {
      log,
      ledger: new Ledger(log, systemClock),
      sealer: new Sealer(masterKey, keys),
      close: async () => {
        await log.close();
        await keys.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function openLog(settings: Settings): Promise<EventLog> {
  return SqliteEventLog.open(settings.dataFolder);
}
