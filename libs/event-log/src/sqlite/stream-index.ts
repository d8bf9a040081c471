import type Database from 'better-sqlite3';
import type { Position } from '../event-log.ts';
import { streamsOf } from './commit-lines.ts';

/** Keeps the index in step with the log, behind the answers. Lives in the writer's thread. */
export class StreamIndex {
  private readonly database: Database.Database;
  private readonly log: Database.Database;
  private readonly streamIds = new Map<string, number>();
  private readonly readProgress: Database.Statement<[], Position>;
  private readonly writeProgress: Database.Statement<[Position]>;
  private readonly findStream: Database.Statement<[string], { id: number; revision: number }>;
  private readonly addStream: Database.Statement<[string]>;
  private readonly setRevision: Database.Statement<[number, number]>;
  private readonly addPlace: Database.Statement<[number, number, Position]>;

  constructor(database: Database.Database, log: Database.Database) {
    this.database = database;
    this.log = log;
    this.readProgress = database.prepare<[], Position>('SELECT position FROM progress').pluck();
    this.writeProgress = database.prepare('UPDATE progress SET position = ?');
    this.findStream = database.prepare('SELECT id, revision FROM streams WHERE name = ?');
    this.addStream = database.prepare('INSERT INTO streams (name, revision) VALUES (?, -1)');
    this.setRevision = database.prepare('UPDATE streams SET revision = ? WHERE id = ?');
    this.addPlace = database.prepare('INSERT OR IGNORE INTO places VALUES (?, ?, ?)');
  }

  /**
   * Indexes what the log holds beyond the index, at most `commits` of it.
   *
   * @returns whether everything is indexed now.
   */
  catchUp(commits: number): boolean {
    const rows = this.log
      .prepare<[Position, number], { position: Position; events: number; lines: string }>(
        'SELECT position, events, lines FROM commits WHERE position >= ? ORDER BY position LIMIT ?',
      )
      .all(this.readProgress.get() ?? 0, commits);
    if (rows.length > 0) this.add(rows);
    return rows.length < commits;
  }

  /** The newest revision of a stream, -1 for none; call after {@link catchUp}. */
  revisionOf(stream: string): number {
    return this.findStream.get(stream)?.revision ?? -1;
  }

  private add(commits: readonly { position: Position; events: number; lines: string }[]): void {
    this.database.transaction(() => {
      const revisions = new Map<number, number>();
      for (const { position, lines } of commits) {
        for (const [name, { first, last }] of streamsOf(lines)) {
          const id = this.idOf(name);
          this.addPlace.run(id, first, position);
          revisions.set(id, last);
        }
      }
      for (const [id, revision] of revisions) this.setRevision.run(revision, id);
      const last = commits[commits.length - 1];
      if (last) this.writeProgress.run(last.position + last.events);
    })();
  }

  private idOf(name: string): number {
    const known = this.streamIds.get(name);
    if (known !== undefined) return known;
    const id = this.findStream.get(name)?.id ?? Number(this.addStream.run(name).lastInsertRowid);
    if (this.streamIds.size >= 50_000) this.streamIds.clear();
    this.streamIds.set(name, id);
    return id;
  }
}
