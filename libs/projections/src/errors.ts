import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong between the projector and its rows. */
export const projectionsErrors = {
  'rows-in-use': {
    meaning: 'Another process is writing the read models of this data folder.',
    remedy: 'Stop the platform before you rebuild, or wait until the other rebuild is done.',
  },
  'rows-unreadable': {
    meaning: 'The file of the read models cannot be opened.',
    remedy: 'Mend its permissions, or delete it: it is made anew from the log.',
  },
  'rows-unwritable': {
    meaning: 'The read models could not be written: the disk is full, or the file is damaged.',
    remedy: 'Free disk space. If the file is damaged delete it: it is made anew from the log.',
  },
} satisfies ErrorCatalogue;

export const projectionsFault = faultsOf(projectionsErrors);
