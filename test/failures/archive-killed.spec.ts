import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { archiveFolder, verifiable, verify } from '@wattledger/audit';
import type { Verification } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { SqliteLogReader } from '@wattledger/event-log';
import { archivedIn } from '@wattledger/read-models';
import { Beside } from '../support/beside.ts';
import { Child } from '../support/child.ts';
import { boot16, meters16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { randomFrom } from '../support/random.ts';
import { ShiftedClock } from '../support/shifted-clock.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

// What is killed here takes events out of the embedded log's own file.
stayEmbedded();

const CLI = new URL('../support/run-cli.ts', import.meta.url).href;
const LONG_AGO_SECONDS = -500 * 86_400;
const STATIONS = 24;
const SESSIONS = 6;
const RANDOM_DEATHS = 3;
/** By then it has usually ended by itself. */
const LATEST_MS = 70;
/** Printed where the spec fails, so that the same deaths can be died again. */
const SEED = Number(process.env['WATTLEDGER_TEST_SEED'] ?? Date.now() % 1_000_000);

let place: string;
/** Of a platform that was stopped long ago. */
let untouched: string;
/** What is archived. */
let folder: string;

/** `wattledger archive`, from the moment on at which it is loaded. */
async function archiving(): Promise<Child> {
  const args = ['archive', '--keep', 'stations=400d,snapshots=30d', '--data-dir', folder];
  const child = new Child('waiting-program.ts', args, { hears: true });
  await once(child.process, 'message');
  child.process.stdin?.write(`${CLI}\n`);
  return child;
}

const archivesNow = (): string[] => (existsSync(archiveFolder(folder)) ? readdirSync(archiveFolder(folder)) : []);
const hasArchive = (ending: string) => archivesNow().some((name) => name.endsWith(ending));

/** It is killed so long after a file with this ending lies in the folder of archives. */
async function dies(ending: string, milliseconds: number): Promise<void> {
  const child = await archiving();
  await until('the archive to come so far', () => hasArchive(ending) || child.process.exitCode !== null);
  await sleep(milliseconds);
  child.process.kill('SIGKILL');
  await child.ended();
}

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
  expect((await verification()).broken).toBeUndefined();
  expect((await new Beside({ dataFolder: folder }).comparison()).differences).toEqual([]);
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'wattledger-archive-'));
  const clock = new ShiftedClock();
  clock.install();
  clock.jump(LONG_AGO_SECONDS);
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
    untouched = await platform.leaveFolder(place);
  } finally {
    clock.restore();
    await platform.stop();
  }
});
beforeEach(async () => {
  folder = await mkdtemp(join(place, 'archived-'));
  await cp(untouched, folder, { recursive: true });
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe(`archiving that is killed (seed ${SEED})`, () => {
  const random = randomFrom(SEED);

  it.each([
    ['while it writes the file', '.unfinished', 0],
    ['when the file has its name', '.jsonl.gz', 0],
    ...Array.from({ length: RANDOM_DEATHS }, () => {
      const milliseconds = Math.floor(LATEST_MS * random());
      return [`${milliseconds} ms after the manifest lies beside the file`, '.manifest.json', milliseconds] as const;
    }),
  ] as const)('%s loses nothing, and the next finishes it', async (_when, ending, milliseconds) => {
    await dies(ending, milliseconds);
    await isWhole();

    const { code, output } = await (await archiving()).ended();
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('OK  ') });
    await isWhole();
    expect(hasArchive('.unfinished')).toBe(false);
    // All that was recorded as archived is out of the embedded log's file.
    const recorded = await new Beside({ dataFolder: folder }).log(archivedIn);
    expect(recorded.filter(({ stream }) => stream.startsWith(stationStream('')))).toHaveLength(STATIONS);
    expect((await verification()).archived).toBe(recorded.reduce((sum, { from, to }) => sum + to - from + 1, 0));
  });
});
