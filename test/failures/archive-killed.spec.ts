import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveFolder, verifiable, verify } from '@wattledger/audit';
import type { Verification } from '@wattledger/audit';
import { SqliteLogReader } from '@wattledger/event-log';
import { Beside } from '../support/beside.ts';
import { Child } from '../support/child.ts';
import type { Ended } from '../support/child.ts';
import { boot16, meters16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { randomFrom } from '../support/random.ts';
import { ShiftedClock } from '../support/shifted-clock.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

// What is killed here takes events out of the embedded log's own file.
stayEmbedded();

const CLI = new URL('../support/run-cli.ts', import.meta.url).href;
const YEARS_AGO = -500 * 86_400;
const STATIONS = 24;
const SESSIONS = 6;
const RANDOM_DEATHS = 4;
const LATEST_MS = 600;
/** Printed where the spec fails, so that the same deaths can be died again. */
const SEED = Number(process.env['WATTLEDGER_TEST_SEED'] ?? Date.now() % 1_000_000);

let place: string;
let folder: string;
let before: Verification;

/** `wattledger archive`, from the moment on at which it is loaded. */
async function archiving(): Promise<Child> {
  const args = ['archive', '--keep', 'stations=400d,snapshots=30d', '--data-dir', folder];
  const child = new Child('waiting-program.ts', args, { hears: true });
  await once(child.process, 'message');
  child.process.stdin?.write(`${CLI}\n`);
  return child;
}

function killed(child: Child): Promise<Ended> {
  child.process.kill('SIGKILL');
  return child.ended();
}

const archivesNow = (): string[] => (existsSync(archiveFolder(folder)) ? readdirSync(archiveFolder(folder)) : []);

async function verification(): Promise<Verification> {
  const reader = new SqliteLogReader(folder);
  try {
    return await verify(await verifiable(reader, archiveFolder(folder)));
  } finally {
    reader.close();
  }
}

/** Nothing is missing or doubled: neither in the log with its archives, nor in the rows that are made of both. */
async function isWhole(): Promise<void> {
  const { broken, streams } = await verification();
  expect(broken).toBeUndefined();
  expect(streams).toBeGreaterThanOrEqual(before.streams);
  const { differences } = await new Beside({ dataFolder: folder }).comparison();
  expect(differences).toEqual([]);
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'wattledger-archive-'));
  const clock = new ShiftedClock();
  clock.install();
  clock.jump(YEARS_AGO);
  const platform = new TestPlatform();
  try {
    await platform.start();
    for (let index = 0; index < STATIONS; index += 1) {
      const station = await platform.connect(`old-${index}`);
      await station.get('BootNotification', boot16);
      for (let session = 0; session < SESSIONS; session += 1) {
        const { transactionId } = await station.get('StartTransaction', start16('TAG', 0, secondsFromNow(session * 100)));
        await station.get('MeterValues', meters16(500, 50, secondsFromNow(session * 100 + 50), Number(transactionId)));
        await station.get('StopTransaction', stop16(transactionId, 1_000, secondsFromNow(session * 100 + 90)));
      }
    }
    await platform.sendStationsHome();
    await platform.caughtUp();
    folder = await platform.leaveFolder(place);
  } finally {
    clock.restore();
    await platform.stop();
  }
  before = await verification();
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe(`archiving that is killed (seed ${SEED})`, () => {
  const random = randomFrom(SEED);

  it.each([
    ['while it writes the file', () => archivesNow().some((name) => name.endsWith('.unfinished'))],
    ['when the file has its name', () => archivesNow().some((name) => name.endsWith('.jsonl.gz'))],
    ['when the manifest lies beside it', () => archivesNow().some((name) => name.endsWith('.manifest.json'))],
  ])('%s loses nothing', async (_when, isThere) => {
    const child = await archiving();
    await until('the archive to come so far', () => isThere() || child.process.exitCode !== null);
    await killed(child);
    await isWhole();
  });

  it.each(Array.from({ length: RANDOM_DEATHS }, () => [Math.floor(LATEST_MS * random())]))(
    'after %i ms loses nothing',
    async (milliseconds) => {
      const child = await archiving();
      await sleep(milliseconds);
      await killed(child);
      await isWhole();
    },
  );

  it('is finished by the next that is left alone', async () => {
    const { code, output } = await (await archiving()).ended();
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('OK  ') });
    await isWhole();
    expect((await verification()).archived).toBeGreaterThan(STATIONS * SESSIONS * 6);
    expect(archivesNow().filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });
});
