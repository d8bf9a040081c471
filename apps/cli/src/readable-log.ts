import { EventStoreDbLog, existingMasterKey, Sealer, SqliteKeyStore, SqliteLogReader } from '@wattledger/event-log';
import type { EventBatch, ReadAllOptions, StoredEvent, SubscribeOptions } from '@wattledger/event-log';
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

/** Opens the keys of personal data: the master key of the environment, or the one in the data folder. */
export function openSealer(dataDir: string): Sealer {
  const masterKey = existingMasterKey(dataDir, process.env['WATTLEDGER_MASTER_KEY']);
  if (!masterKey)
    throw cliFault('master-key-missing', `There is no master key: neither WATTLEDGER_MASTER_KEY nor master.key in ${dataDir}.`);
  return new Sealer(masterKey, new SqliteKeyStore(dataDir, masterKey));
}
