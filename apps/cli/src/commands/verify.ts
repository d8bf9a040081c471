import { Command } from 'commander';
import { verifiable, verify } from '@wattledger/audit';
import { Failed } from '../failed.ts';
import { dataDirOption, eventStoreOption } from '../options.ts';
import { Progress } from '../progress.ts';
import { openForReading } from '../readable-log.ts';
import type { LogPlace } from '../readable-log.ts';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'Walk the hash chain of every stream. Names the first event that is not as it was written, and then exits with 1.',
    )
    .option('--json', 'print the outcome as JSON')
    .addOption(dataDirOption())
    .addOption(eventStoreOption())
    .action(verifyLog);

async function verifyLog(options: LogPlace & { readonly json?: boolean }): Promise<void> {
  const log = openForReading(options);
  const progress = new Progress();
  const head = await log.head();
  try {
    const outcome = await verify(await verifiable(log), (events) => progress.show(events, head + 1, 'events'));
    progress.end();
    if (options.json) console.log(JSON.stringify(outcome));
    const { broken, events, streams, anchors, anchoredUpTo } = outcome;
    if (broken) {
      const name =
        broken.stream === undefined
          ? 'The event'
          : `${broken.type} (${broken.id}), revision ${broken.revision} of ${broken.stream},`;
      throw new Failed(
        `BROKEN  ${name} at position ${broken.position} [${broken.flaw}]: ${broken.explanation}. ${events.toLocaleString('en')} events were checked up to there.`,
      );
    }
    const signed =
      anchors === 0 ? 'no anchor signs for them yet' : `${anchors} signed anchors reach up to position ${anchoredUpTo}`;
    if (!options.json) {
      console.log(
        `OK  ${events.toLocaleString('en')} events in ${streams.toLocaleString('en')} streams are as they were written; ${signed} (${progress.seconds.toFixed(1)} s).`,
      );
    }
  } finally {
    await log.close();
  }
}
