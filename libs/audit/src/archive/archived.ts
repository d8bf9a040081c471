import { join } from 'node:path';
import { ARCHIVES_STREAM, platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

export type Archived = PlatformEvents['EventsArchived'];

/** What was ever archived of a log, oldest first. */
export async function archivedIn(log: Pick<EventLog, 'readStream'>): Promise<Archived[]> {
  return Array.fromAsync(log.readStream(ARCHIVES_STREAM), (stored) =>
    platformData('EventsArchived', new RecordedEvent(stored).data as JsonObject),
  );
}

/** Where the archives of a data folder lie. */
export const archiveFolder = (dataFolder: string): string => join(dataFolder, 'archive');
