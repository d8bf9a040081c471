import type { Ask } from '@wattledger/charging';
import { systemClock } from '@wattledger/kernel';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import { quickStart } from '@wattledger/quick-start';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** Who decides. */
export function startPlugins({ rules }: Settings, log: Logger): Ask {
  const config = quickStart.config.parse(rules);
  const voter = inlineVoter(quickStart, { config, log: (message, details = {}) => log.info(details, message) });
  return askPlugins({ voters: () => [voter], policies: defaultPolicies, clock: systemClock });
}
