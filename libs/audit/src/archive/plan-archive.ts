import { stationStream } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog, Position } from '@wattledger/event-log';
import { archivedIn } from '@wattledger/read-models';
import { retentionClasses } from './retention.ts';
import type { RetentionClass, RetentionPolicy } from './retention.ts';
import { newestSnapshot } from './newest-snapshot.ts';

/** The part of a stream that is to leave the log. */
export interface PlannedCut {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

/** What was found of a stream so far. */
interface Old {
  readonly from: number;
  to: number;
  /** Where the newest exchange begins. */
  exchange: number;
  ended: boolean;
}

/** Where the oldest session of a station began that has not ended, by station; that and what came after it stays. */
export type OpenSince = (stationId: string) => Position | undefined;

/** Finds what is older than the policy wants, and may go. Nothing may that the platform still works with. */
export async function planArchive(
  log: EventLog,
  policy: RetentionPolicy,
  now: Date,
  openSince: OpenSince,
): Promise<readonly PlannedCut[]> {
  const classes = (Object.keys(policy) as RetentionClass[]).map((name) => ({
    prefix: retentionClasses[name].prefix,
    before: new Date(now.getTime() - (policy[name] ?? Infinity) * 86_400_000).toISOString(),
  }));
  if (classes.length === 0) return [];
  const newest =
    classes
      .map(({ before }) => before)
      .sort()
      .at(-1) ?? '';
  // What was archived stays readable in EventStoreDB until it is scavenged there.
  const archivedTo = new Map((await archivedIn(log)).map(({ stream, to }) => [stream, to]));
  const old = new Map<string, Old>();
  for await (const stored of log.readAll({ filter: { streamPrefixes: classes.map(({ prefix }) => prefix) } })) {
    const { recordedAt, kind } = new RecordedEvent(stored).metadata;
    // The log is in the order of time, but for clocks that were set: whatever comes behind is young enough to stay.
    if (recordedAt >= newest) break;
    const { stream, revision, position } = stored;
    if (revision <= (archivedTo.get(stream) ?? -1)) continue;
    const policyOf = classes.find(({ prefix }) => stream.startsWith(prefix));
    const before = old.get(stream) ?? { from: revision, to: revision - 1, exchange: revision, ended: false };
    old.set(stream, before);
    if (before.ended) continue;
    if (kind === 'call') before.exchange = revision;
    if (!policyOf || recordedAt >= policyOf.before || position >= (openSince(stationOf(stream)) ?? Infinity)) {
      // What is young, or runs, ends what may go: nothing is taken out of the middle, and no exchange is cut in two.
      before.ended = true;
      before.to = Math.min(before.to, before.exchange - 1);
    } else before.to = revision;
  }
  const cuts: PlannedCut[] = [];
  for (const [stream, { from, to }] of old) {
    const last = Math.min(to, (await firstThatStays(log, stream)) - 1);
    if (last >= from) cuts.push({ stream, from, to: last });
  }
  return cuts;
}

/** The newest event of a stream stays, as the next is chained to it; of a station all that its newest snapshot does not know. */
async function firstThatStays(log: EventLog, stream: string): Promise<number> {
  if (stream.startsWith(stationStream(''))) return newestSnapshot(log, stationOf(stream));
  for await (const { revision } of log.readStream(stream, { direction: 'backwards', limit: 1 })) return revision;
  return 0;
}

const stationOf = (stream: string): string => stream.slice(stationStream('').length);
