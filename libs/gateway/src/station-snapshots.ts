import { stationStream } from '@wattledger/charging';
import { emptyHead, newEvent } from '@wattledger/event-log';
import type { Ledger, RecordedEvent, StreamHead } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import { MEMORY_FORMAT, snapshotStream, StationMemory } from './station-memory.ts';

/** A station as its stream tells it. */
export interface OpenedStation {
  readonly memory: StationMemory;
  readonly head: StreamHead;
  /** The event at the head, where the stream was read. */
  readonly newestId?: string;
  /** The revision of the snapshot it was opened with; -1 without one. */
  readonly snapshotAt: number;
}

/** Older ones are nobody's any more; two, should one be read while the next is written. */
const KEPT_SNAPSHOTS = 2;

type Warn = (why: string, about?: object) => void;

interface Snapshot {
  readonly revision: number;
  readonly hash: string;
  readonly memory: StationMemory;
}

/**
 * Opens a station: its newest snapshot, and what its stream holds behind that.
 *
 * A snapshot is used only where the event it was taken at is still in its place, with the hash that it had: the log is right, and a
 * snapshot that says otherwise is thrown away.
 *
 * @param warn told why a snapshot is not used, and which events of a newer version are passed over: the station is served on, by what else
 * is known of it
 */
export async function openStation(ledger: Ledger, stationId: string, warn: Warn): Promise<OpenedStation> {
  const snapshot = await newestSnapshot(ledger, stationId);
  const opened = snapshot && (await readBehind(ledger, stationId, snapshot, warn));
  if (opened) return opened;
  if (snapshot) warn('the newest snapshot of a station does not go with its stream, which is read from its begin');
  return readAll(ledger, stationId, warn);
}

/** @returns the new end of the stream of snapshots; `undefined` when somebody else has written to it */
export async function writeSnapshot(
  ledger: Ledger,
  stationId: string,
  end: StreamHead | undefined,
  { head, memory }: Pick<OpenedStation, 'head' | 'memory'>,
): Promise<StreamHead | undefined> {
  const before = end ?? (await ledger.head(snapshotStream(stationId)));
  const data = { format: MEMORY_FORMAT, revision: head.revision, hash: head.hash, memory: memory.toJson() };
  const outcome = await ledger.recordKeeping(KEPT_SNAPSHOTS, before, [newEvent('StationSnapshotTaken', data)]);
  return outcome.outcome === 'conflict' ? undefined : outcome.head;
}

async function newestSnapshot(ledger: Ledger, stationId: string): Promise<Snapshot | undefined> {
  for await (const event of ledger.read(snapshotStream(stationId), { direction: 'backwards', limit: 1 })) {
    if (event.isOfNewerVersion) return undefined;
    const { data } = event;
    if (!isJsonObject(data) || data['format'] !== MEMORY_FORMAT || !isJsonObject(data['memory'])) return undefined;
    const { revision, hash, memory } = data;
    if (typeof revision !== 'number' || typeof hash !== 'string') return undefined;
    return { revision, hash, memory: StationMemory.fromJson(memory) };
  }
  return undefined;
}

/** `undefined` when the stream does not hold what the snapshot was taken of. */
async function readBehind(ledger: Ledger, stationId: string, snapshot: Snapshot, warn: Warn): Promise<OpenedStation | undefined> {
  const { revision, hash, memory } = snapshot;
  let opened: OpenedStation | undefined;
  for await (const event of ledger.read(stationStream(stationId), { from: revision })) {
    const head = { stream: event.stream, revision: event.revision, hash: event.metadata.hash };
    if (opened) remember(memory, event, warn);
    else if (head.revision !== revision || head.hash !== hash) return undefined;
    opened = { memory, head, newestId: event.id, snapshotAt: revision };
  }
  return opened;
}

async function readAll(ledger: Ledger, stationId: string, warn: Warn): Promise<OpenedStation> {
  const stream = stationStream(stationId);
  const memory = new StationMemory();
  let opened: OpenedStation = { memory, head: emptyHead(stream), snapshotAt: -1 };
  for await (const event of ledger.read(stream)) {
    remember(memory, event, warn);
    const head = { stream, revision: event.revision, hash: event.metadata.hash };
    opened = { memory, head, newestId: event.id, snapshotAt: -1 };
  }
  return opened;
}

function remember(memory: StationMemory, event: RecordedEvent, warn: Warn): void {
  const { type, revision, metadata } = event;
  if (event.isOfNewerVersion)
    warn('an event of a newer version of the platform cannot be read and is passed over', { revision, type });
  else memory.remember({ type, revision, notes: metadata, data: event.data });
}
