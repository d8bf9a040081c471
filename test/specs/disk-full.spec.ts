import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot16, secondsFromNow, start16, status16, stop16 } from '../support/frames.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

// The disk is that of the data folder.
stayEmbedded();

/** A disk of its own that can be filled; only root may make one. */
function smallDisk(): string | undefined {
  const place = mkdtempSync(join(tmpdir(), 'wattledger-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    rmSync(place, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();

/** Takes every byte that is left. */
function fill(place: string): string {
  const file = join(place, 'ballast');
  const handle = openSync(file, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    const some = Buffer.alloc(size);
    try {
      while (writeSync(handle, some) === size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(handle);
  return file;
}

const describeOnDisk = disk === undefined ? describe.skip : describe;

describeOnDisk('a disk that is full (skipped where no file system may be mounted)', () => {
  const platform = new TestPlatform({ WATTLEDGER_RECORD_TIMEOUT_SECONDS: '60' });
  const place = disk ?? '';
  beforeAll(() => platform.start(join(place, 'data')));
  afterAll(async () => {
    await platform.stop();
    execFileSync('umount', [place]);
    rmSync(place, { recursive: true });
  });

  it('leaves stations connected and unanswered, says why, and goes on by itself once there is room', async () => {
    const station = await platform.connect('on-a-full-disk');
    await station.get('BootNotification', boot16);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    const ballast = fill(place);

    let answered = 0;
    let waiting: Promise<unknown> = Promise.resolve();
    const failed = () => platform.logged.some((line) => line.includes('an append failed'));
    // What the files hold in reserve is used up first.
    for (let sent = 0; !failed(); sent += 1) {
      waiting = station.get('StatusNotification', status16('Available'), `s${sent}`).then(() => (answered += 1));
      await until('an answer, or none', () => answered > sent || failed());
    }
    expect(platform.logged.find((line) => line.includes('an append failed'))).toMatch(/The log could not be written.*full/);
    await station.settled();
    // Meanwhile the index is tried, too.
    await sleep(300);
    expect(await (await fetch(`${platform.httpUrl}/health/live`)).json()).toEqual({ status: 'ok' });

    rmSync(ballast);
    await waiting;
    await station.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)));
    const received = (await platform.events('on-a-full-disk')).filter(({ type }) => type === 'StatusNotificationReceived');
    expect(received).toHaveLength(answered);
    expect(await platform.sessions('on-a-full-disk')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
    await station.close();
    await platform.isProven();
    await platform.restart();
    await platform.isProven();
  });
});
