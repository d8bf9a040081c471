import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import type { Committed } from '@wattledger/projections';
import type { ProjectorReport } from './projector.worker.ts';
import { compareWithRebuild, openReadModels, openRowStore, startProjectorThread } from './index.ts';
import { booted16, charges16, StationStory } from './testing/index.ts';

describe("the projector's thread", () => {
  let folder: string;
  let log: SqliteEventLog;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-thread-'));
    log = await SqliteEventLog.open(folder);
    ledger = new Ledger(log, () => new Date());
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  /** Starts a thread; the promise settles once it has projected what the log holds when `upToDate` is called. */
  async function start() {
    const committed: Committed[] = [];
    let told = (): void => undefined;
    const thread = await startProjectorThread({
      dataFolder: folder,
      onCommitted: (news) => {
        committed.push(news);
        told();
      },
    });
    const upToDate = async (): Promise<void> => {
      const head = await log.head();
      while ((committed.at(-1)?.position ?? -1) < head) await new Promise<void>((resolve) => (told = resolve));
    };
    return { thread, committed, upToDate };
  }

  it('may be killed between any two batches: the next one goes on, and nothing is counted twice', async () => {
    const story = booted16(new StationStory('killed-1', '1.6'));
    for (let session = 1; session <= 4; session += 1) charges16(story, { transactionId: String(session), minutes: 5 });
    await story.record(ledger);
    const head = await log.head();
    const file = new URL('./projector.worker.ts', import.meta.url);
    const execArgv = ['--conditions=@wattledger/source', '--disable-warning=ExperimentalWarning'];
    let reached = -1;
    let lives = 0;
    for (; reached < head; lives += 1) {
      const worker = new Worker(file, { workerData: { dataFolder: folder, batchSize: 5 }, execArgv });
      const commits = 2 + (lives % 3);
      let seen = 0;
      await new Promise<void>((resolve) => {
        worker.on('message', (report: ProjectorReport) => {
          // What was committed in the moment of a death was told to nobody.
          if (report.report === 'ready') worker.postMessage({ command: 'status' });
          if (report.report === 'status') reached = Math.max(reached, report.status?.checkpoint ?? -1);
          if (report.report === 'committed') {
            reached = Math.max(reached, report.committed.position);
            seen += 1;
          }
          if (seen >= commits || reached >= head) resolve();
        });
      });
      // Not asked to stop: it may be in the middle of the next batch.
      await worker.terminate();
    }
    expect(lives).toBeGreaterThan(2);
    expect((await compareWithRebuild({ log, dataFolder: folder })).differences).toEqual([]);
    const rows = openReadModels(folder);
    expect(await rows.selectFrom('sessions').select('sessionId').execute()).toHaveLength(4);
    await rows.destroy();
  });

  it('keeps the rows in step with the log and tells what has changed', async () => {
    const { thread, committed, upToDate } = await start();
    const story = charges16(booted16(new StationStory('oak-1', '1.6')), { transactionId: '7', minutes: 3 });
    await story.record(ledger);
    await upToDate();
    expect(committed.flatMap(({ changes }) => changes)).toContainEqual({ table: 'sessions', keys: [['oak-1:7']] });
    expect(await thread.status()).toMatchObject({ checkpoint: await log.head(), head: await log.head(), parked: [] });
    await thread.stop();
    expect(await thread.status()).toBeUndefined();
    const rows = openReadModels(folder);
    expect(await rows.selectFrom('sessions').select('energyWh').execute()).toEqual([{ energyWh: 550 }]);
    await rows.destroy();
  });

  it('takes up where it was stopped', async () => {
    const story = booted16(new StationStory('oak-1', '1.6'));
    for (const transactionId of ['1', '2', '3']) {
      const { thread, upToDate } = await start();
      await charges16(story.after(60), { transactionId, minutes: 2 }).record(ledger);
      await upToDate();
      await thread.stop();
    }
    expect(await compareWithRebuild({ log, dataFolder: folder })).toMatchObject({
      checkpoint: await log.head(),
      differences: [],
    });
  });

  it('does not start where another one writes', async () => {
    const store = openRowStore(folder);
    await expect(startProjectorThread({ dataFolder: folder })).rejects.toMatchObject({ code: 'projector-failed' });
    await store.close();
  });
});
