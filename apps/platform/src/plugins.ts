import { systemClock } from '@wattledger/kernel';
import {
  defaultPolicies,
  findPluginsFile,
  loadPlugins,
  PluginHost,
  pluginRowsFile,
  readPluginsFile,
} from '@wattledger/plugin-host';
import type { BuiltIn } from '@wattledger/plugin-host';
import { appAuthorization } from '@wattledger/app-authorization';
import { emaidAuthorization } from '@wattledger/emaid-authorization';
import { flatTariff } from '@wattledger/flat-tariff';
import { passwordAuthorization } from '@wattledger/password-authorization';
import { prepaid } from '@wattledger/prepaid';
import { quickStart } from '@wattledger/quick-start';
import { rfidAuthorization } from '@wattledger/rfid-authorization';
import { stationSettings } from '@wattledger/station-settings';
import { timeOfUseTariff } from '@wattledger/time-of-use-tariff';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { PluginMetrics } from './operations/plugin-metrics.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/**
 * Decides while no plugins file says who does: every plugin of the platform that needs no configuration. Each abstains from what is
 * not its own, so out of the box the quick start lets everybody charge, and a token that was issued and blocked is refused.
 */
const builtIns = ({ rules }: Settings): readonly BuiltIn[] => [
  { plugin: rfidAuthorization, config: { unknownTokens: 'abstain' } },
  { plugin: appAuthorization, config: {} },
  { plugin: passwordAuthorization, config: {} },
  { plugin: emaidAuthorization, config: { unknownContracts: 'abstain' } },
  { plugin: prepaid, config: {} },
  { plugin: flatTariff, config: {} },
  { plugin: timeOfUseTariff, config: {} },
  { plugin: stationSettings, config: {} },
  { plugin: quickStart, config: { ...rules, acceptedTokens: [...rules.acceptedTokens] } },
];

/**
 * Loads the plugins, and puts in force what the log says of them.
 *
 * @param given in place of those that the plugins file names
 * @throws Fault naming the plugin and the field
 */
export async function startPlugins(
  settings: Settings,
  store: Store,
  registry: Registry,
  log: Logger,
  given?: readonly BuiltIn[],
): Promise<PluginHost> {
  const path = given ? undefined : findPluginsFile(settings.pluginsFile);
  const file = path === undefined ? undefined : await readPluginsFile(path);
  const plugins = await loadPlugins(file ?? given ?? builtIns(settings), {
    sealer: store.sealer,
    rowsFile: pluginRowsFile(settings.dataFolder),
    logOf: (plugin) => logOf(log, plugin),
  });
  const metrics = new PluginMetrics(registry);
  try {
    const host = await PluginHost.open({
      plugins,
      policies: file?.policies ?? defaultPolicies,
      ledger: store.ledger,
      sealer: store.sealer,
      clock: systemClock,
      onVote: (point, plugin, vote) => metrics.voted(point, plugin, vote),
    });
    metrics.watch(host);
    return host;
  } catch (error) {
    await Promise.all(plugins.map(({ runner }) => runner.close()));
    throw error;
  }
}

const LINES_A_MINUTE = 300;

/** What a plugin has to say, as long as it says it in measure. */
function logOf(log: Logger, plugin: string): (message: string, details?: object) => void {
  const child = log.child({ plugin });
  let minute = 0;
  let lines = 0;
  return (message, details = {}) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      lines = 0;
    }
    lines += 1;
    if (lines <= LINES_A_MINUTE) child.info({ details }, message);
    if (lines === LINES_A_MINUTE) child.warn('says too much: the rest of this minute is not written down');
  };
}
