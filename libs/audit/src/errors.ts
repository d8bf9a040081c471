import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong with archives, backups and proofs. */
export const auditErrors = {
  'archive-incomplete': {
    meaning: 'An archive was read back and is not what was to be archived; nothing was taken out of the log.',
    remedy: 'Check the disk of the archive folder, delete the file that the message names, and archive again.',
  },
} satisfies ErrorCatalogue;

export const auditFault = faultsOf(auditErrors);
