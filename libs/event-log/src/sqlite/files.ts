import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eventLogFault } from '../errors.ts';

/** "WATT": how a file of ours is told from any other SQLite file. */
const APPLICATION_ID = 0x57415454;
const LOG_FORMAT = 1;
const INDEX_FORMAT = 1;

const logFile = (folder: string) => join(folder, 'events.sqlite');
const indexFile = (folder: string) => join(folder, 'events-index.sqlite');

/**
 * Opens the log for its one writer, making it where there is none.
 *
 * One row per group commit: an append costs one durable write however many events and stations share it.
 */
export function openLogForWriting(folder: string): Database.Database {
  makeFolder(folder);
  const database = open(logFile(folder), {});
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  if (database.pragma('user_version', { simple: true }) === 0) {
    // Each by itself, and the version last: a process that died in between is followed by one that makes the rest.
    database.exec(`
      CREATE TABLE IF NOT EXISTS commits (
        position INTEGER PRIMARY KEY, -- of the first event of the commit
        events   INTEGER NOT NULL,
        lines    TEXT NOT NULL
      ) STRICT;
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${LOG_FORMAT};
    `);
  }
  checkFormat(database, folder);
  return database;
}

/** Opens the log beside its writer, or without one. */
export function openLogForReading(folder: string): Database.Database {
  if (!existsSync(logFile(folder))) throw eventLogFault('log-missing', `There is no events.sqlite in ${folder}`);
  const database = open(logFile(folder), { readonly: true });
  checkFormat(database, folder);
  return database;
}

/**
 * Opens the index, which tells in which commits a stream's events lie.
 *
 * It is derived, written behind the answers and never waited for by a station: after a crash it is brought up to date from
 * the log, and a missing or foreign file is made anew.
 */
export function openIndexForWriting(folder: string): Database.Database {
  const database = open(indexFile(folder), {});
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  if (database.pragma('user_version', { simple: true }) !== INDEX_FORMAT) {
    database.exec(`
      DROP TABLE IF EXISTS streams;
      DROP TABLE IF EXISTS places;
      DROP TABLE IF EXISTS progress;
      CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL) STRICT;
      CREATE TABLE places (
        stream   INTEGER NOT NULL,
        revision INTEGER NOT NULL, -- the stream's first in that commit
        position INTEGER NOT NULL, -- of the commit
        PRIMARY KEY (stream, revision)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE progress (position INTEGER NOT NULL) STRICT; -- of the first commit that is not in the index
      INSERT INTO progress VALUES (0);
      PRAGMA user_version = ${INDEX_FORMAT};
    `);
  }
  return database;
}

/** `undefined` when there is no usable index: the reader then searches the log itself. */
export function openIndexForReading(folder: string): Database.Database | undefined {
  if (!existsSync(indexFile(folder))) return undefined;
  const database = open(indexFile(folder), { readonly: true });
  if (database.pragma('user_version', { simple: true }) === INDEX_FORMAT) return database;
  database.close();
  return undefined;
}

/**
 * Makes this process the folder's only writer until it ends, however it ends: the operating system drops the lock with
 * the process.
 *
 * @returns a function that gives the folder back.
 * @throws Fault `log-in-use`
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder);
  const lock = new Database(join(folder, 'writer.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw eventLogFault('log-in-use', `Another process is writing to ${folder}`, { cause });
  }
  return () => lock.close();
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw eventLogFault('log-unwritable', `The data folder ${folder} cannot be made: ${String(cause)}`, { cause });
  }
}

function open(file: string, options: Database.Options): Database.Database {
  try {
    return new Database(file, { timeout: 10_000, ...options });
  } catch (cause) {
    throw eventLogFault('log-unreadable', `${file} cannot be opened: ${String(cause)}`, { cause });
  }
}

function checkFormat(database: Database.Database, folder: string): void {
  const application = database.pragma('application_id', { simple: true });
  const format = Number(database.pragma('user_version', { simple: true }));
  if (application === APPLICATION_ID && format > LOG_FORMAT) {
    database.close();
    throw eventLogFault(
      'data-folder-newer',
      `${folder} was made by a newer version of the platform (format ${format}; this one knows up to ${LOG_FORMAT})`,
    );
  }
  if (application !== APPLICATION_ID || format !== LOG_FORMAT) {
    database.close();
    throw eventLogFault('log-unreadable', `${logFile(folder)} is not a log of this platform (format ${String(format)})`);
  }
}
