import type { TariffPlugins } from '@wattledger/access';
import type { Ask } from '@wattledger/charging';
import { flatTariff } from '@wattledger/flat-tariff';
import { systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import type { ConfigSchema, Plugin } from '@wattledger/plugin-sdk';
import { quickStart } from '@wattledger/quick-start';
import { timeOfUseTariff } from '@wattledger/time-of-use-tariff';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** Those who decide, and what tariffs they price with. */
export interface StartedPlugins {
  readonly ask: Ask;
  readonly tariffPlugins: TariffPlugins;
}

/** Who decides. */
export function startPlugins({ rules }: Settings, log: Logger): StartedPlugins {
  const tellLog = (message: string, details = {}) => log.info(details, message);
  const voters = [
    inlineVoter(quickStart, { config: quickStart.config.parse(rules), log: tellLog }),
    ...tariffPlugins.map((plugin) => inlineVoter(plugin, { config: plugin.config.parse({}), log: tellLog })),
  ];
  return {
    ask: askPlugins({ voters: () => voters, policies: defaultPolicies, clock: systemClock }),
    tariffPlugins: termsOf(tariffPlugins),
  };
}

const tariffPlugins: readonly Plugin[] = [flatTariff, timeOfUseTariff];

/** Holds the terms of tariffs against the schemas of the plugins that price with them. */
export const termsOf = (plugins: readonly Plugin<ConfigSchema>[]): TariffPlugins => ({
  readTerms(id, terms) {
    const schema = plugins.find((plugin) => plugin.id === id)?.tariffTerms;
    const read = schema?.safeParse(terms);
    if (!read) return undefined;
    if (read.success) return { terms: read.data as JsonObject };
    const [issue] = read.error.issues;
    return { problem: `${issue?.path.join('.') || 'terms'}: ${issue?.message}` };
  },
});
