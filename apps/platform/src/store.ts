import type { KeyObject } from 'node:crypto';
import { EventStoreDbLog, Ledger, openMasterKey, Sealer, SqliteEventLog } from '@wattledger/event-log';
import { SecretHasher } from '@wattledger/access';
import type { EventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import type { Logger } from 'pino';
import { openKeys } from './keys.ts';
import type { Settings } from './settings.ts';

/** The log and the keys: all that is ever written down. */
export interface Store {
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  /** Signs anchors; derived from the master key. */
  readonly signingKey: KeyObject;
  /** Hashes passwords and API keys. */
  readonly hasher: SecretHasher;
  /** What the secrets of drivers are derived from. */
  readonly driverKey: Buffer;
  close(): Promise<void>;
}

/**
 * Opens the log and the keys that the settings name.
 *
 * The embedded log comes first, because it locks the folder: keys of a folder are made by its one owner only.
 */
export async function openStore(settings: Settings, logger?: Logger): Promise<Store> {
  const log =
    settings.eventStoreUrl === undefined
      ? await SqliteEventLog.open(settings.dataFolder)
      : new EventStoreDbLog(settings.eventStoreUrl);
  try {
    const masterKey = await openMasterKey(settings.dataFolder, settings.masterKey);
    const keys = await openKeys(settings, masterKey, logger);
    return {
      log,
      ledger: new Ledger(log, systemClock),
      sealer: new Sealer(masterKey, keys),
      signingKey: masterKey.signingKey(),
      hasher: new SecretHasher(masterKey.hashingKey),
      driverKey: masterKey.hashingKey,
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
