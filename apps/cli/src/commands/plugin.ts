import { Command, Option } from 'commander';
import { dataDirOption, eventStoreOption, instant, several } from '../options.ts';
import { writePlugin } from '../new-plugin/write-plugin.ts';
import { pluginAdminCommands } from './plugin-admin.ts';
import { replayPlugin } from './plugin-replay.ts';

/** Plugins of a running platform, and plugins that are being written. */
export const pluginCommand = (): Command =>
  [newCommand(), replayCommand(), ...pluginAdminCommands()].reduce(
    (group, command) => group.addCommand(command),
    new Command('plugin').description(
      'Begin a plugin, try one on what was recorded, see and change those of a running platform.',
    ),
  );

const newCommand = (): Command =>
  new Command('new')
    .description('Write a working plugin with its spec: a file to change, not one to fill in.')
    .argument('<name>', 'in kebab-case, such as night-rate')
    .option('--folder <folder>', 'where to write it; else plugins/<name> in this repository, or <name> elsewhere')
    .addOption(
      new Option('--sdk <spec>', 'the SDK it depends on: a version, or `file:` and a tarball of it').default(
        undefined,
        'this one’s version',
      ),
    )
    .action(newPlugin);

const replayCommand = (): Command =>
  new Command('replay')
    .description('Put recorded questions to a plugin again, and list what it would say otherwise than what was said.')
    .requiredOption('--plugin <module>', 'a file (.ts, .js) whose default export it is, or an installed package')
    .option('--config <file>', 'its configuration, JSON; else its defaults')
    .option('-s, --station <id>', 'only this station (repeat, or part with commas)', several)
    .option('--since <instant>', 'recorded at or after: 2026-05-01T14:05:00Z, or 15m, 2h, 3d ago', instant)
    .option('--until <instant>', 'recorded before', instant)
    .option('--json', 'print the outcome as JSON')
    .addOption(dataDirOption())
    .addOption(eventStoreOption())
    .action(replayPlugin);

async function newPlugin(name: string, { folder, sdk }: { folder?: string; sdk?: string }): Promise<void> {
  const { folder: written, next } = await writePlugin(name, { folder, sdk });
  console.log(`The plugin ${name} is in ${written}.\n\n${next.map((line) => `  ${line}`).join('\n')}`);
}
