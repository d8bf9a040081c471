import { join } from 'node:path';
import Database from 'better-sqlite3';
import { BEFORE_FIRST } from '@wattledger/event-log/events';
import type { Position } from '@wattledger/event-log';
import { parseJson, stringifyJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';

/** How far one projection of a plugin, or its listener, has come. */
export interface PartProgress {
  readonly position: Position;
  /** Why it stands still. */
  readonly parked?: string;
}

/** The rows that changed; `undefined`: it is gone. */
export type RowChanges = ReadonlyMap<string, JsonObject | undefined>;

/** The rows of a data folder's plugins. Derived from its log: may be deleted. */
export const pluginRowsFile = (dataFolder: string): string => join(dataFolder, 'plugins.sqlite');

const MOST_ROWS = 1_000;

/**
 * What the projections of one plugin made of the history, and how far they are: both change in one transaction.
 *
 * Every plugin writes in its own thread to rows of its own; nobody computes while holding the file.
 */
export class PluginRowsFile {
  private readonly database: Database.Database;
  private readonly plugin: string;

  constructor(file: string, plugin: string) {
    this.plugin = plugin;
    this.database = new Database(file, { timeout: 10_000 });
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.exec(`
      CREATE TABLE IF NOT EXISTS progress (plugin TEXT, part TEXT, version INTEGER, position INTEGER, parked TEXT,
        PRIMARY KEY (plugin, part)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS rows (plugin TEXT, projection TEXT, key TEXT, row TEXT,
        PRIMARY KEY (plugin, projection, key)) WITHOUT ROWID;`);
  }

  /** Where a part goes on. One whose version has changed begins anew, without rows; one that was parked tries again. */
  open(part: string, version: number): PartProgress {
    const found = this.database
      .prepare<[string, string], { version: number; position: number }>(
        'SELECT version, position FROM progress WHERE plugin = ? AND part = ?',
      )
      .get(this.plugin, part);
    if (found?.version === version) return { position: found.position };
    this.database.transaction(() => {
      this.database.prepare('DELETE FROM rows WHERE plugin = ? AND projection = ?').run(this.plugin, part);
      this.database
        .prepare('INSERT OR REPLACE INTO progress (plugin, part, version, position, parked) VALUES (?, ?, ?, ?, NULL)')
        .run(this.plugin, part, version, BEFORE_FIRST);
    })();
    return { position: BEFORE_FIRST };
  }

  get(projection: string, key: string): JsonObject | undefined {
    const found = this.database
      .prepare<[string, string, string], string>('SELECT row FROM rows WHERE plugin = ? AND projection = ? AND key = ?')
      .pluck()
      .get(this.plugin, projection, key);
    return found === undefined ? undefined : (parseJson(found) as JsonObject);
  }

  /** Rows in the order of their keys. */
  list(projection: string, { after = '', first = 100 } = {}): { key: string; row: JsonObject }[] {
    return this.database
      .prepare<[string, string, string, number], { key: string; row: string }>(
        'SELECT key, row FROM rows WHERE plugin = ? AND projection = ? AND key > ? ORDER BY key LIMIT ?',
      )
      .all(this.plugin, projection, after, Math.min(Math.max(Math.trunc(first), 0), MOST_ROWS))
      .map(({ key, row }) => ({ key, row: parseJson(row) as JsonObject }));
  }

  commit(part: string, position: Position, changes: RowChanges = new Map()): void {
    const put = this.database.prepare('INSERT OR REPLACE INTO rows (plugin, projection, key, row) VALUES (?, ?, ?, ?)');
    const remove = this.database.prepare('DELETE FROM rows WHERE plugin = ? AND projection = ? AND key = ?');
    this.database.transaction(() => {
      for (const [key, row] of changes) {
        if (row === undefined) remove.run(this.plugin, part, key);
        else put.run(this.plugin, part, key, stringifyJson(row));
      }
      this.database
        .prepare('UPDATE progress SET position = ?, parked = NULL WHERE plugin = ? AND part = ?')
        .run(position, this.plugin, part);
    })();
  }

  park(part: string, reason: string): void {
    this.database.prepare('UPDATE progress SET parked = ? WHERE plugin = ? AND part = ?').run(reason, this.plugin, part);
  }

  close(): void {
    this.database.close();
  }
}
