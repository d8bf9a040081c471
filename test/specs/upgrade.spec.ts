import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { stationStream } from '@wattledger/charging';
import { EventVersions, Ledger, newEvent } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { keepFolder, keptVersions, liveALittle, takeFolder } from '../support/evolution/data-folders.ts';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';
import { wattledger } from '../support/program.ts';

// Data folders are what earlier versions have left.
stayEmbedded();

/** Keeps a data folder of the present version, once, for all that come after it. */
const PRESENT = '0.1.0';
const printing = process.env['WATTLEDGER_UPDATE_PRINTED'] !== undefined;

let place: string;
const platforms: TestPlatform[] = [];

async function started(folder?: string): Promise<TestPlatform> {
  const platform = new TestPlatform();
  platforms.push(platform);
  await platform.start(folder);
  return platform;
}

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'wattledger-upgrade-'));
});
afterEach(async () => {
  for (const platform of platforms.splice(0)) await platform.stop();
  await rm(place, { recursive: true, force: true });
});

describe('a data folder that an earlier version has left', () => {
  it('is kept of the version that is written now', async () => {
    if (printing && !(await keptVersions()).includes(PRESENT)) {
      const platform = await started();
      await liveALittle(platform);
      await keepFolder(PRESENT, await platform.leaveFolder(place));
    }
    expect(await keptVersions()).toContain(PRESENT);
  });

  it('is verified, has the rows that it had, and charges on', async () => {
    for (const version of await keptVersions()) {
      const platform = await started(await takeFolder(version, place));
      await platform.isProven();
      expect(await platform.sessions('kept-16')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
      expect(await platform.sessions('kept-201')).toMatchObject([{ state: 'ended', energyWh: 750 }]);
      const station = await platform.connect('kept-16');
      const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 600, secondsFromNow(0)));
      await station.get('StopTransaction', stop16(transactionId, 700, secondsFromNow(1)));
      expect(await platform.sessions('kept-16')).toMatchObject([{ energyWh: 500 }, { state: 'ended', energyWh: 100 }]);
      const { event } = await platform.graphql<{ event: { payload: { siteId: string } } }>(
        '{ event(stream: "profile-kept-16", revision: 0) { payload } }',
      );
      expect(event.payload.siteId).toBe('oak');
      await platform.isProven();
    }
  });
});

describe('a data folder of a newer version', () => {
  it('is refused in a sentence, and not touched', async () => {
    const folder = await takeFolder(PRESENT, place);
    const database = new Database(join(folder, 'events.sqlite'));
    database.pragma('user_version = 9');
    database.close();
    await expect(started(folder)).rejects.toMatchObject({ code: 'data-folder-newer' });
    const { code, errors } = await wattledger(['verify', '--data-dir', folder]);
    expect(code).toBe(2);
    expect(errors).toContain('was made by a newer version of the platform (format 9; this one knows up to 1)');
    expect(errors).toContain('docs/upgrading.md');
    platforms.length = 0;
  });
});

/** The forms of a platform that is one version ahead in these. */
const ahead = new EventVersions({ SessionPriced: [(data) => data], CommandRequested: [(data) => data] });

describe('a platform that was rolled back behind events of a newer form', () => {
  it('names them, serves their stations nonetheless, and reads on behind them', async () => {
    const platform = await started();
    const station = await platform.connect('rolled-back');
    await station.get('BootNotification', boot16);
    await platform.sendStationsHome();
    await platform.recorded('rolled-back', 'StationDisconnected');
    await platform.restart();

    const newer = new Ledger(platform.store.log, systemClock, { versions: ahead });
    await newer.recordAtEnd(stationStream('rolled-back'), [newEvent('SessionPriced', { cost: { inCents: 1234 } })]);
    await newer.recordAtEnd('command-of-tomorrow', [newEvent('CommandRequested', { wishes: [] })]);

    const back = await platform.connect('rolled-back');
    const { transactionId } = await back.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    await back.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)));
    expect(await platform.sessions('rolled-back')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
    expect(platform.logged.join('\n')).toContain('an event of a newer version of the platform cannot be read');

    const parked = await until('the projector to name them', async () => {
      const told = await platform.graphql<{ platform: { projection: { parked: { projection: string; error: string }[] } } }>(
        '{ platform { projection { parked { projection error } } } }',
      );
      const { parked: found } = told.platform.projection;
      return found.length === 2 ? found : undefined;
    });
    expect(parked.map(({ error }) => error).join('\n')).toMatch(/SessionPriced was written in version 2.*\n.*CommandRequested/);
    const { events } = await platform.graphql<{ events: { nodes: { payload: object; schemaVersion: number }[] } }>(
      '{ events(filter: { types: ["SessionPriced"], stream: "station-rolled-back" }) { nodes { payload schemaVersion } } }',
    );
    expect(events.nodes[0]).toEqual({ payload: { cost: { inCents: 1234 } }, schemaVersion: 2 });

    // Commands of the present form are carried out as ever.
    const commandId = await platform.request('rolled-back', { name: 'SendCall', action: 'ClearCache', payload: {} });
    back.answer(await back.nextCall(), { status: 'Accepted' });
    await platform.commandIs(commandId, 'accepted');
  });
});
