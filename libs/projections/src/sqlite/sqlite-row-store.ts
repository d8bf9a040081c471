import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { projectionsFault } from '../errors.ts';
import { rowCodec } from '../row-codec.ts';
import type { RowCodec } from '../row-codec.ts';
import type { Commit, KeyValues, Parked, Recipe, RowStore } from '../row-store.ts';
import type { StoredValue } from '../table.ts';
import { createTable, deleteByKey, selectAll, selectByKey, upsert } from './sql.ts';

/** "WROW": how a file of ours is told from any other SQLite file. */
const APPLICATION_ID = 0x57524f57;
const CACHE_KIB = 32_768;
/** A page that many batches change is then moved once from the write-ahead log into the file: 16 MB of 4 KiB pages. */
const CHECKPOINT_PAGES = 4_000;

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
 * makes them again. Readers are never held up.
 */
export class SqliteRowStore implements RowStore {
  private readonly database: Database.Database;
  private readonly unlock: () => void;
  private readonly statements = new Map<string, TableStatements>();
  private recipe: Recipe | undefined;
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

  open(recipe: Recipe): { checkpoint: Position; parked: readonly Parked[] } {
    this.recipe = recipe;
    const wanted = textOf(recipe);
    const made = this.database.pragma('application_id', { simple: true }) === APPLICATION_ID;
    const found = made ? this.database.prepare<[], string>('SELECT recipe FROM projector').pluck().get() : undefined;
    if (found !== wanted) this.make(recipe, wanted);
    this.prepare(recipe);
    const checkpoint = this.database.prepare<[], Position>('SELECT checkpoint FROM projector').pluck().get() ?? BEFORE_FIRST;
    const parked = this.database.prepare<[], Parked>('SELECT projection, position, error FROM parked ORDER BY position').all();
    return { checkpoint, parked };
  }

  clear(): void {
    if (!this.recipe) return;
    this.make(this.recipe, textOf(this.recipe));
    this.prepare(this.recipe);
  }

  loadRow(table: string, key: KeyValues): object | undefined {
    const statements = this.statements.get(table);
    const stored = statements?.select.get(...key);
    return stored && statements?.codec.read(stored);
  }

  /** Every row of a table. */
  *rows(table: string): IterableIterator<object> {
    const codec = this.statements.get(table)?.codec;
    const found = this.recipe?.projections.find((each) => each.table.name === table)?.table;
    if (!codec || !found) return;
    for (const stored of this.database.prepare<[], Record<string, StoredValue>>(selectAll(found)).iterate()) {
      yield codec.read(stored);
    }
  }

  loadState(stream: string): string | undefined {
    return this.selectState?.get(stream);
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

  private make(recipe: Recipe, text: string): void {
    this.statements.clear();
    this.database.transaction(() => {
      const tables = this.database
        .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
        .pluck();
      for (const name of tables.all()) this.database.exec(`DROP TABLE "${name}"`);
      this.database.exec(`
        CREATE TABLE projector (checkpoint INTEGER NOT NULL, recipe TEXT NOT NULL) STRICT;
        CREATE TABLE stream_states (stream TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
        CREATE TABLE parked (projection TEXT NOT NULL, position INTEGER NOT NULL, error TEXT NOT NULL) STRICT;
        PRAGMA application_id = ${APPLICATION_ID};
      `);
      for (const { table } of recipe.projections) this.database.exec(createTable(table));
      this.database.prepare('INSERT INTO projector VALUES (?, ?)').run(BEFORE_FIRST, text);
    })();
  }

  private prepare({ projections }: Recipe): void {
    const { database } = this;
    for (const { table, overlays } of projections) {
      this.statements.set(table.name, {
        codec: rowCodec(table),
        select: database.prepare(selectByKey(table)),
        upsert: database.prepare(upsert(table, overlays)),
        delete: database.prepare(deleteByKey(table)),
      });
    }
    this.selectState = database.prepare<[string], string>('SELECT state FROM stream_states WHERE stream = ?').pluck();
    const saveState = database.prepare<[string, string]>(
      'INSERT INTO stream_states VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET state = excluded.state',
    );
    const park = database.prepare<[string, Position, string]>('INSERT INTO parked VALUES (?, ?, ?)');
    const moveCheckpoint = database.prepare<[Position]>('UPDATE projector SET checkpoint = ?');
    const unpark = database.prepare<[string]>('DELETE FROM parked WHERE projection = ?');
    this.write = database.transaction(({ checkpoint, tables, states, parked, emptied = [], unparked = [] }: Commit) => {
      for (const name of emptied) database.exec(`DELETE FROM "${name}"`);
      for (const projection of unparked) unpark.run(projection);
      for (const { name, upserts, deletes } of tables) this.writeRows(name, upserts, deletes);
      for (const { stream, state } of states) saveState.run(stream, state);
      for (const { projection, position, error } of parked) park.run(projection, position, error);
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

const recipeOf = ({ name, version, overlays }: Omit<Recipe['projections'][number], 'table'>) => ({ name, version, overlays });

/** Equal for recipes that make equal rows. */
const textOf = ({ factsVersion, projections }: Recipe): string =>
  JSON.stringify({
    factsVersion,
    projections: projections.map(({ table, ...projection }) => ({
      ...recipeOf(projection),
      table: createTable(table),
      columns: table.columns,
    })),
  });

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
