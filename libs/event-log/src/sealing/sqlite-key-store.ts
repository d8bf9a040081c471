import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { eventLogFault } from '../errors.ts';
import type { DataKey, KeyStore } from './key-store.ts';
import type { MasterKey } from './master-key.ts';

interface KeyRow {
  readonly wrapped: Buffer;
}

/** Data keys in a file of their own beside the embedded log, each wrapped with the master key. */
export class SqliteKeyStore implements KeyStore {
  private readonly database: Database.Database;
  private readonly masterKey: MasterKey;
  private readonly find: Database.Statement<[string], KeyRow>;
  private readonly add: Database.Statement<[string, Buffer]>;
  private readonly remove: Database.Statement<[string]>;

  /** @throws Fault `key-store-unreadable` when the file was made with another master key. */
  constructor(folder: string, masterKey: MasterKey) {
    mkdirSync(folder, { recursive: true });
    this.masterKey = masterKey;
    this.database = new Database(join(folder, 'keys.sqlite'), { timeout: 10_000 });
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.pragma('secure_delete = ON');
    this.database.exec('CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID');
    this.find = this.database.prepare('SELECT wrapped FROM keys WHERE subject = ?');
    this.add = this.database.prepare('INSERT INTO keys VALUES (?, ?)');
    this.remove = this.database.prepare('DELETE FROM keys WHERE subject = ?');
    this.checkMasterKey();
  }

  keyFor(subject: string): Promise<DataKey> {
    const wrapped = this.find.get(subject)?.wrapped;
    if (wrapped) return Promise.resolve(this.masterKey.unwrap(wrapped));
    const key = randomBytes(32);
    this.add.run(subject, this.masterKey.wrap(key));
    return Promise.resolve(key);
  }

  existingKey(subject: string): Promise<DataKey | undefined> {
    const wrapped = this.find.get(subject)?.wrapped;
    return Promise.resolve(wrapped ? this.masterKey.unwrap(wrapped) : undefined);
  }

  destroy(subject: string): Promise<void> {
    this.remove.run(subject);
    this.database.pragma('wal_checkpoint(TRUNCATE)');
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
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
