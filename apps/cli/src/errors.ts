import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a command of the command line could not be carried out. */
export const cliErrors = {
  'master-key-missing': {
    meaning:
      'There is no master key in the environment or the data folder: personal data cannot be shown, and nothing can be signed.',
    remedy: 'Set WATTLEDGER_MASTER_KEY; to look at events, leave --unseal out.',
  },
  'plugin-name-invalid': {
    meaning: 'A plugin cannot be called that.',
    remedy: 'Name it in kebab-case, with letters, digits and hyphens, such as night-rate.',
  },
  'plugin-folder-exists': {
    meaning: 'There is something already where the plugin is to be written.',
    remedy: 'Name another folder with --folder; nothing is ever overwritten.',
  },
  'plugin-unreadable': {
    meaning: 'There is no plugin where it was looked for, or its configuration is not valid.',
    remedy:
      'Name its module, whose default export it is, or a package that is installed; and a configuration as its schema wants it.',
  },
  'platform-unreachable': {
    meaning: 'No platform answers where it was looked for.',
    remedy: 'Start it, or name its endpoint with --url.',
  },
} satisfies ErrorCatalogue;

export const cliFault = faultsOf(cliErrors);
