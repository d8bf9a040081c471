import type { Sealer } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import type { Plugin, PluginContext } from '@wattledger/plugin-sdk';
import { pluginFault } from './errors.ts';
import { HostedPlugin } from './hosted-plugin.ts';
import { findModule } from './loading/find-module.ts';
import { loadPlugin } from './loading/load-plugin.ts';
import { checkPlugin } from './loading/plugin-in.ts';
import { isShipped } from './plugins-file.ts';
import type { Isolation, PluginEntry, PluginsFile } from './plugins-file.ts';
import { runInline } from './running/inline-runner.ts';
import { offerSdk } from './running/offer-sdk.ts';
import type { PluginRunner } from './running/runner.ts';
import { ThreadRunner } from './running/thread-runner.ts';
import type { WorkerLimits } from './running/worker-thread.ts';

/** A plugin that the platform brings along: it decides where no plugins file says who does. */
export interface BuiltIn {
  readonly plugin: Plugin;
  readonly config: JsonObject;
}

export interface LoadOptions {
  readonly sealer: Pick<Sealer, 'seal' | 'unseal'>;
  /** The log of one plugin, named as the plugins file names it. */
  readonly logOf: (use: string) => PluginContext['log'];
  /** Where the rows that plugins make of the history lie, see `pluginRowsFile`. */
  readonly rowsFile: string;
  readonly limits?: Partial<WorkerLimits>;
}

interface Loading {
  readonly use: string;
  readonly isolation: Isolation;
  readonly config: JsonObject;
  readonly shadow: boolean;
  readonly load: () => Promise<PluginRunner>;
}

/**
 * Loads all plugins of a file, or those that are built in where there is no file, in the order in which their votes count.
 *
 * @throws Fault naming the plugin and the field: `plugin-not-found`, `plugin-not-loaded`, `plugin-invalid`, `plugin-sdk-mismatch`,
 *   `plugin-duplicate`, `plugin-config-invalid`
 */
export async function loadPlugins(
  from: PluginsFile | readonly BuiltIn[],
  options: LoadOptions,
): Promise<readonly HostedPlugin[]> {
  const wanted =
    'plugins' in from
      ? from.plugins.map((entry) => ofFile(entry, from.folder, options))
      : from.map((each) => builtIn(each, options));
  const settled = await Promise.allSettled(wanted.map(({ load }) => load()));
  const runners = settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  try {
    for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
    const hosted = wanted.map(({ use, isolation, config, shadow }, index) => {
      const runner = runners[index];
      if (!runner) throw new Error(`${use} was not loaded`);
      return new HostedPlugin({ runner, use, isolation, fromFile: { config, shadow }, sealer: options.sealer });
    });
    mustDiffer(hosted);
    for (const plugin of hosted) await mustBeConfigured(plugin);
    return hosted;
  } catch (error) {
    await Promise.all(runners.map((runner) => runner.close()));
    throw error;
  }
}

const builtIn = ({ plugin, config }: BuiltIn, { logOf, rowsFile }: LoadOptions): Loading => {
  const use = `@wattledger/${plugin.id}`;
  return {
    use,
    isolation: 'inline',
    config,
    shadow: false,
    load: async () => runInline(checkPlugin(plugin, use), { use, log: logOf(use), rowsFile }),
  };
};

function ofFile(
  { use, config, shadow, isolation }: PluginEntry,
  folder: string,
  { logOf, limits, rowsFile }: LoadOptions,
): Loading {
  const options = { use, log: logOf(use), rowsFile };
  const load = async () => {
    const url = findModule(use, folder);
    if (isolation === 'inline' && isShipped(use)) return runInline(await loadPlugin(url, use), options);
    const thread = await ThreadRunner.start({ ...options, url, limits });
    if (isolation === 'thread') return thread;
    // It came to an end in a thread that could have been ended, so it will here.
    await thread.close();
    offerSdk();
    return runInline(await loadPlugin(url, use), options);
  };
  return { use, isolation, config, shadow, load };
}

function mustDiffer(plugins: readonly HostedPlugin[]): void {
  for (const [index, { id, use }] of plugins.entries()) {
    const other = plugins.slice(0, index).find((earlier) => earlier.id === id);
    if (other) {
      const where = other.use === use ? `${use} stands there twice` : `${other.use} and ${use} both have it`;
      throw pluginFault('plugin-duplicate', `The plugins file names the plugin ${id} twice (field \`id\`): ${where}.`);
    }
  }
}

async function mustBeConfigured({ id, use, runner, configInFile }: HostedPlugin): Promise<void> {
  const flaw = await runner.configure(configInFile, 'file');
  if (flaw === undefined) return;
  throw pluginFault('plugin-config-invalid', `The plugin ${id} (${use}) is not configured right: ${flaw}.`);
}
