import { Command } from 'commander';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { archivedIn, archiveFlaw, archiveFolder, readManifest, verifiable, verify } from '@wattledger/audit';
import type { EventLog } from '@wattledger/event-log';
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
    const outcome = await verify(await verifiable(log, archiveFolder(options.dataDir)), (events) =>
      progress.show(events, head + 1, 'events'),
    );
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
    const { held, missing } = await verifyArchives(log, options.dataDir);
    const signed =
      anchors === 0 ? 'no anchor signs for them yet' : `${anchors} signed anchors reach up to position ${anchoredUpTo}`;
    if (!options.json) {
      console.log(
        `OK  ${events.toLocaleString('en')} events in ${streams.toLocaleString('en')} streams are as they were written; ${signed} (${progress.seconds.toFixed(1)} s).`,
      );
    }
    if (!options.json && held > 0) console.log(`OK  ${held} archives hold what the log says was archived.`);
    for (const file of missing) console.error(`The archive ${file} is not there, so what it holds was not verified.`);
  } finally {
    await log.close();
  }
}

/** Each archive by itself, and that it joins the log. */
async function verifyArchives(log: Pick<EventLog, 'readStream'>, dataDir: string): Promise<{ held: number; missing: string[] }> {
  const archived = await archivedIn(log);
  const missing: string[] = [];
  let held = 0;
  for (const name of new Set(archived.map(({ file }) => file))) {
    const file = join(archiveFolder(dataDir), name);
    if (!existsSync(file)) {
      missing.push(file);
      continue;
    }
    const manifest = await readManifest(file);
    const flaw = await archiveFlaw(file, manifest);
    if (flaw) throw new Failed(`BROKEN  ${flaw}.`);
    const apart = archived
      .filter((each) => each.file === name)
      .find(
        ({ stream, to, hash }) =>
          !manifest.streams.some((each) => each.stream === stream && each.to === to && each.hash === hash),
      );
    if (apart) throw new Failed(`BROKEN  ${file} does not hold the events of ${apart.stream} that the log says it holds.`);
    held += 1;
  }
  return { held, missing };
}
