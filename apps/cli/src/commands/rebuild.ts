import { Command } from 'commander';
import { compareWithRebuild, rebuildReadModels } from '@wattledger/read-models';
import { Failed } from '../failed.ts';
import { dataDirOption } from '../options.ts';
import { Progress } from '../progress.ts';

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('Make all read models anew from the log. The platform must not be running; with --compare it may.')
    .option('--compare', 'change nothing: rebuild beside the rows and tell whether they are the same')
    .addOption(dataDirOption())
    .action(({ dataDir, compare }: { dataDir: string; compare?: boolean }) =>
      compare ? compareRows(dataDir) : rebuild(dataDir),
    );

async function rebuild(dataDir: string): Promise<void> {
  const progress = new Progress();
  const events = await rebuildReadModels(dataDir, ({ events: done, head }) => progress.show(done, head + 1, 'events'));
  progress.end();
  const { seconds } = progress;
  console.log(
    `Rebuilt from ${events.toLocaleString('en')} events in ${seconds.toFixed(1)} s (${Math.round(events / seconds).toLocaleString('en')} events/s).`,
  );
}

async function compareRows(dataDir: string): Promise<void> {
  const { differences, tables, checkpoint } = await compareWithRebuild(dataDir);
  if (differences.length === 0) {
    console.log(`OK  The rows of ${tables.length} tables are what the log says, up to position ${checkpoint}.`);
    return;
  }
  throw new Failed(
    ['DIFFERENT  These rows are not what the log says:', ...differences.map((each) => `  ${JSON.stringify(each)}`)].join('\n'),
  );
}
