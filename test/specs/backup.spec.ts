import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backUp } from '@wattledger/audit';
import Database from 'better-sqlite3';
import { ChargingStation } from '../support/charging-stations.ts';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { PlatformProgram, wattledger } from '../support/program.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';

// What is backed up are the files of an embedded log; servers have backups of their own.
stayEmbedded();

const platform = new TestPlatform();
let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'wattledger-backup-'));
  await platform.start();
});
afterAll(async () => {
  await platform.stop();
  await rm(place, { recursive: true, force: true });
});

describe('a backup', () => {
  const answered = new Map<string, number>();

  it('is made beside a platform whose stations charge, and holds all that was answered before', async () => {
    const stations = [new ChargingStation('busy-16', 'ocpp1.6'), new ChargingStation('busy-201', 'ocpp2.0.1')];
    const charging = Promise.allSettled(stations.map((station) => station.charge(platform.ocppUrl, () => undefined)));
    const quiet = await platform.connect('backed-up');
    await quiet.get('BootNotification', boot16);
    const { transactionId } = await quiet.get('StartTransaction', start16('TAG-OF-A-PERSON', 100, secondsFromNow(0)));
    await quiet.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)));
    for (const { id, acknowledged } of stations) answered.set(id, acknowledged.length);
    const { code, output } = await wattledger(['backup', join(place, 'backup'), '--data-dir', platform.folder]);
    expect(output).toContain('are as they were written');
    expect(output).toContain('The master key is not in it');
    expect(code).toBe(0);
    await platform.restart();
    await charging;
    expect([...answered.values()].every((count) => count > 0)).toBe(true);
  });

  it('becomes a platform again, with the same sessions and personal data that only the master key opens', async () => {
    const folder = join(place, 'restored');
    const restored = await wattledger(['restore', join(place, 'backup'), '--data-dir', folder]);
    expect(restored.output).toContain('its rows are what its log says');
    expect(restored.output).toContain('There is no master key yet');
    expect(restored.code).toBe(0);
    await cp(join(platform.folder, 'master.key'), join(folder, 'master.key'));

    const again = await new PlatformProgram(folder).start();
    expect(await again.sessions('backed-up')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
    for (const [id, count] of answered) {
      const calls = (await again.events(id)).filter(({ metadata }) => metadata.kind === 'result');
      expect(calls.length).toBeGreaterThanOrEqual(count);
    }
    await again.isProven();
    const { output } = await wattledger(['events', '--station', 'backed-up', '--unseal', '--data-dir', folder]);
    expect(output).toContain('TAG-OF-A-PERSON');
    await again.end();
  });

  it('overwrites nothing', async () => {
    const { code, errors } = await wattledger(['restore', join(place, 'backup'), '--data-dir', platform.folder]);
    expect(code).toBe(2);
    expect(errors).toContain('backup-folder-taken');
    await expect(backUp(platform.folder, join(place, 'backup'))).rejects.toMatchObject({ code: 'backup-folder-taken' });
  });

  it('holds the master key only when that is asked for', async () => {
    await backUp(platform.folder, join(place, 'with-key'), { withMasterKey: true });
    expect(existsSync(join(place, 'with-key', 'master.key'))).toBe(true);
    expect(existsSync(join(place, 'backup', 'master.key'))).toBe(false);
  });

  it('is refused once a byte of it was changed, or where it was never finished', async () => {
    const changed = join(place, 'with-key');
    const database = new Database(join(changed, 'events.sqlite'));
    database.exec(
      `UPDATE commits SET lines = replace(lines, '"meterStart":100', '"meterStart":101') WHERE lines LIKE '%backed-up%'`,
    );
    database.close();
    const { code, errors } = await wattledger(['restore', changed, '--data-dir', join(place, 'from-changed')]);
    expect(code).toBe(2);
    expect(errors).toContain('backup-broken');
    await rm(join(changed, 'backup.json'));
    const unfinished = await wattledger(['restore', changed, '--data-dir', join(place, 'from-unfinished')]);
    expect(unfinished.errors).toContain('backup-unreadable');
  });
});
