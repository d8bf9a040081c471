import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong between the projector and its rows. */
export const projectionsErrors = {
  'rows-in-use': {
    meaning: 'Another process is writing the read models of this data folder, or making those of this database anew.',
    remedy: 'Rows in a data folder: stop the platform before you rebuild. Otherwise wait until the other rebuild is done.',
  },
  'rows-unreadable': {
    meaning: 'The file of the read models cannot be opened.',
    remedy: 'Mend its permissions, or delete it: it is made anew from the log.',
  },
  'rows-unwritable': {
    meaning: 'The read models could not be written: the disk is full, the file is damaged, or the database cannot be reached.',
    remedy: 'Free disk space, or start the database. If the file is damaged delete it: it is made anew from the log.',
  },
  'rows-replaced': {
    meaning: 'Another process has put newly made rows in the place of those that this one was writing.',
    remedy: 'Nothing is to be done: the projector goes on with the new rows by itself.',
  },
  'rows-unreachable': {
    meaning: 'The database that holds the read models cannot be reached.',
    remedy: 'Start the database, or mend the way to it; everything goes on by itself when it is back.',
  },
  'rows-outdated': {
    meaning: 'The read models have not been made yet, or not yet in the form that this version of the platform reads.',
    remedy: 'Try again when a projector has made them from the log; the state of the projector tells how far it is.',
  },
} satisfies ErrorCatalogue;

export const projectionsFault = faultsOf(projectionsErrors);
