import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { projectionsFault } from '../errors.ts';
import { rowCodec } from '../row-codec.ts';
import type { RowCodec } from '../row-codec.ts';
import { recipeText } from '../recipe-text.ts';
import type { Commit, KeyValues, OpenedRows, Parked, Recipe, RowStore } from '../row-store.ts';
import { quoted } from '../sql.ts';
import { storable } from '../storable-text.ts';
import type { StoredValue } from '../table.ts';
import { createTable, deleteByKey, selectByKey, tableIn, upsert } from './sql.ts';
import type { TableSet } from './sql.ts';

/** "WROW": how a file of ours is told from any other SQLite file. */
const APPLICATION_ID = 0x57524f57;
const CACHE_KIB = 32_768;
/** A page that many batches change is then moved once from the write-ahead log into the file: 16 MB of 4 KiB pages. */
const CHECKPOINT_PAGES = 4_000;

interface SetHead {
  readonly checkpoint: Position;
  readonly recipe: string;
  readonly number: number;
}

interface TableStatements {
  readonly codec: RowCodec<object>;
  readonly select: Database.Statement<KeyValues[number][], Record<string, StoredValue>>;
  readonly upsert: Database.Statement<StoredValue[]>;
  readonly delete: Database.Statement<KeyValues[number][]>;
}

/**
 * Rows in one SQLite file beside the log.
 *
 * WAL with `synchronous = NORMAL`: a power cut may lose the newest commits, but rows and checkpoint together, and the log
 * makes them again. Readers are never held up. Rows that are made anew lie in tables beside the old ones, whose place they take in one transaction.
 */
export class SqliteRowStore implements RowStore {
  private readonly database: Database.Database;
  private readonly unlock: () => void;
  private readonly statements = new Map<string, TableStatements>();
  private recipe: Recipe | undefined;
  /** Where rows are written. */
  private set: TableSet | undefined;
  private write: ((commit: Commit) => void) | undefined;
  private selectState: Database.Statement<[string], string> | undefined;

