import { join } from 'node:path';
import { ARCHIVES_STREAM, platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { Archive, EventLog, Position } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

export type Archived = PlatformEvents['EventsArchived'];

/** What was ever archived of a log, oldest first. */
export async function archivedIn(log: Pick<EventLog, 'readStream'>): Promise<Archived[]> {
  return Array.fromAsync(log.readStream(ARCHIVES_STREAM), (stored) =>
    platformData('EventsArchived', new RecordedEvent(stored).data as JsonObject),
  );
}

/** The files in a folder that hold what was archived, each with the position of its last event. */
export function archivesIn(folder: string, archived: readonly Archived[]): Archive[] {
  const ends = new Map<string, Position>();
  for (const { file, lastPosition } of archived) ends.set(file, Math.max(ends.get(file) ?? -1, lastPosition));
  return [...ends].map(([file, lastPosition]) => ({ file: join(folder, file), lastPosition }));
}

/** Where the archives of a data folder lie. */
export const archiveFolder = (dataFolder: string): string => join(dataFolder, 'archive');
