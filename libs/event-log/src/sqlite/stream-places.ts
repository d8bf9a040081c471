import type Database from 'better-sqlite3';
import type { Position } from '../event-log.ts';
import { openIndexForReading } from './files.ts';

/** How many places are looked up at once. */
const PAGE = 64;

type Places = Database.Statement<[stream: number, revision: number, limit: number], { revision: number; position: Position }>;

/** The index as its readers see it: in which commits a stream's events lie. */
export class StreamPlaces {
  private readonly index: Database.Database;
  private readonly progress: Database.Statement<[], Position>;
  private readonly idOf: Database.Statement<[string], number>;
  private readonly upTo: Places;
  private readonly onFrom: Places;

  private constructor(index: Database.Database) {
    this.index = index;
    this.progress = index.prepare<[], Position>('SELECT position FROM progress').pluck();
    this.idOf = index.prepare<[string], number>('SELECT id FROM streams WHERE name = ?').pluck();
    const places = (condition: string, order: string): Places =>
      index.prepare(
        `SELECT revision, position FROM places WHERE stream = ? AND revision ${condition} ? ORDER BY revision ${order} LIMIT ?`,
      );
    this.upTo = places('<=', 'DESC');
    this.onFrom = places('>=', 'ASC');
  }

  /** `undefined` when there is no usable index. */
  static open(folder: string): StreamPlaces | undefined {
    const index = openIndexForReading(folder);
    return index && new StreamPlaces(index);
  }

  /** The position of the first commit that is not in the index. */
  indexedUpTo(): Position {
    return this.progress.get() ?? 0;
  }

  /** Where the commits lie that hold events of a stream, from the one with revision `from` on. */
  *placesOf(stream: string, from: number, direction: 'forwards' | 'backwards'): Generator<Position> {
    const id = this.idOf.get(stream);
    if (id === undefined) return;
    const bound = Math.min(from, Number.MAX_SAFE_INTEGER);
    const forwards = direction === 'forwards';
    for (let next = forwards ? (this.upTo.get(id, bound, 1)?.revision ?? 0) : bound; ;) {
      const page = (forwards ? this.onFrom : this.upTo).all(id, next, PAGE);
      for (const { position } of page) yield position;
      const last = page[page.length - 1];
      if (!last || page.length < PAGE) return;
      next = last.revision + (forwards ? 1 : -1);
    }
  }

  close(): void {
    this.index.close();
  }
}