  /** @throws Fault `rows-in-use`, `rows-unreadable` */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.unlock = lock(`${file}.lock`, file);
    try {
      this.database = new Database(file, { timeout: 10_000 });
      this.database.pragma('journal_mode = WAL');
      this.database.pragma('synchronous = NORMAL');
      this.database.pragma(`cache_size = -${CACHE_KIB}`);
      this.database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    } catch (cause) {
      this.unlock();
      throw projectionsFault('rows-unreadable', `${file} cannot be opened: ${String(cause)}`, { cause });
    }
  }

  open(recipe: Recipe): OpenedRows {
    const text = recipeText(recipe);
    this.recipe = recipe;
    const shown = this.headOf('');
    if (shown?.recipe === text) return this.writeTo({ prefix: '', number: shown.number });
    const begun = this.headOf('next_');
    return begun?.recipe === text ? this.writeTo({ prefix: 'next_', number: begun.number }) : this.clear();
  }

  clear(): OpenedRows {
    if (!this.recipe) throw new Error('rows are opened before they are begun anew');
    const set: TableSet = { prefix: 'next_', number: (this.headOf('')?.number ?? 0) + 1 };
    this.statements.clear();
    this.make(set, this.recipe);
    const opened = this.writeTo(set);
    // Nobody misses rows that hold nothing.
    if (opened.inShadowOf !== undefined && opened.inShadowOf !== BEFORE_FIRST) return opened;
    this.publish();
    return { checkpoint: BEFORE_FIRST, parked: [] };
  }

  publish(): Position | undefined {
    const { set } = this;
    if (!set || set.prefix === '') return undefined;
    const shown = this.headOf('')?.checkpoint ?? BEFORE_FIRST;
    if (shown > (this.headOf(set.prefix)?.checkpoint ?? BEFORE_FIRST)) return shown;
    this.statements.clear();
    this.database.transaction(() => {
      const [made, old] = [this.tables(true), this.tables(false)];
      for (const name of old) this.database.exec(`DROP TABLE ${quoted(name)}`);
      for (const name of made)
        this.database.exec(`ALTER TABLE ${quoted(name)} RENAME TO ${quoted(name.slice(set.prefix.length))}`);
    })();
    this.writeTo({ prefix: '', number: set.number });
    return undefined;
  }

  loadRows(table: string, keys: readonly KeyValues[]): (object | undefined)[] {
    const statements = this.statements.get(table);
    return keys.map((key) => {
      const stored = statements?.select.get(...key);
      return stored && statements?.codec.read(stored);
    });
  }

  /** Every row of a table. */
  *rows(table: string): IterableIterator<object> {
    const codec = this.statements.get(table)?.codec;
    if (!codec || !this.set) return;
    const all = this.database.prepare<[], Record<string, StoredValue>>(`SELECT * FROM ${tableIn(this.set, table)}`);
    for (const stored of all.iterate()) yield codec.read(stored);
  }

  loadStates(streams: readonly string[]): (string | undefined)[] {
    return streams.map((stream) => this.selectState?.get(stream));
  }

  commit(commit: Commit): void {
    try {
      this.write?.(commit);
    } catch (cause) {
      throw projectionsFault('rows-unwritable', `The read models could not be written: ${String(cause)}`, {
        retryable: true,
        cause,
      });
    }
  }

  close(): void {
    this.database.close();
    this.unlock();
  }

  /** What is known of a set of rows; `undefined` when there is none. */
  private headOf(prefix: TableSet['prefix']): SetHead | undefined {
    const made = this.database.pragma('application_id', { simple: true }) === APPLICATION_ID;
    if (!made || !this.tables(prefix !== '').includes(`${prefix}projector`)) return undefined;
    const found = this.database.prepare<[], Partial<SetHead>>(`SELECT * FROM "${prefix}projector"`).get();
    return found && { checkpoint: BEFORE_FIRST, recipe: '', number: 0, ...found };
  }

  private tables(next: boolean): string[] {
    const names = this.database
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all();
    return names.filter((name) => name.startsWith('next_') === next);
  }

  private make(set: TableSet, recipe: Recipe): void {
    const of = (name: string) => tableIn(set, name);
    this.database.transaction(() => {
      for (const name of this.tables(true)) this.database.exec(`DROP TABLE ${quoted(name)}`);
      this.database.exec(`
        CREATE TABLE ${of('projector')} (checkpoint INTEGER NOT NULL, recipe TEXT NOT NULL, number INTEGER NOT NULL) STRICT;
        CREATE TABLE ${of('stream_states')} (stream TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
        CREATE TABLE ${of('parked')} (projection TEXT NOT NULL, position INTEGER NOT NULL, error TEXT NOT NULL) STRICT;
        PRAGMA application_id = ${APPLICATION_ID};
      `);
      for (const { table } of recipe.projections) this.database.exec(createTable(table, set));
      this.database.prepare(`INSERT INTO ${of('projector')} VALUES (?, ?, ?)`).run(BEFORE_FIRST, recipeText(recipe), set.number);
    })();
  }

  /** From here on, rows are written into this set. */
  private writeTo(set: TableSet): OpenedRows {
    this.set = set;
    this.prepare(set, this.recipe?.projections ?? []);
    const parked = this.database
      .prepare<[], Parked>(`SELECT projection, position, error FROM ${tableIn(set, 'parked')} ORDER BY position`)
      .all();
    const checkpoint = this.headOf(set.prefix)?.checkpoint ?? BEFORE_FIRST;
    const shown = set.prefix === '' ? undefined : (this.headOf('')?.checkpoint ?? BEFORE_FIRST);
    return { checkpoint, parked, ...(shown !== undefined && { inShadowOf: shown }) };
  }

  private prepare(set: TableSet, projections: Recipe['projections']): void {
    const { database } = this;
    for (const { table, overlays } of projections) {
      this.statements.set(table.name, {
        codec: rowCodec(table),
        select: database.prepare(selectByKey(table, set)),
        upsert: database.prepare(upsert(table, overlays, set)),
        delete: database.prepare(deleteByKey(table, set)),
      });
    }
    const states = tableIn(set, 'stream_states');
    this.selectState = database.prepare<[string], string>(`SELECT state FROM ${states} WHERE stream = ?`).pluck();
    const saveState = database.prepare<[string, string]>(
      `INSERT INTO ${states} VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET state = excluded.state`,
    );
    const park = database.prepare<[string, Position, string]>(`INSERT INTO ${tableIn(set, 'parked')} VALUES (?, ?, ?)`);
    const unpark = database.prepare<[string]>(`DELETE FROM ${tableIn(set, 'parked')} WHERE projection = ?`);
    const moveCheckpoint = database.prepare<[Position]>(`UPDATE ${tableIn(set, 'projector')} SET checkpoint = ?`);
    this.write = database.transaction(({ checkpoint, tables, states, parked, emptied = [], unparked = [] }: Commit) => {
      for (const name of emptied) database.exec(`DELETE FROM ${tableIn(set, name)}`);
      for (const projection of unparked) unpark.run(projection);
      for (const { name, upserts, deletes } of tables) this.writeRows(name, upserts, deletes);
      for (const { stream, state } of states) saveState.run(stream, state);
      for (const { projection, position, error } of parked) park.run(projection, position, storable(error));
      moveCheckpoint.run(checkpoint);
    });
  }

  private writeRows(name: string, upserts: readonly object[], deletes: readonly KeyValues[]): void {
    const statements = this.statements.get(name);
    if (!statements) return;
    for (const row of upserts) statements.upsert.run(...statements.codec.write(row));
    for (const key of deletes) statements.delete.run(...key);
  }
}

/** Makes this the rows' only writer until the process ends, however it ends. */
function lock(lockFile: string, file: string): () => void {
  const database = new Database(lockFile, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw projectionsFault('rows-in-use', `Another process is writing ${file}`, { cause });
  }
  return () => database.close();
}
