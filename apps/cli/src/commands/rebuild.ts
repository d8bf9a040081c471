import { Command } from 'commander';
import { compareWithRebuild, rebuildReadModels } from '@wattledger/read-models';
import type { ReadModelsPlace } from '@wattledger/read-models';
import { Failed } from '../failed.ts';
import { databaseOption, dataDirOption, eventStoreOption } from '../options.ts';
import { Progress } from '../progress.ts';
import { openForReading } from '../readable-log.ts';
import type { LogPlace } from '../readable-log.ts';

interface RebuildOptions extends LogPlace {
  readonly databaseUrl?: string;
  readonly compare?: boolean;
}

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description(
      'Make all read models anew from the log. For rows in a data folder the platform must not be running; for rows in a database, and with --compare, it may.',
    )
    .option('--compare', 'change nothing: rebuild beside the rows and tell whether they are the same')
    .addOption(dataDirOption())
    .addOption(eventStoreOption())
    .addOption(databaseOption())
    .action(async ({ compare, databaseUrl, ...logPlace }: RebuildOptions) => {
      const log = openForReading(logPlace);
      try {
        await (compare ? compareRows : rebuild)({ log, dataFolder: logPlace.dataDir, databaseUrl: databaseUrl || undefined });
      } finally {
        await log.close();
      }
    });

async function rebuild(rows: ReadModelsPlace): Promise<void> {
  const progress = new Progress();
  const events = await rebuildReadModels(rows, ({ position, head }) => progress.show(position + 1, head + 1, 'of the log'));
  progress.end();
  const { seconds } = progress;
  console.log(
    `Rebuilt from ${events.toLocaleString('en')} events in ${seconds.toFixed(1)} s (${Math.round(events / seconds).toLocaleString('en')} events/s).`,
  );
}

async function compareRows(rows: ReadModelsPlace): Promise<void> {
  const { differences, tables, checkpoint } = await compareWithRebuild(rows);
  if (differences.length === 0) {
    console.log(`OK  The rows of ${tables.length} tables are what the log says, up to position ${checkpoint}.`);
    return;
  }
  throw new Failed(
    ['DIFFERENT  These rows are not what the log says:', ...differences.map((each) => `  ${JSON.stringify(each)}`)].join('\n'),
  );
}
