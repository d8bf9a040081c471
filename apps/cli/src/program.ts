import { Command, CommanderError } from 'commander';
import { Fault } from '@wattledger/kernel';
import { archiveCommand } from './commands/archive.ts';
import { apiKeyCommand } from './commands/api-key.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { eventsCommand } from './commands/events.ts';
import { pluginCommand } from './commands/plugin.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { retryCommand } from './commands/retry.ts';
import { setCommand, settingsCommand } from './commands/settings.ts';
import { simulateCommand } from './commands/simulate.ts';
import { stationCommand } from './commands/station.ts';
import { verifyCommand } from './commands/verify.ts';
import { Failed } from './failed.ts';

export { cliErrors } from './errors.ts';

/**
 * The `wattledger` command.
 *
 * @returns the exit code: 0 done, 1 done with a bad outcome (a broken event, a refusal), 2 called wrongly or could not be done
 */
export async function run(args: readonly string[]): Promise<number> {
  const program = new Command('wattledger')
    .description('Look into, check and rebuild the event log of a Wattledger platform, and drive stations against it.')
    .exitOverride()
    .addCommand(eventsCommand())
    .addCommand(verifyCommand())
    .addCommand(archiveCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(rebuildCommand())
    .addCommand(retryCommand())
    .addCommand(simulateCommand())
    .addCommand(setCommand())
    .addCommand(settingsCommand())
    .addCommand(apiKeyCommand())
    .addCommand(stationCommand())
    .addCommand(pluginCommand());
  for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) command.exitOverride();
  // `wattledger events | head` ends when head has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Failed) {
      console.error(error.message);
      return 1;
    }
    if (error instanceof Fault) console.error(`${error.message}\n${error.remedy} [${error.code}]`);
    else console.error(error);
    return 2;
  }
}
