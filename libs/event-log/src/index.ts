export { chainFlaw, GENESIS_HASH, hashesOf } from './chain.ts';
export type { ChainFlaw } from './chain.ts';
export { eventLogErrors } from './errors.ts';
export { RecordedEvent } from './event.ts';
export type { EventMetadata, EventNotes, NewEvent } from './event.ts';
export { BEFORE_FIRST } from './event-log.ts';
export type {
  AppendOutcome,
  Direction,
  EventBatch,
  EventFilter,
  EventLog,
  EventToStore,
  ExpectedRevision,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  StreamCut,
  StreamMetadata,
  SubscribeOptions,
} from './event-log.ts';
export { readArchive, writeArchive } from './archive/archive-file.ts';
export { WholeLog } from './archive/whole-log.ts';
export type { Archive } from './archive/whole-log.ts';
export { FoldedStreams } from './folded-streams.ts';
export type { Folded, StreamFold } from './folded-streams.ts';
export { emptyHead, Ledger, newEvent } from './ledger.ts';
export type { RecordOutcome, StreamHead } from './ledger.ts';
export { EventVersions, formOf, MESSAGE_FORM } from './versions/event-versions.ts';
export type { Upcaster, Upcasters } from './versions/event-versions.ts';
export { eventVersions } from './versions/upcasters.ts';
export { SqliteEventLog } from './sqlite/sqlite-event-log.ts';
export { SqliteLogReader } from './sqlite/sqlite-log-reader.ts';
export { syncFile, syncFolder } from './durable.ts';
export { copyLogAndKeys } from './sqlite/copy-files.ts';
export type { RemovedEvent } from './sqlite/commit-lines.ts';
export type { InspectedLine } from './sqlite/sqlite-log-reader.ts';
export type { DataKey, KeyStore } from './sealing/key-store.ts';
export { MasterKey } from './sealing/master-key.ts';
export { existingMasterKey, openMasterKey } from './sealing/master-key-file.ts';
export { REMOVED, sealedLength, Sealer, subjectIn } from './sealing/sealer.ts';
export type { SensitiveValue } from './sealing/sealer.ts';
export { PostgresKeyStore } from './sealing/postgres-key-store.ts';
export type { PostgresKeyStoreOptions } from './sealing/postgres-key-store.ts';
export { SqliteKeyStore } from './sealing/sqlite-key-store.ts';
export { eventStoreErrors } from './eventstoredb/errors.ts';
export { EventStoreDbLog } from './eventstoredb/event-store-db-log.ts';
export type { EventStoreDbSettings } from './eventstoredb/settings.ts';
export { connectionTo, isUnreachable, poolOf } from './postgres/connection.ts';
export { PostgresListener } from './postgres/listener.ts';
export type { ListenerOptions } from './postgres/listener.ts';
