import { existsSync } from 'node:fs';
import { isPassing } from '@wattledger/charging';
import { chainFlaw, GENESIS_HASH, hashesOf, WholeLog } from '@wattledger/event-log';
import type {
  ChainFlaw,
  EventLog,
  InspectedLine,
  Position,
  RemovedEvent,
  SqliteLogReader,
  StoredEvent,
} from '@wattledger/event-log';
import { archivedIn, archivesIn } from '@wattledger/read-models';
import type { Archived } from '@wattledger/read-models';
import { anchorsIn, isSigned, RunningDigest } from './anchor.ts';
import type { Anchor } from './anchor.ts';

/** Why an event is not what was written. */
export type Flaw =
  ChainFlaw | 'event-unreadable' | 'removed-unrecorded' | 'file-damaged' | 'anchor-mismatch' | 'anchor-unsigned' | 'cut-off';

/** The first event that is not as it was written. */
export interface BrokenEvent {
  readonly position: Position;
  /** Absent where so much was changed that the event cannot be told any more. */
  readonly stream?: string;
  readonly revision?: number;
  readonly type?: string;
  readonly id?: string;
  readonly flaw: Flaw;
  readonly explanation: string;
}

export interface Verification {
  readonly events: number;
  readonly streams: number;
  /** How many signed anchors were found good, and how far the last of them reaches; -1 when there is none. */
  readonly anchors: number;
  readonly anchoredUpTo: Position;
  /** How many events were archived: their hashes are here, what they say is in the archives. */
  readonly archived: number;
  /** Anchors that could not be held against the log alone, because the store keeps no hash of what was archived. */
  readonly anchorsUnchecked: number;
  readonly broken: BrokenEvent | undefined;
}

const explanations: Readonly<Record<Flaw, string>> = {
  'hash-missing': 'its metadata does not end with its hashes, as every event is written',
  'content-changed': 'its content does not match its own hash: a byte of it was changed after it was written',
  'predecessor-changed': 'it was chained to another event than the one that stands before it now',
  'revision-gap': 'its revision does not follow on the one before it: events were taken out or put in between',
  'event-unreadable': 'there is no event in its place: a byte of it was changed after it was written',
  'file-damaged': 'the file cannot be read here: it was changed or damaged outside of the platform',
  'anchor-mismatch':
    'the anchor that signs for everything up to here was made over other events: some were taken out, put in or reordered',
  'anchor-unsigned': 'the signature of the anchor that ends here is not good',
  'removed-unrecorded': 'events up to here were taken out of the log, and no record says that they were archived',
  'cut-off': 'an anchor signs for events behind this one that are not there any more: the end of the log was cut off',
};

/** What {@link verify} walks. */
export interface VerifiableLog {
  readonly lines: AsyncIterable<InspectedLine>;
  readonly anchors: readonly Anchor[];
  readonly archived: readonly Archived[];
  /** Of some of what was archived there is not even a hash among the lines. */
  readonly lacksArchived: boolean;
}

/**
 * Walks every hash chain of the log in one pass, holds it against the signed anchors, and stops at the first event that is
 * not as it was written.
 *
 * Finds changed, removed, inserted and reordered events, and everything cut off up to the newest anchor. What was cut off
 * behind the newest anchor leaves no trace in the log itself.
 *
 * @param onProgress is told the number of events checked, now and then
 */
export async function verify(log: VerifiableLog, onProgress: (events: number) => void = () => undefined): Promise<Verification> {
  const walk = new Walk(log);
  try {
    for await (const { position, event, removed } of log.lines) {
      const flaw = event ? walk.step(event) : removed ? walk.passRemoved(position, removed) : ('event-unreadable' as const);
      if (flaw) return walk.outcome(position, flaw, event ?? removed);
      if (walk.events % 10_000 === 0) onProgress(walk.events);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('SQLITE_')) throw error;
    return walk.outcome(walk.position + 1, 'file-damaged');
  }
  onProgress(walk.events);
  return walk.isCutOff() ? walk.outcome(walk.position, 'cut-off') : walk.outcome(walk.position);
}

/**
 * What {@link verify} needs: the file itself where the log is embedded, the store's events where it is EventStoreDB.
 *
 * EventStoreDB keeps no hash of what was archived: there the archives stand in for it, where all of them lie in the folder.
 */
export async function verifiable(log: SqliteLogReader | EventLog, archiveFolder?: string): Promise<VerifiableLog> {
  const archived = await archivedIn(log);
  const anchors = await anchorsIn(log);
  if ('inspect' in log) return { lines: log.inspect(), anchors, archived, lacksArchived: false };
  const archives = archiveFolder === undefined ? undefined : archivesIn(archiveFolder, archived);
  const lacksArchived = archived.length > 0 && !archives?.every(({ file }) => existsSync(file));
  const events = lacksArchived ? log.readAll() : new WholeLog(log, () => Promise.resolve(archives ?? [])).readEverything();
  return { lines: linesOf(events), anchors, archived, lacksArchived };
}

