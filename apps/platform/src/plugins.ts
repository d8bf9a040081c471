import type { Ask } from '@wattledger/charging';
import { systemClock } from '@wattledger/kernel';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import type { Voter } from '@wattledger/plugin-host';
import { quickStart } from '@wattledger/quick-start';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/**
 * Who decides.
 *
 * @param more asked beside the built-in plugin
 */
export function startPlugins({ rules }: Settings, log: Logger, more: readonly Voter[] = []): Ask {
  const config = quickStart.config.parse(rules);
  const voter = inlineVoter(quickStart, { config, log: (message, details = {}) => log.info(details, message) });
  const voters = [voter, ...more];
  return askPlugins({ voters: () => voters, policies: defaultPolicies, clock: systemClock });
}
