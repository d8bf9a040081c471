import { randomBytes } from 'node:crypto';
import { Fault } from '@wattledger/kernel';
import { PostgresListener } from '../postgres/listener.ts';
import { gathered } from './gathered.ts';
import type { DataKey, ForgottenListener, KeyStore, WrappedKey } from './key-store.ts';
import type { MasterKey } from './master-key.ts';
import { KEYS_CHANNEL, PostgresKeyTable } from './postgres-key-table.ts';

const REMEMBERED_KEYS = 50_000;
/** In one statement. */
const KEYS_AT_ONCE = 5_000;

export interface PostgresKeyStoreOptions {
  readonly url: string;
  readonly masterKey: MasterKey;
  /** The database cannot be reached; told once, until it could be. Keys that are remembered go on working. */
  onTrouble?(error: unknown): void;
}

/**
 * Data keys in PostgreSQL, shared by all processes of a platform, each wrapped with the master key.
 *
 * Keys that were used are remembered, so that a database that is away for a while is felt by new subjects only. What one process destroys,
 * the others are told to forget; whoever may have missed it forgets everything.
 */
export class PostgresKeyStore implements KeyStore {
  private readonly masterKey: MasterKey;
  private readonly table: PostgresKeyTable;
  private readonly listener: PostgresListener;
  private readonly remembered = new Map<string, DataKey>();
  /** Keys that are being made; an erasure waits for them, and destroys them. */
  private readonly making = new Map<string, Promise<DataKey>>();
  private readonly listeners: ForgottenListener[] = [];
  private readonly find: (subject: string) => Promise<DataKey | undefined>;
  private readonly make: (subject: string) => Promise<unknown>;
  /** Counts what was forgotten: what was read meanwhile may be gone, and is not remembered. */
  private forgettings = 0;

  private constructor({ url, masterKey, onTrouble }: PostgresKeyStoreOptions, table: PostgresKeyTable) {
    this.masterKey = masterKey;
    this.table = table;
    this.find = gathered((subjects) => this.read(subjects));
    this.make = gathered((subjects) => this.add(subjects));
    this.listener = new PostgresListener({
      url,
      channel: KEYS_CHANNEL,
      onHeard: (subject) => this.forget(subject),
      onListening: () => this.forget(undefined),
      onLost: (error) => onTrouble?.(error),
    });
  }

  /**
   * Opens the keys, also while the database cannot be reached: then they are there when it is.
   *
   * @throws Fault `key-store-unreadable` when the keys were made with another master key, `key-store-too-new`
   */
  static async open(options: PostgresKeyStoreOptions): Promise<PostgresKeyStore> {
    const table = new PostgresKeyTable(options.url, options.masterKey);
    try {
      await table.ready();
    } catch (error) {
      if (!(error instanceof Fault && error.retryable)) {
        await table.close();
        throw error;
      }
    }
    return new PostgresKeyStore(options, table);
  }

  /** @throws Fault `keys-unreachable`, retryable, when the key is not remembered and the database is away */
  async keyFor(subject: string): Promise<DataKey> {
    const known = this.remembered.get(subject) ?? this.making.get(subject);
    if (known) return known;
    const making = this.foundOrMade(subject).finally(() => this.making.delete(subject));
    this.making.set(subject, making);
    return making;
  }

  /** @throws Fault `keys-unreachable` as {@link keyFor} */
  async existingKey(subject: string): Promise<DataKey | undefined> {
    return this.remembered.get(subject) ?? this.find(subject);
  }

  /** @throws Fault `keys-unreachable`: nobody knows whether the key is destroyed; destroying it again does no harm */
  async destroy(subject: string): Promise<void> {
    await this.making.get(subject)?.catch(() => undefined);
    await this.table.remove(subject);
    this.forget(subject);
  }

  /**
   * Takes over keys that were kept elsewhere, wrapped with the same master key. A subject that has a key here keeps it.
   *
   * @throws Fault `keys-unreachable`: some may have been taken over; taking them again does no harm
   */
  async takeOver(keys: readonly WrappedKey[]): Promise<void> {
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) await this.table.add(keys.slice(from, from + KEYS_AT_ONCE));
  }

  onForgotten(listener: ForgottenListener): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.table.close();
  }

  private async foundOrMade(subject: string): Promise<DataKey> {
    for (;;) {
      const key = await this.find(subject);
      if (key) return key;
      await this.make(subject);
    }
  }

  private async read(subjects: readonly string[]): Promise<Map<string, DataKey>> {
    const { forgettings } = this;
    const wrapped = await this.table.wrapped(subjects);
    const keys = new Map([...wrapped].map(([subject, text]) => [subject, this.masterKey.unwrap(text)] as const));
    if (forgettings === this.forgettings) for (const [subject, key] of keys) this.remember(subject, key);
    return keys;
  }

  private async add(subjects: readonly string[]): Promise<Map<string, never>> {
    await this.table.add(subjects.map((subject) => ({ subject, wrapped: this.masterKey.wrap(randomBytes(32)) })));
    return new Map<string, never>();
  }

  private remember(subject: string, key: DataKey): void {
    if (this.remembered.size >= REMEMBERED_KEYS) this.remembered.clear();
    this.remembered.set(subject, key);
  }

  /** @param subject `undefined`: nobody knows whose keys are gone */
  private forget(subject: string | undefined): void {
    this.forgettings += 1;
    if (subject === undefined) this.remembered.clear();
    else this.remembered.delete(subject);
    for (const listener of this.listeners) listener(subject);
  }
}
