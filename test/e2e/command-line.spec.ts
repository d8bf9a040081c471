import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { wattledger, wattledgerRunning } from '../support/program.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

// The command line reads the data folder, beside its platform and without it.
stayEmbedded();

let platform: TestPlatform;
let dataDir: readonly [string, string];
let copies: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  copies = await mkdtemp(join(tmpdir(), 'wattledger-copies-'));
  dataDir = ['--data-dir', platform.folder];
  const station = await platform.connect('oak-1');
  await station.get('BootNotification', boot16, 'b1');
  const { transactionId } = await station.get('StartTransaction', start16('DRIVER-TOKEN', 0, secondsFromNow(0)), 's1');
  await station.get('StopTransaction', stop16(transactionId, 1_500, secondsFromNow(5)), 's2');
});
afterAll(async () => {
  await platform.stop();
  await rm(copies, { recursive: true, force: true });
});

const jsonLines = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the command line, beside a platform that runs', () => {
  it('prints every event of a station as one JSON object a line', async () => {
    const { code, output } = await wattledger(['events', '--json', '--station', 'oak-1', ...dataDir]);
    const events = jsonLines(output.trim().split('\n'));
    expect(code).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(await platform.types('oak-1'));
    for (const [revision, event] of events.entries()) {
      expect(event).toMatchObject({
        stream: 'station-oak-1',
        revision,
        position: expect.any(Number),
        recordedAt: expect.any(String),
      });
      for (const member of ['direction', 'action', 'messageId', 'payload']) expect(event).toHaveProperty(member);
    }
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'BootNotificationReceived',
        direction: 'fromStation',
        action: 'BootNotification',
        messageId: 'b1',
        payload: boot16,
      }),
    );
    expect(output).not.toContain('DRIVER-TOKEN');
  });

  it('follows what is recorded from now on', async () => {
    const follower = wattledgerRunning(['events', '--json', '--follow', '--type', 'HeartbeatReceived', ...dataDir]);
    const station = await platform.connect('oak-2');
    const heard = until('the follower to tell', () => follower.lines().length > 0);
    await station.get('Heartbeat', {}, 'h1');
    await heard;
    expect(jsonLines(follower.lines())).toMatchObject([{ stream: 'station-oak-2', messageId: 'h1' }]);
    await follower.end();
  });

  it('verifies the chains, compares the rows, and keeps its hands off a folder that is in use', async () => {
    const verified = await wattledger(['verify', ...dataDir]);
    expect(verified).toMatchObject({ code: 0, output: expect.stringMatching(/^OK /) });
    await platform.caughtUp();
    expect(await wattledger(['rebuild', '--compare', ...dataDir])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^OK /),
    });
    expect((await wattledger(['rebuild', ...dataDir])).code).not.toBe(0);
    const key = await wattledger(['api-key', 'create', '--name', 'x', '--role', 'auditor', ...dataDir]);
    expect(key).toMatchObject({ code: 1, errors: expect.stringContaining('The platform is running') });
  });
});

describe('the command line, in the folder of a platform that is stopped', () => {
  let folder: string;

  beforeAll(async () => {
    await platform.sendStationsHome();
    await platform.restart();
    folder = await platform.leaveFolder(copies);
  });

  it('makes the rows anew', async () => {
    expect(await wattledger(['rebuild', '--data-dir', folder])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Rebuilt from \d+ events/m),
    });
    expect((await wattledger(['rebuild', '--compare', '--data-dir', folder])).code).toBe(0);
  });

  it('makes an API key and ends it', async () => {
    const made = await wattledger(['api-key', 'create', '--name', 'audit', '--role', 'auditor', '--data-dir', folder]);
    expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/^wl_[a-z0-9]+_/) });
    const [, keyId = ''] = /key id (\w+)/.exec(made.output) ?? [];
    expect((await wattledger(['api-key', 'revoke', keyId, '--data-dir', folder])).code).toBe(0);
    expect((await wattledger(['api-key', 'revoke', keyId, '--data-dir', folder])).code).toBe(1);
  });

  it('names the event of which one byte was changed', async () => {
    const log = new Database(join(folder, 'events.sqlite'));
    const changed = log.prepare(
      'UPDATE commits SET lines = replace(lines, \'"meterStop":1500\', \'"meterStop":1900\') WHERE lines LIKE \'%"meterStop":1500%\'',
    );
    expect(changed.run().changes).toBe(1);
    log.close();
    const { code, errors } = await wattledger(['verify', '--data-dir', folder]);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /BROKEN {2}StopTransactionReceived \([0-9a-f-]{36}\), revision \d+ of station-oak-1, .*\[content-changed\]/,
    );
  });
});
