import {
  EventStoreDbLog,
  existingMasterKey,
  PostgresKeyStore,
  Sealer,
  SqliteKeyStore,
  SqliteLogReader,
} from '@wattledger/event-log';
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

/** The keys of personal data; let go of at the end. */
export interface OpenedSealer {
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** Opens the keys: those in the database of the environment, or in the folder. */
export async function openSealer(dataDir: string): Promise<OpenedSealer> {
  const masterKey = masterKeyOf(dataDir);
  const url = process.env['WATTLEDGER_DATABASE_URL'];
  const keys = url ? await PostgresKeyStore.open({ url, masterKey }) : new SqliteKeyStore(dataDir, masterKey);
  return { sealer: new Sealer(masterKey, keys), close: () => keys.close() };
}
