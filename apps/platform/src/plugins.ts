import type { Ask } from '@wattledger/charging';
import { systemClock } from '@wattledger/kernel';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import type { Voter } from '@wattledger/plugin-host';
import { quickStart } from '@wattledger/quick-start';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** A plugin with its configuration, as it is asked. */
export type ListedPlugin = Voter;

/**
 * Who decides.
 *
 * @param listed in place of the quick start
 */
export function startPlugins({ rules }: Settings, log: Logger, listed?: readonly ListedPlugin[]): Ask {
  const config = quickStart.config.parse(rules);
  const voter = inlineVoter(quickStart, { config, log: (message, details = {}) => log.info(details, message) });
  const voters = listed ?? [voter];
  return askPlugins({ voters: () => voters, policies: defaultPolicies, clock: systemClock });
}
