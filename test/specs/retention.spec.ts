import { rename, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveEvents, archiveFlaw, archiveFolder, readManifest, verifiable, verify } from '@wattledger/audit';
import type { ArchiveManifest } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { SqliteLogReader } from '@wattledger/event-log';
import { openReadModels, openSessions } from '@wattledger/read-models';
import Database from 'better-sqlite3';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { wattledger } from '../support/program.ts';
import type { RawStation } from '../support/raw-station.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';

// The files of archives and of the embedded log that they are taken out of are looked at, and made to lack something.
stayEmbedded();

const platform = new TestPlatform();
const DAY_MS = 86_400_000;

async function charge(station: RawStation, fromWh: number, toWh: number): Promise<void> {
  const { transactionId } = await station.get('StartTransaction', start16('TAG-1', fromWh, secondsFromNow(0)));
  await station.get('StopTransaction', stop16(transactionId, toWh, secondsFromNow(1)));
}

/** Archives as if it were so many days later: everything of now is old then. */
async function archiveIn(days: number): Promise<ArchiveManifest | undefined> {
  await platform.caughtUp();
  const { ledger, signingKey } = platform.store;
  const rows = openReadModels(platform.folder);
  try {
    const openSince = await openSessions(rows);
    const folder = archiveFolder(platform.folder);
    const policy = { stations: 400, snapshots: 30 };
    return await archiveEvents({
      ledger,
      signingKey,
      policy,
      folder,
      openSince,
      clock: () => new Date(Date.now() + days * DAY_MS),
    });
  } finally {
    await rows.destroy();
  }
}

const revisionsOf = async (stationId: string): Promise<number[]> =>
  (await platform.events(stationId)).map(({ revision }) => revision);

async function verification() {
  const reader = new SqliteLogReader(platform.folder);
  try {
    return await verify(await verifiable(reader));
  } finally {
    reader.close();
  }
}

beforeAll(() => platform.start());
afterAll(() => platform.stop());

describe('events that are older than the policy wants', () => {
  let manifest: ArchiveManifest;
  let before: number[];

  beforeAll(async () => {
    for (const id of ['kept-short', 'kept-too', 'still-charging']) {
      const station = await platform.connect(id);
      await station.get('BootNotification', boot16);
      await charge(station, 100, 600);
      if (id === 'still-charging') await station.get('StartTransaction', start16('TAG-2', 600, secondsFromNow(0)));
    }
    await platform.sendStationsHome();
    await platform.recorded('still-charging', 'StationDisconnected');
    // Stations write down what they remember when the platform stops.
    await platform.restart();
    before = await revisionsOf('kept-short');
  });

  it('stay while they are young', async () => {
    expect(await archiveIn(1)).toBeUndefined();
    expect(await revisionsOf('kept-short')).toEqual(before);
  });

  it('are taken out of the log once they are in a verified file', async () => {
    const made = await archiveIn(500);
    if (!made) throw new Error('nothing was archived');
    manifest = made;
    const file = join(archiveFolder(platform.folder), manifest.file);
    expect(await archiveFlaw(file, await readManifest(file))).toBeUndefined();
    const left = await revisionsOf('kept-short');
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(before.length);
    expect(left.at(-1)).toBe(before.at(-1));
  });

  it('leave what a running session began with', async () => {
    const left = (await platform.events('still-charging')).filter(({ type }) => type === 'StartTransactionReceived');
    expect(left).toHaveLength(1);
  });

  it('leave chains and anchors that verify without them', async () => {
    expect(await verification()).toMatchObject({ broken: undefined, archived: manifest.events, anchorsUnchecked: 0 });
    expect((await verification()).anchors).toBeGreaterThan(0);
  });

  it('leave rows that a rebuild makes again, from the log and the archive', async () => {
    expect((await platform.beside.comparison()).differences).toEqual([]);
    expect(await platform.sessions('kept-short')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
  });

  it('can be found: the API and the command line say where they are', async () => {
    const { archivedEvents } = await platform.graphql<{ archivedEvents: { from: number; to: number; file: string }[] }>(
      '{ archivedEvents(stream: "station-kept-short") { from to file } }',
    );
    expect(archivedEvents).toEqual([{ from: 0, to: ((await revisionsOf('kept-short'))[0] ?? 0) - 1, file: manifest.file }]);
    const { errors } = await wattledger(['events', '--station', 'kept-short', '--data-dir', platform.folder]);
    expect(errors).toContain(`of station-kept-short are in archive/${manifest.file}`);
  });

  it('do not keep a station from coming back and charging on', async () => {
    await platform.restart();
    const station = await platform.connect('kept-short');
    await charge(station, 600, 850);
    const resumed = await platform.connect('still-charging');
    const { transactionId } = (await platform.sessions('still-charging')).at(-1) ?? {};
    await resumed.get('StopTransaction', stop16(Number(transactionId), 900, secondsFromNow(1)));
    expect(await platform.sessions('kept-short')).toMatchObject([{ energyWh: 500 }, { state: 'ended', energyWh: 250 }]);
    expect(await platform.sessions('still-charging')).toMatchObject([{ energyWh: 500 }, { state: 'ended', energyWh: 300 }]);
    await platform.isProven();
    await platform.sendStationsHome();
  });

  it('may be archived again and again: each archive joins the one before', async () => {
    await platform.restart();
    const again = await archiveIn(501);
    const joined = again?.streams.find(({ stream }) => stream === stationStream('kept-short'));
    const first = manifest.streams.find(({ stream }) => stream === stationStream('kept-short'));
    expect(joined).toMatchObject({ from: (first?.to ?? -2) + 1, previousHash: first?.hash });
    await platform.isProven();
    const { code, output } = await wattledger(['verify', '--data-dir', platform.folder]);
    expect(output).toContain('2 archives hold what the log says was archived');
    expect(code).toBe(0);
  });

  it('are missed by name where a rebuild needs them and their file is gone', async () => {
    const file = join(archiveFolder(platform.folder), manifest.file);
    await rename(file, `${file}.away`);
    await expect(platform.beside.comparison()).rejects.toMatchObject({ code: 'archive-missing' });
    await rename(`${file}.away`, file);
    expect((await platform.beside.comparison()).differences).toEqual([]);
  });
});

describe('events that somebody took out of the log without archiving them', () => {
  it('are found out', async () => {
    const place = await mkdtemp(join(tmpdir(), 'wattledger-removed-'));
    const folder = await platform.leaveFolder(place);
    const database = new Database(join(folder, 'events.sqlite'));
    const row = database
      .prepare<[], { position: number; lines: string }>(`SELECT position, lines FROM commits WHERE lines LIKE '%ApiKeyCreated%'`)
      .get();
    const removed = row?.lines.split('\n').map((line) => {
      const [stream, revision, , type] = line.split('\t');
      const hash = /"hash":"([\w-]{43})"/.exec(line)?.[1];
      return type === 'ApiKeyCreated' ? `$~${stream}\t${revision}\t${hash}` : line;
    });
    database.prepare('UPDATE commits SET lines = ? WHERE position = ?').run(removed?.join('\n'), row?.position);
    database.close();
    const reader = new SqliteLogReader(folder);
    expect((await verify(await verifiable(reader))).broken).toMatchObject({ flaw: 'removed-unrecorded', stream: 'apikey-admin' });
    reader.close();
    await rm(place, { recursive: true });
    await platform.start();
  });
});
