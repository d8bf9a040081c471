import { join } from 'node:path';
import { ARCHIVES_STREAM, platformData } from '@wattledger/charging';
import { RecordedEvent, WholeLog } from '@wattledger/event-log';
import type { Archive, EventLog } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import type { FollowedLog } from '@wattledger/projections';

/** A log of which archives can be told. */
export type HistoryLog = FollowedLog & Pick<EventLog, 'readStream'>;

/** Rows are made of everything that ever happened: what was archived is read from the data folder's `archive`. */
export const wholeHistory = (log: HistoryLog, dataFolder: string): FollowedLog =>
  new WholeLog(log, async () => {
    const archives = new Map<string, Archive>();
    for await (const stored of log.readStream(ARCHIVES_STREAM)) {
      const { file, lastPosition } = platformData('EventsArchived', new RecordedEvent(stored).data as JsonObject);
      const known = archives.get(file)?.lastPosition ?? -1;
      archives.set(file, { file: join(dataFolder, 'archive', file), lastPosition: Math.max(known, lastPosition) });
    }
    return [...archives.values()];
  });
