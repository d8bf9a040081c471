import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { snapshotOf } from '@wattledger/charging';
import { EventStoreDbLog, Ledger, MasterKey, newEvent, SqliteEventLog, WholeLog } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import { verifiable, verify } from '../verify.ts';
import { archiveEvents } from './archive-events.ts';
import { archivedIn } from './archived.ts';

interface Opened {
  readonly log: EventLog;
  readonly close: () => Promise<void>;
}

const stores: Readonly<Record<string, (folder: string) => Promise<Opened>>> = {
  SqliteEventLog: async (folder) => {
    const log = await SqliteEventLog.open(folder);
    return { log, close: () => log.close() };
  },
  EventStoreDbLog: async () => {
    const server = await startEventStoreTestServer({});
    const log = new EventStoreDbLog(server.connectionString);
    return { log, close: () => log.close().then(() => server.stop()) };
  },
};

describe.each(Object.entries(stores))('archiving out of a %s', (_name, open) => {
  const signingKey = new MasterKey('a master key that is long enough for specs').signingKey();
  let folder: string;
  let opened: Opened;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-archive-'));
    opened = await open(folder);
  });
  afterEach(async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  });

  it('leaves a log that verifies, and with its archives is what it was', async () => {
    const { log } = opened;
    const at = (day: number) => new Ledger(log, () => new Date(Date.UTC(2026, 0, day)));
    for (let day = 1; day <= 10; day += 1) {
      for (const id of ['oak', 'elm']) {
        const { head } = await at(day).recordAtEnd(`station-${id}`, [newEvent('MeterValuesReceived', { day })]);
        const { revision, hash } = head;
        const snapshot = newEvent('StationSnapshotTaken', { format: 4, revision, hash, memory: {} });
        if (day === 8) await at(day).recordAtEnd(snapshotOf(`station-${id}`), [snapshot]);
      }
    }
    const idsOf = async (source: AsyncIterable<{ readonly id: string; readonly stream: string }>) =>
      (await Array.fromAsync(source)).filter(({ stream }) => stream.startsWith('station-')).map(({ id }) => id);
    const before = await idsOf(log.readAll());

    const clock = () => new Date(Date.UTC(2026, 0, 20));
    const policy = { stations: 15 };
    const made = await archiveEvents({ ledger: at(20), signingKey, policy, folder, clock, openSince: () => undefined });
    expect(made).toMatchObject({ events: 8 });
    const left = await Array.fromAsync(log.readStream('station-oak'));
    expect(left.map(({ revision }) => revision)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(await archivedIn(log)).toHaveLength(2);
    expect((await verify(await verifiable(log))).broken).toBeUndefined();

    const archives = (await archivedIn(log)).map(({ file, lastPosition }) => ({ file: join(folder, file), lastPosition }));
    const [archive] = archives.sort((one, other) => other.lastPosition - one.lastPosition);
    const whole = new WholeLog(log, () => Promise.resolve(archive ? [archive] : []));
    expect(await idsOf(whole.readEverything())).toEqual(before);
    expect(
      await archiveEvents({ ledger: at(20), signingKey, policy, folder, clock, openSince: () => undefined }),
    ).toBeUndefined();
  });
});
