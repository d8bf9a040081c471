import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { snapshotOf } from '@wattledger/charging';
import { EventStoreDbLog, Ledger, MasterKey, newEvent, SqliteEventLog, WholeLog } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import { archivedIn, archivesIn } from '@wattledger/read-models';
import { anchorLog } from '../anchor.ts';
import { verifiable, verify } from '../verify.ts';
import { archiveEvents } from './archive-events.ts';

interface Opened {
  readonly log: EventLog;
  /** What was truncated is gone for good. */
  readonly scavenge: () => void;
  readonly close: () => Promise<void>;
}

const stores: Readonly<Record<string, (folder: string) => Promise<Opened>>> = {
  SqliteEventLog: async (folder) => {
    const log = await SqliteEventLog.open(folder);
    return { log, scavenge: () => undefined, close: () => log.close() };
  },
  EventStoreDbLog: async () => {
    const server = await startEventStoreTestServer({});
    const log = new EventStoreDbLog(server.connectionString);
    return { log, scavenge: () => server.scavenge(), close: () => log.close().then(() => server.stop()) };
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
    opened.scavenge();
    expect((await verify(await verifiable(log))).broken).toBeUndefined();

    const archives = archivesIn(folder, await archivedIn(log));
    expect(archives).toHaveLength(1);
    const whole = new WholeLog(log, () => Promise.resolve(archives));
    expect(await idsOf(whole.readEverything())).toEqual(before);
    expect(
      await archiveEvents({ ledger: at(20), signingKey, policy, folder, clock, openSince: () => undefined }),
    ).toBeUndefined();
  });

  /** Days of a station, and signed anchors over them; the first days are archived. */
  async function archiveAnchored(): Promise<void> {
    const at = (day: number) => new Ledger(opened.log, () => new Date(Date.UTC(2026, 0, day)));
    await at(1).recordAtEnd('apikey-admin', [newEvent('ApiKeyMade', {})]);
    for (let day = 1; day <= 10; day += 1) {
      const { head } = await at(day).recordAtEnd('station-oak', [newEvent('MeterValuesReceived', { day })]);
      const snapshot = newEvent('StationSnapshotTaken', { format: 4, revision: head.revision, hash: head.hash, memory: {} });
      if (day === 8) await at(day).recordAtEnd(snapshotOf('station-oak'), [snapshot]);
      if (day % 3 === 0) await anchorLog(at(day), signingKey);
    }
    const clock = () => new Date(Date.UTC(2026, 0, 20));
    const policy = { stations: 15 };
    await archiveEvents({ ledger: at(20), signingKey, policy, folder, clock, openSince: () => undefined });
  }

  it('leaves every anchor to be checked, as long as the archives are there', async () => {
    const { log } = opened;
    await archiveAnchored();
    opened.scavenge();
    expect(await verify(await verifiable(log, folder))).toMatchObject({ anchors: 4, anchorsUnchecked: 0, broken: undefined });
    const withoutArchives = await verify(await verifiable(log, join(folder, 'elsewhere')));
    expect(withoutArchives).toMatchObject({ anchors: 4, anchorsUnchecked: 2, broken: undefined });
  });

  it('hides no stream that was taken out among what was archived', async () => {
    const { log } = opened;
    await archiveAnchored();
    const { lines, ...told } = await verifiable(log, folder);
    const left = async function* () {
      for await (const line of lines) if (line.event?.stream !== 'apikey-admin') yield line;
    };
    expect((await verify({ lines: left(), ...told })).broken).toMatchObject({ flaw: 'anchor-mismatch' });
  });
});
