import { hashesOf } from '../chain.ts';
import type { EventFilter, EventToStore, Position, StoredEvent } from '../event-log.ts';
import { eventLogFault } from '../errors.ts';

/** One group commit: the events of all streams that were appended together. */
export interface CommitRow {
  readonly position: Position;
  readonly events: number;
  readonly lines: string;
  /** What is in it, where the writer of this process has told: then nobody needs to search its text for that. */
  readonly holds?: { readonly streams: ReadonlySet<string>; readonly types: ReadonlySet<string> };
}

/**
 * The text of a commit: one line per event, `stream revision id type metadata data`, parted by tabs.
 *
 * JSON as `JSON.stringify` prints it holds neither tab nor line break, so the parts need no escaping and a human with
 * the `sqlite3` shell can read the log.
 */
export function lineOf(stream: string, revision: number, event: EventToStore): string {
  const line = `${stream}\t${revision}\t${event.id}\t${event.type}\t${event.metadata}\t${event.data}`;
  if (line.includes('\n') || tabsIn(line) !== 5) {
    throw eventLogFault(
      'event-malformed',
      `The event ${event.type} for ${stream} holds a tab or a line break outside of its JSON`,
    );
  }
  return line;
}

function tabsIn(line: string): number {
  let tabs = 0;
  for (let at = line.indexOf('\t'); at !== -1; at = line.indexOf('\t', at + 1)) tabs += 1;
  return tabs;
}

/** Reads one line back; `undefined` when it has not the form of an event, because someone changed the file. */
export function eventOf(line: string, position: Position): StoredEvent | undefined {
  const parts = line.split('\t');
  if (parts.length !== 6) return undefined;
  const [stream, revision, id, type, metadata, data] = parts as [string, string, string, string, string, string];
  return { stream, revision: Number(revision), id, type, metadata, data, position };
}

/** What is left in the place of an event that was archived. */
export interface RemovedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
}

/** As the name of a system stream begins, so that it passes no filter. */
const REMOVED = '$~';

export const removedLine = (event: StoredEvent): string =>
  `${REMOVED}${event.stream}\t${event.revision}\t${hashesOf(event)?.hash ?? ''}`;

/** Reads back what {@link removedLine} wrote. */
export function removedOf(line: string): RemovedEvent | undefined {
  const [name = '', revision = '', hash = '', ...more] = line.split('\t');
  if (!name.startsWith(REMOVED) || more.length > 0) return undefined;
  return { stream: name.slice(REMOVED.length), revision: Number(revision), hash };
}

/** A test on the bare line, so that what nobody wants is never taken apart. */
export function lineFilter(filter: EventFilter | undefined): (line: string) => boolean {
  const { streamPrefixes, types } = filter ?? {};
  const wantedTypes = types && new Set(types);
  return (line) => {
    if (line.startsWith('$')) return false;
    if (streamPrefixes && !streamPrefixes.some((prefix) => line.startsWith(prefix))) return false;
    if (wantedTypes && !wantedTypes.has(typeOf(line))) return false;
    return true;
  };
}

/** A test on a whole commit: false when no line of it can pass the filter. */
export function commitFilter({ streamPrefixes, types }: EventFilter = {}): (commit: CommitRow) => boolean {
  const isOf = (prefix: string, { lines, holds }: CommitRow) => {
    if (!holds) return lines.startsWith(prefix) || lines.includes(`\n${prefix}`);
    for (const stream of holds.streams) if (stream.startsWith(prefix)) return true;
    return false;
  };
  const holdsType = (type: string, { lines, holds }: CommitRow) =>
    holds ? holds.types.has(type) : lines.includes(`\t${type}\t`);
  return (commit) =>
    (!types || types.some((type) => holdsType(type, commit))) &&
    (!streamPrefixes || streamPrefixes.some((prefix) => isOf(prefix, commit)));
}

function typeOf(line: string): string {
  let from = 0;
  for (let tabs = 0; tabs < 3; tabs += 1) from = line.indexOf('\t', from) + 1;
  return line.slice(from, line.indexOf('\t', from));
}

/** Where each stream first appears in a commit, and the revisions it gets there, those taken out since included. */
export function streamsOf(lines: string): Map<string, { first: number; last: number }> {
  const streams = new Map<string, { first: number; last: number }>();
  for (let from = 0; from < lines.length;) {
    const nameEnd = lines.indexOf('\t', from);
    const revisionEnd = lines.indexOf('\t', nameEnd + 1);
    const written = lines.slice(from, nameEnd);
    const name = written.startsWith(REMOVED) ? written.slice(REMOVED.length) : written;
    const revision = Number(lines.slice(nameEnd + 1, revisionEnd));
    const seen = streams.get(name);
    if (seen) seen.last = revision;
    else streams.set(name, { first: revision, last: revision });
    const end = lines.indexOf('\n', revisionEnd);
    if (end === -1) break;
    from = end + 1;
  }
  return streams;
}
