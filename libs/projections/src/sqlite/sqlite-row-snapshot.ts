import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import type { RowSnapshot, SnapshotRow } from '../row-snapshot.ts';
import { selectAll } from '../sql.ts';
import type { Table } from '../table.ts';

/** The rows of a file, in one transaction: they stand still while the projector goes on. */
export class SqliteRowSnapshot implements RowSnapshot {
  readonly checkpoint: Position;
  private readonly database: Database.Database;

  private constructor(database: Database.Database) {
    this.database = database;
    database.exec('BEGIN');
    this.checkpoint = database.prepare<[], Position>('SELECT checkpoint FROM projector').pluck().get() ?? BEFORE_FIRST;
  }

  /** @returns `undefined` where there is no such file */
  static open(file: string): SqliteRowSnapshot | undefined {
    return existsSync(file) ? new SqliteRowSnapshot(new Database(file, { readonly: true, timeout: 10_000 })) : undefined;
  }

  async *rows(table: Table<object>): AsyncGenerator<SnapshotRow> {
    yield* this.database.prepare<[], SnapshotRow>(selectAll(table)).iterate();
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }
}
