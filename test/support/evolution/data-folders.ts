import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { secondsFromNow, start16, stop16, transactionEvent } from '../frames.ts';
import type { TestPlatform } from '../test-platform.ts';

const folders = fileURLToPath(new URL('../../fixtures/data-folders/', import.meta.url));
/** What cannot be made anew, and the rows as that version made them. */
const KEPT = ['events.sqlite', 'keys.sqlite', 'master.key', 'read-models.sqlite'];

/** Versions of the platform of which a data folder was kept. */
export const keptVersions = async (): Promise<string[]> => (existsSync(folders) ? (await readdir(folders)).sort() : []);

/** Copies a kept folder to where it may be written to. */
export async function takeFolder(version: string, to: string): Promise<string> {
  const copy = join(to, `data-${version}`);
  await cp(join(folders, version), copy, { recursive: true });
  return copy;
}

/** Keeps a folder for all versions to come: small, and without what is derived of it. */
export async function keepFolder(version: string, from: string): Promise<void> {
  const place = join(folders, version);
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  for (const name of KEPT) {
    if (!name.endsWith('.sqlite')) {
      await cp(join(from, name), join(place, name));
      continue;
    }
    const database = new Database(join(from, name), { readonly: true });
    database.prepare('VACUUM INTO ?').run(join(place, name));
    database.close();
  }
}

/** What every kept folder tells of: two sessions, a command, and where a station stands. */
export async function liveALittle(platform: TestPlatform): Promise<void> {
  const old = await platform.connect('kept-16');
  await old.get('BootNotification', { chargePointVendor: 'Oak', chargePointModel: 'One' });
  const { transactionId } = await old.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
  await old.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)));
  const commandId = await platform.request('kept-16', { name: 'SendCall', action: 'ClearCache', payload: {} });
  old.answer(await old.nextCall(), { status: 'Accepted' });
  await platform.commandIs(commandId, 'accepted');
  const young = await platform.connect('kept-201', 'ocpp2.0.1');
  const moment = (event: 'Started' | 'Ended', seqNo: number, registerWh: number) =>
    transactionEvent({ event, id: 'tx-1', seqNo, timestamp: secondsFromNow(seqNo), registerWh, token: 'TAG-2' });
  await young.get('TransactionEvent', moment('Started', 0, 1_000));
  await young.get('TransactionEvent', moment('Ended', 1, 1_750));
  await platform.graphql(
    'mutation { placeStation(stationId: "kept-16", siteId: "oak", timeZone: "Europe/Berlin") { __typename } }',
  );
  await platform.sendStationsHome();
}
