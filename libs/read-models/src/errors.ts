import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong with the rows that are computed from the log. */
export const readModelsErrors = {
  'read-models-missing': {
    meaning: 'The read models of this data folder, or of this database, have not been made yet.',
    remedy: 'Start the platform, or run `wattledger rebuild`, and try again.',
  },
  'projector-failed': {
    meaning: 'The projector, which computes the read models from the log, could not start or had to give up.',
    remedy: 'The message names the cause. The log is not affected; the rows are made from it when the projector runs again.',
  },
} satisfies ErrorCatalogue;

export const readModelsFault = faultsOf(readModelsErrors);
