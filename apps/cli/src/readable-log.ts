import { EventStoreDbLog, existingMasterKey, Sealer, SqliteKeyStore, SqliteLogReader } from '@wattledger/event-log';
import type { EventBatch, MasterKey, ReadAllOptions, StoredEvent, SubscribeOptions } from '@wattledger/event-log';
import { cliFault } from './errors.ts';

/** What reading commands need of a log, the embedded one beside a running platform included. */
export interface ReadableLog {
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  subscribe(options: SubscribeOptions): AsyncIterable<EventBatch>;
  close(): void | Promise<void>;
}

export interface LogPlace {
  readonly dataDir: string;
  readonly eventstoreUrl?: string;
}

export const openForReading = ({ dataDir, eventstoreUrl }: LogPlace): SqliteLogReader | EventStoreDbLog =>
  eventstoreUrl === undefined ? new SqliteLogReader(dataDir) : new EventStoreDbLog(eventstoreUrl);

/** The master key of the environment, or the one in the data folder. @throws Fault `master-key-missing` */
export function masterKeyOf(dataDir: string): MasterKey {
  const masterKey = existingMasterKey(dataDir, process.env['WATTLEDGER_MASTER_KEY']);
  if (!masterKey)
    throw cliFault('master-key-missing', `There is no master key: neither WATTLEDGER_MASTER_KEY nor master.key in ${dataDir}.`);
  return masterKey;
}

/** Opens the keys of personal data. */
export function openSealer(dataDir: string): Sealer {
  const masterKey = masterKeyOf(dataDir);
  return new Sealer(masterKey, new SqliteKeyStore(dataDir, masterKey));
}
