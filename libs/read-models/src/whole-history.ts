import { WholeLog } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import type { FollowedLog } from '@wattledger/projections';
import { archivedIn, archiveFolder, archivesIn } from './archived.ts';

/** A log of which archives can be told. */
export type HistoryLog = FollowedLog & Pick<EventLog, 'readStream'>;

/** Rows are made of everything that ever happened: what was archived is read from the data folder's `archive`. */
export const wholeHistory = (log: HistoryLog, dataFolder: string): FollowedLog =>
  new WholeLog(log, async () => archivesIn(archiveFolder(dataFolder), await archivedIn(log)));
