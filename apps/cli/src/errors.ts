import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a command of the command line could not be carried out. */
export const cliErrors = {
  'master-key-missing': {
    meaning: 'Personal data cannot be shown: there is no master key in the environment or the data folder.',
    remedy: 'Set WATTLEDGER_MASTER_KEY, or leave --unseal out.',
  },
  'platform-unreachable': {
    meaning: 'No platform answers where it was looked for.',
    remedy: 'Start it, or name its endpoint with --url.',
  },
} satisfies ErrorCatalogue;

export const cliFault = faultsOf(cliErrors);
