import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong with archives, backups and proofs. */
export const auditErrors = {
  'archive-incomplete': {
    meaning: 'An archive was read back and is not what was to be archived; nothing was taken out of the log.',
    remedy: 'Check the disk of the archive folder, delete the file that the message names, and archive again.',
  },
  'backup-folder-taken': {
    meaning: 'There is something already where a backup, or what is restored of one, is to be written.',
    remedy: 'Name an empty folder, or one that is not there yet; nothing is ever overwritten.',
  },
  'backup-unreadable': {
    meaning: 'The folder holds no backup, or one that was never finished: `backup.json` is written last.',
    remedy: 'Name a folder that `wattledger backup` has made, and that it called OK.',
  },
  'backup-broken': {
    meaning: 'A copy of the log is not what it was when it was made.',
    remedy: 'Use another backup; `wattledger verify --data-dir <backup>` names the first event that was changed.',
  },
} satisfies ErrorCatalogue;

export const auditFault = faultsOf(auditErrors);
