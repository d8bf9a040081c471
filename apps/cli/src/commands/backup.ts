import { Command } from 'commander';
import { backUp, restore } from '@wattledger/audit';
import { Failed } from '../failed.ts';
import { dataDirOption } from '../options.ts';

/** `wattledger backup <folder>` */
export const backupCommand = (): Command =>
  new Command('backup')
    .description('Copy the log, the keys and the archives of a data folder, and verify the copy. The platform may be running.')
    .argument('<folder>', 'where to; empty, or not there yet')
    .option('--with-master-key', 'copy master.key as well: whoever has the backup can then read personal data')
    .addOption(dataDirOption())
    .action(async (folder: string, { dataDir, withMasterKey }: { dataDir: string; withMasterKey?: boolean }) => {
      const { events, head, holdsMasterKey, verification } = await backUp(dataDir, folder, { withMasterKey });
      console.log(
        `OK  ${events.toLocaleString('en')} events, up to position ${head}, lie in ${folder} and are as they were written; ${verification.anchors} signed anchors reach up to position ${verification.anchoredUpTo}.`,
      );
      console.log(
        holdsMasterKey
          ? '    The master key is in it: keep it where nobody else reads it.'
          : '    The master key is not in it: without that key nobody can use the backup, so keep it elsewhere.',
      );
    });

/** `wattledger restore <backup>` */
export const restoreCommand = (): Command =>
  new Command('restore')
    .description('Make a data folder of a backup: verified, with all read models made anew.')
    .argument('<backup>', 'a folder that `wattledger backup` has made')
    .addOption(dataDirOption())
    .action(async (backup: string, { dataDir }: { dataDir: string }) => {
      const { events, madeAt, keysOpen } = await restore(backup, dataDir, process.env['WATTLEDGER_MASTER_KEY']);
      if (keysOpen === false) {
        throw new Failed(
          `${dataDir} is whole, but this master key does not open its keys. Give it the one that the backup was made with.`,
        );
      }
      console.log(
        `OK  ${dataDir} holds ${events.toLocaleString('en')} events, as of ${madeAt}: verified, and its rows are what its log says.`,
      );
      if (keysOpen === undefined) {
        console.log(
          '    There is no master key yet: put master.key into the folder or set WATTLEDGER_MASTER_KEY before you start the platform.',
        );
      }
    });
