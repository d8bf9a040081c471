import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong between the platform and its log, whichever store holds it. */
export const eventLogErrors = {
  'event-malformed': {
    meaning: 'An event cannot be stored: its stream or type holds a control character, or its texts hold a line break.',
    remedy: 'This is a mistake in the platform: report it with the stream and the type that the message names.',
  },
  'log-in-use': {
    meaning: 'Another process is writing to this data folder.',
    remedy: 'Stop the other process, or give this one a folder of its own with WATTLEDGER_DATA_DIR.',
  },
  'log-unwritable': {
    meaning: 'The log could not be written: the disk is full, or the file cannot be opened for writing.',
    remedy:
      'Free disk space or mend the permissions of the data folder; what was not acknowledged was not stored and may be sent again.',
  },
  'log-unreadable': {
    meaning: 'The file of the log cannot be read, or was not written by this platform.',
    remedy: 'Point WATTLEDGER_DATA_DIR to the right folder, or restore the log from a backup.',
  },
  'log-missing': {
    meaning: 'There is no log in this data folder.',
    remedy: 'Start the platform once, or point WATTLEDGER_DATA_DIR to the folder that holds events.sqlite.',
  },
  'log-closed': {
    meaning: 'The log was closed while something was still being written.',
    remedy: 'Nothing is lost: what was not acknowledged was not stored.',
  },
  'event-from-newer-version': {
    meaning: 'An event was written by a newer version of the platform, in a form that this one cannot read.',
    remedy: 'Run the newer version again; docs/upgrading.md tells what works and what waits until then.',
  },
  'data-folder-newer': {
    meaning: 'The data folder was made by a newer version of the platform, which keeps its files otherwise.',
    remedy: 'Run that version, or restore the backup that was made before the upgrade: see docs/upgrading.md.',
  },
  'archive-missing': {
    meaning:
      'Events were archived, are needed now, and the file that holds them is not in the folder `archive` of the data folder.',
    remedy: 'Put the file back, and try again. What needs no archived events works without it.',
  },
  'archive-unreadable': {
    meaning: 'A file of archived events is damaged, or is none.',
    remedy:
      'Put a good copy in its place: its manifest tells the digest it must have, `wattledger verify` holds it against that.',
  },
  'key-store-unreadable': {
    meaning: 'The keys that seal personal data cannot be opened with this master key.',
    remedy:
      'Set WATTLEDGER_MASTER_KEY to the key that this data folder or database was made with, or restore the file master.key.',
  },
  'key-store-too-new': {
    meaning: 'A newer version of the platform has kept the keys that seal personal data in a form that this one does not know.',
    remedy: 'Start the newer version, or point WATTLEDGER_DATABASE_URL to the right database.',
  },
  'keys-unreachable': {
    meaning: 'The database that holds the keys of personal data cannot be reached.',
    remedy: 'Start the database, or mend the way to it; everything goes on by itself when it is back.',
  },
} satisfies ErrorCatalogue;

export const eventLogFault = faultsOf(eventLogErrors);
