import type Database from 'better-sqlite3';
import type { Position, StreamCut } from '../event-log.ts';
import { eventOf, removedLine } from './commit-lines.ts';

/** So many commits are written anew in one transaction, so that new ones never wait long. */
const STEP = 32;

/**
 * Takes the beginnings of streams out of the file. Streams share commits, so a commit stays where it is, and each event taken out
 * leaves its place, its revision and its hash: positions, chains and anchors hold without it.
 */
export class Truncation {
  private readonly log: Database.Database;
  private readonly before: ReadonlyMap<string, number>;
  private readonly waiting: Position[];
  private readonly lines: Database.Statement<[Position], string>;
  private readonly rewrite: Database.Statement<[string, Position]>;

  constructor(log: Database.Database, index: Database.Database, cuts: readonly StreamCut[]) {
    this.log = log;
    this.before = new Map(cuts.map(({ stream, before }) => [stream, before]));
    const places = index
      .prepare<[string, number], Position>(
        'SELECT position FROM places JOIN streams ON streams.id = places.stream WHERE name = ? AND places.revision < ?',
      )
      .pluck();
    const positions = new Set(cuts.flatMap(({ stream, before }) => places.all(stream, before)));
    this.waiting = [...positions].sort((one, other) => other - one);
    this.lines = log.prepare<[Position], string>('SELECT lines FROM commits WHERE position = ?').pluck();
    this.rewrite = log.prepare('UPDATE commits SET lines = ? WHERE position = ?');
  }

  /** The next few commits. @returns whether all is done */
  step(): boolean {
    const positions = this.waiting.splice(-STEP);
    this.log.transaction(() => {
      for (const position of positions) {
        const lines = this.lines.get(position);
        const left = lines
          ?.split('\n')
          .map((line) => this.without(line))
          .join('\n');
        if (left !== undefined && left !== lines) this.rewrite.run(left, position);
      }
    })();
    return this.waiting.length === 0;
  }

  private without(line: string): string {
    const event = eventOf(line, 0);
    return event && event.revision < (this.before.get(event.stream) ?? 0) ? removedLine(event) : line;
  }
}