async function* linesOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<InspectedLine> {
  for await (const event of events) yield { position: event.position, event };
}

class Walk {
  events = 0;
  position: Position = -1;
  private readonly ends = new Map<string, { revision: number; hash: string }>();
  private readonly anchors: Anchor[];
  /** The end of what was archived of each stream. */
  private readonly archivedEnds: ReadonlyMap<string, Archived>;
  /** So far nothing but the archives themselves could tell what the anchors sign for; -1 where nothing is lacking. */
  private readonly lackingUpTo: Position;
  private archived = 0;
  private unchecked = 0;
  private digest = new RunningDigest(GENESIS_HASH);
  private anchored: Anchor | undefined;
  private held = 0;

  constructor({ anchors, archived, lacksArchived }: VerifiableLog) {
    this.anchors = [...anchors];
    this.archivedEnds = new Map(archived.map((each) => [each.stream, each]));
    this.lackingUpTo = lacksArchived ? archived.reduce((end, { lastPosition }) => Math.max(end, lastPosition), -1) : -1;
  }

  step(event: StoredEvent): Flaw | undefined {
    this.position = event.position;
    this.events += 1;
    if (event.stream.startsWith('$')) return undefined; // the store's own settings, which are not chained
    const flaw = chainFlaw(event, this.ends.get(event.stream) ?? this.beginOf(event));
    if (flaw) return flaw;
    this.ends.set(event.stream, { revision: event.revision, hash: hashesOf(event)?.hash ?? '' });
    if (this.isUnanchored(event.stream)) return undefined;
    this.digest.add(event);
    return this.holdAgainstAnchor(event.position);
  }

  /** An event that was archived: its hash holds its place in the chain and under the anchors. */
  passRemoved(position: Position, { stream, revision, hash }: RemovedEvent): Flaw | undefined {
    this.position = position;
    const end = this.archivedEnds.get(stream);
    if (!end || revision > end.to || (revision === end.to && hash !== end.hash)) return 'removed-unrecorded';
    if (revision !== (this.ends.get(stream)?.revision ?? -1) + 1) return 'revision-gap';
    this.ends.set(stream, { revision, hash });
    if (!this.isUnanchored(stream)) this.digest.addHash(hash);
    this.archived += 1;
    return this.holdAgainstAnchor(position);
  }

  /** Where a stream begins: with its first event, or behind what was archived and is not even there as hashes. */
  private beginOf(event: StoredEvent): { revision: number; hash: string } {
    const end = this.archivedEnds.get(event.stream);
    return end?.to === event.revision - 1 ? { revision: end.to, hash: end.hash } : beginOf(event);
  }

  /** The next anchor does not sign for streams of this kind. */
  private isUnanchored(stream: string): boolean {
    return this.anchors[0]?.without?.some((prefix) => stream.startsWith(prefix)) ?? false;
  }

  /** True when the newest anchor signs for more than there is. */
  isCutOff(): boolean {
    return this.anchors.length > 0;
  }

  outcome(position: Position, flaw?: Flaw, event?: StoredEvent | RemovedEvent): Verification {
    const { stream, revision } = event ?? {};
    const named = event && { stream, revision, ...('type' in event && { type: event.type, id: event.id }) };
    return {
      events: this.events,
      streams: this.ends.size,
      anchors: this.held,
      anchoredUpTo: this.anchored?.upTo ?? -1,
      archived: this.archived,
      anchorsUnchecked: this.unchecked,
      broken: flaw && { position, ...named, flaw, explanation: explanations[flaw] },
    };
  }

  private holdAgainstAnchor(position: Position): Flaw | undefined {
    const [anchor] = this.anchors;
    if (!anchor || position < anchor.upTo) return undefined;
    const { events } = this.digest;
    const matches = position === anchor.upTo && events === anchor.events && this.digest.end() === anchor.digest;
    if (!matches && anchor.after >= this.lackingUpTo) return 'anchor-mismatch';
    if (!isSigned(anchor)) return 'anchor-unsigned';
    if (!matches) this.unchecked += 1;
    this.anchors.shift();
    this.anchored = anchor;
    this.held += 1;
    this.digest = new RunningDigest(anchor.digest);
    return undefined;
  }
}

/** What a stream's first event follows on; of a stream that the store may forget the older events of, whatever it says itself. */
const beginOf = (event: StoredEvent): { revision: number; hash: string } =>
  isPassing(event.stream)
    ? { revision: event.revision - 1, hash: hashesOf(event)?.previousHash ?? '' }
    : { revision: -1, hash: GENESIS_HASH };
