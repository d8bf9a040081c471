import type { Ask } from '@wattledger/charging';
import { systemClock } from '@wattledger/kernel';
import type { Voter } from '@wattledger/plugin-host';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import { quickStart } from '@wattledger/quick-start';
import { stationSettings } from '@wattledger/station-settings';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** Who decides. */
export function startPlugins({ rules }: Settings, log: Logger, others: readonly Voter[] = []): Ask {
  const config = quickStart.config.parse(rules);
  const say = (message: string, details: object = {}) => log.info(details, message);
  const voters = [
    inlineVoter(quickStart, { config, log: say }),
    inlineVoter(stationSettings, { config: stationSettings.config.parse({}), log: say }),
    ...others,
  ];
  return askPlugins({ voters: () => voters, policies: defaultPolicies, clock: systemClock });
}
