import { faultsOf, refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a platform with these plugins does not start. */
export const pluginErrors = {
  'plugins-file-missing': {
    meaning: 'The plugins file that WATTLEDGER_PLUGINS names is not there, or cannot be read.',
    remedy: 'Correct the path; leave WATTLEDGER_PLUGINS out to start without a plugins file.',
  },
  'plugins-file-invalid': {
    meaning: 'The plugins file is not what a plugins file must be.',
    remedy: 'Correct the member that the message names; docs/plugins.md shows a whole file.',
  },
  'plugin-not-found': {
    meaning: 'A plugin that the plugins file names is neither a file nor an installed package.',
    remedy: 'Correct `use`: a path relative to the plugins file, or the name of a package that is installed beside it.',
  },
  'plugin-not-loaded': {
    meaning: 'The module of a plugin throws, or does not come to an end, while it is loaded.',
    remedy: 'The message names the plugin and the cause. Loading a plugin must do nothing but define it.',
  },
  'plugin-invalid': {
    meaning: 'What a module exports is no plugin.',
    remedy: 'Export what `definePlugin` gives, as the default export, and correct the field that the message names.',
  },
  'plugin-sdk-mismatch': {
    meaning: 'A plugin was written for another version of the plugin SDK.',
    remedy: 'Install a version of the plugin for this platform, or widen its `sdk` once it was tested with this one.',
  },
  'plugin-duplicate': {
    meaning: 'Two plugins have the same id.',
    remedy: 'Take one of them out of the plugins file.',
  },
  'plugin-config-invalid': {
    meaning: 'The configuration of a plugin in the plugins file does not match its schema.',
    remedy: 'Correct the field that the message names.',
  },
} satisfies ErrorCatalogue;

export const pluginFault = faultsOf(pluginErrors);

/** What whoever changes a plugin while the platform runs may be told. */
export const pluginRefusals = {
  'plugin-unknown': {
    meaning: 'No plugin of this platform has this id.',
    remedy: 'List them with the query `plugins`.',
  },
  'plugin-configuration-invalid': {
    meaning: 'The configuration does not match the schema of the plugin.',
    remedy: 'Correct the field that the message names; `plugin { settings }` describes them all.',
  },
  'plugin-away': {
    meaning: 'The thread of the plugin is being started again, so nobody can say whether the configuration is right.',
    remedy: 'Ask again in a moment; `plugin { health }` shows how it fares.',
  },
  'plugin-revision-unknown': {
    meaning: 'The plugin was never configured in this revision.',
    remedy: 'Take a revision from `plugin { configurations }`.',
  },
} satisfies ErrorCatalogue;

export const refusePlugin = refusalsOf(pluginRefusals);
