import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { eventLogFault } from '../errors.ts';
import type { DataKey, KeyStore, WrappedKey } from './key-store.ts';
import type { MasterKey } from './master-key.ts';

interface KeyRow {
  readonly wrapped: Buffer;
}

/** New keys on their way to the disk. */
interface NewKeys {
  readonly keys: Map<string, DataKey>;
  readonly durable: Promise<void>;
  readonly write: () => void;
}

/**
 * Data keys in a file of their own beside the embedded log, each wrapped with the master key.
 *
 * The keys that one turn of the event loop asks for share a durable write: in the morning many new drivers come at once.
 */
export class SqliteKeyStore implements KeyStore {
  private readonly file: string;
  private readonly database: Database.Database;
  private readonly masterKey: MasterKey;
  private readonly find: Database.Statement<[string], KeyRow>;
  private readonly add: Database.Statement<[string, Buffer]>;
  private readonly remove: Database.Statement<[string]>;
  private newKeys: NewKeys | undefined;

  /** @throws Fault `key-store-unreadable` when the file was made with another master key. */
  constructor(folder: string, masterKey: MasterKey) {
    mkdirSync(folder, { recursive: true });
    this.masterKey = masterKey;
    this.file = SqliteKeyStore.fileIn(folder);
    this.database = new Database(this.file, { timeout: 10_000 });
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.pragma('secure_delete = ON');
    this.database.exec('CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID');
    this.find = this.database.prepare('SELECT wrapped FROM keys WHERE subject = ?');
    this.add = this.database.prepare('INSERT INTO keys VALUES (?, ?)');
    this.remove = this.database.prepare('DELETE FROM keys WHERE subject = ?');
    this.checkMasterKey();
  }

  /** Whether keys are kept in this folder. */
  static isIn(folder: string): boolean {
    return existsSync(SqliteKeyStore.fileIn(folder));
  }

  keyFor(subject: string): Promise<DataKey> {
    const wrapped = this.find.get(subject)?.wrapped;
    if (wrapped) return Promise.resolve(this.masterKey.unwrap(wrapped));
    const { keys, durable } = (this.newKeys ??= this.gather());
    const key = keys.get(subject) ?? randomBytes(32);
    keys.set(subject, key);
    return durable.then(() => key);
  }

  existingKey(subject: string): Promise<DataKey | undefined> {
    const wrapped = this.find.get(subject)?.wrapped;
    return Promise.resolve(wrapped ? this.masterKey.unwrap(wrapped) : undefined);
  }

  destroy(subject: string): Promise<void> {
    this.newKeys?.write();
    this.remove.run(subject);
    this.database.pragma('wal_checkpoint(TRUNCATE)');
    return Promise.resolve();
  }

  /** Keys in a folder have one process, and whoever destroys one there knows. */
  onForgotten(): void {
    return;
  }

  close(): Promise<void> {
    this.newKeys?.write();
    this.database.close();
    return Promise.resolve();
  }

  /** All keys there are, for another store to take over. */
  all(): WrappedKey[] {
    return this.database.prepare<[], WrappedKey>(`SELECT subject, wrapped FROM keys WHERE subject <> ''`).all();
  }

  /** Closes the store and deletes it: its keys are kept elsewhere now. */
  async discard(): Promise<void> {
    await this.close();
    for (const name of [this.file, `${this.file}-wal`, `${this.file}-shm`]) rmSync(name, { force: true });
  }

  private static fileIn(folder: string): string {
    return join(folder, 'keys.sqlite');
  }

  private gather(): NewKeys {
    const keys = new Map<string, DataKey>();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const write = () => {
      if (this.newKeys?.keys !== keys) return;
      this.newKeys = undefined;
      try {
        this.addAll(keys);
        resolve();
      } catch (error) {
        reject(error as Error);
      }
    };
    setImmediate(write);
    return { keys, durable: promise, write };
  }

  private addAll(keys: ReadonlyMap<string, DataKey>): void {
    this.database.transaction(() => {
      for (const [subject, key] of keys) this.add.run(subject, this.masterKey.wrap(key));
    })();
  }

  private checkMasterKey(): void {
    try {
      const witness = this.find.get('')?.wrapped;
      if (witness) this.masterKey.unwrap(witness);
      else this.add.run('', this.masterKey.wrap(randomBytes(32)));
    } catch (cause) {
      this.database.close();
      throw eventLogFault('key-store-unreadable', undefined, { cause });
    }
  }
}
