import { systemClock } from '@wattledger/kernel';
import {
  defaultPolicies,
  findPluginsFile,
  loadPlugins,
  PluginHost,
  pluginRowsFile,
  readPluginsFile,
} from '@wattledger/plugin-host';
import { quickStart } from '@wattledger/quick-start';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { PluginMetrics } from './operations/plugin-metrics.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/**
 * Loads the plugins, and puts in force what the log says of them. Without a plugins file the quick start decides.
 *
 * @throws Fault naming the plugin and the field
 */
export async function startPlugins(settings: Settings, store: Store, registry: Registry, log: Logger): Promise<PluginHost> {
  const path = findPluginsFile(settings.pluginsFile);
  const file = path === undefined ? undefined : await readPluginsFile(path);
  const plugins = await loadPlugins(
    file ?? [{ plugin: quickStart, config: { ...settings.rules, acceptedTokens: [...settings.rules.acceptedTokens] } }],
    {
      sealer: store.sealer,
      rowsFile: pluginRowsFile(settings.dataFolder),
      logOf: (plugin) => logOf(log, plugin),
    },
  );
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
