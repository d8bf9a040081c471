import { Command, InvalidArgumentError } from 'commander';
import { archiveEvents, archiveFolder, parseRetention, retentionClasses } from '@wattledger/audit';
import type { RetentionPolicy } from '@wattledger/audit';
import { EventStoreDbLog, Ledger, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { openReadModels, openSessions } from '@wattledger/read-models';
import { dataDirOption, eventStoreOption } from '../options.ts';
import { masterKeyOf } from '../readable-log.ts';
import type { LogPlace } from '../readable-log.ts';

const policyOf = (text: string): RetentionPolicy => {
  const policy = parseRetention(text);
  if (!policy)
    throw new InvalidArgumentError(`It must be made of ${Object.keys(retentionClasses).join(', ')}, e.g. stations=400d.`);
  return policy;
};

/** `wattledger archive` */
export const archiveCommand = (): Command =>
  new Command('archive')
    .description(
      'Take old events out of the log: into a file that is read back and verified first. Of the embedded log the platform must not be running; one that runs does it by itself where WATTLEDGER_RETENTION is set.',
    )
    .requiredOption('--keep <policy>', 'how long events stay, e.g. stations=400d,snapshots=30d,lockouts=90d', policyOf)
    .addOption(dataDirOption())
    .addOption(eventStoreOption())
    .action(archive);

async function archive({ keep: policy, dataDir, eventstoreUrl }: LogPlace & { readonly keep: RetentionPolicy }): Promise<void> {
  const signingKey = masterKeyOf(dataDir).signingKey();
  const log = eventstoreUrl === undefined ? await SqliteEventLog.open(dataDir) : new EventStoreDbLog(eventstoreUrl);
  const rows = openReadModels(dataDir);
  try {
    const ledger = new Ledger(log, systemClock);
    const folder = archiveFolder(dataDir);
    const openSince = await openSessions(rows);
    const made = await archiveEvents({ ledger, signingKey, policy, folder, clock: systemClock, openSince });
    if (!made) return console.log('OK  There is nothing to archive: everything is younger, or still needed.');
    const { events, streams, file } = made;
    console.log(
      `OK  ${events.toLocaleString('en')} events of ${streams.length} streams lie in ${folder}/${file}, verified, and are out of the log.`,
    );
    console.log('    Keep that file and its manifest as long as the log: rows are made from both.');
  } finally {
    await rows.destroy();
    await log.close();
  }
}
