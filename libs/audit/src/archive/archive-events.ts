import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { ARCHIVES_STREAM } from '@wattledger/charging';
import { newEvent, writeArchive } from '@wattledger/event-log';
import type { EventLog, Ledger, StoredEvent, StreamCut } from '@wattledger/event-log';
import type { Clock } from '@wattledger/kernel';
import { archivedIn } from '@wattledger/read-models';
import type { Archived } from '@wattledger/read-models';
import { anchorLog, anchorsIn } from '../anchor.ts';
import { auditFault } from '../errors.ts';
import { signatureOf, writeManifest } from './manifest.ts';
import type { ArchiveManifest } from './manifest.ts';
import { planArchive } from './plan-archive.ts';
import type { OpenSince, PlannedCut } from './plan-archive.ts';
import type { RetentionPolicy } from './retention.ts';
import { archiveFlaw, readBack } from './verify-archive.ts';

export interface Archiving {
  readonly ledger: Ledger;
  readonly signingKey: KeyObject;
  readonly policy: RetentionPolicy;
  /** Where archives are kept. */
  readonly folder: string;
  readonly clock: Clock;
  readonly openSince: OpenSince;
}

const RECORDED_AT_ONCE = 100;

/**
 * Takes what is older than the policy wants out of the log: written to a file, read back and verified, recorded as archived, and only
 * then cut off. A process that dies in between leaves everything in the log, or has it cut off the next time.
 *
 * @returns the manifest; `undefined` when there was nothing to do
 */
export async function archiveEvents(archiving: Archiving): Promise<ArchiveManifest | undefined> {
  const { ledger, signingKey, policy, clock, openSince } = archiving;
  const { log } = ledger;
  await finishCuts(log, await archivedIn(log));
  const now = clock();
  const cuts = await planArchive(log, policy, now, openSince);
  if (cuts.length === 0) return undefined;
  await anchorLog(ledger, signingKey);
  const manifest = await writeVerified(archiving, cuts, now);
  const archived = manifest.streams.map(({ stream, from, to, hash, lastPosition }): Archived => {
    const { archive, file, digest } = manifest;
    return { archive, file, digest, stream, from, to, hash, lastPosition };
  });
  for (let from = 0; from < archived.length; from += RECORDED_AT_ONCE) {
    const events = archived.slice(from, from + RECORDED_AT_ONCE).map((data) => newEvent('EventsArchived', data));
    await ledger.recordAtEnd(ARCHIVES_STREAM, events);
  }
  await log.truncate(archived.map(cutOf));
  return manifest;
}

/** What was recorded as archived by a process that died before it was cut off. */
async function finishCuts(log: EventLog, archived: readonly Archived[]): Promise<void> {
  const cuts = new Map(archived.map((each) => [each.stream, cutOf(each)]));
  const left: StreamCut[] = [];
  for (const cut of cuts.values()) {
    const { truncateBefore = 0 } = await log.readStreamMetadata(cut.stream);
    if (truncateBefore < cut.before) left.push(cut);
  }
  if (left.length > 0) await log.truncate(left);
}

const cutOf = ({ stream, to }: Archived): StreamCut => ({ stream, before: to + 1 });

async function writeVerified(
  { ledger, folder, signingKey }: Archiving,
  cuts: readonly PlannedCut[],
  now: Date,
): Promise<ArchiveManifest> {
  const madeAt = now.toISOString();
  const archive = `archive-${madeAt.replaceAll(/[:.]/g, '-')}`;
  const name = `${archive}.jsonl.gz`;
  const file = join(folder, name);
  await writeArchive(file, eventsOf(ledger.log, cuts));
  const { events, digest, streams } = await readBack(file);
  const anchor = (await anchorsIn(ledger.log)).at(-1);
  const signed = { archive, events, digest };
  const manifest: ArchiveManifest = {
    format: 1,
    ...signed,
    file: name,
    madeAt,
    streams: [...streams.values()],
    ...(anchor && { anchor }),
    ...signatureOf(signed, signingKey),
  };
  const incomplete = cuts.find(({ stream, from, to }) => streams.get(stream)?.from !== from || streams.get(stream)?.to !== to);
  if (incomplete) throw auditFault('archive-incomplete', `${file} does not hold all of ${incomplete.stream}`);
  await writeManifest(file, manifest);
  const flaw = await archiveFlaw(file, manifest);
  if (flaw) throw auditFault('archive-incomplete', flaw);
  return manifest;
}

/** In the order of the log, up to the last one that is wanted. */
async function* eventsOf(log: EventLog, cuts: readonly PlannedCut[]): AsyncGenerator<StoredEvent> {
  const wanted = new Map(cuts.map((cut) => [cut.stream, cut]));
  let left = cuts.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  for await (const event of log.readAll({ filter: { streamPrefixes: [...prefixesOf(cuts)] } })) {
    const cut = wanted.get(event.stream);
    if (!cut || event.revision < cut.from || event.revision > cut.to) continue;
    yield event;
    left -= 1;
    if (left === 0) return;
  }
}

const prefixesOf = (cuts: readonly PlannedCut[]): ReadonlySet<string> =>
  new Set(cuts.map(({ stream }) => stream.slice(0, stream.indexOf('-') + 1)));
