import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { EventStoreDbLog, Ledger } from '@wattledger/event-log';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { compareWithRebuild, openProjector, openRows, openRowsToRemake, rebuildReadModels } from './index.ts';
import type { ReadModelsPlace } from './index.ts';
import { booted16, charges16, describeForAllRows, StationStory } from './testing/index.ts';

/** Together as many as the server passes over before it says how far it is; either alone are fewer. */
const UNREAD = 300;
const many = (type: string) => Array.from({ length: UNREAD }, () => ({ id: randomUUID(), type, data: '{}', metadata: '{}' }));

describeForAllRows('rows of a log in EventStoreDB', (newPlace) => {
  let server: EventStoreTestServer;
  beforeAll(async () => {
    server = await startEventStoreTestServer();
  });
  afterAll(() => server.stop());

  let folder: string;
  let log: EventStoreDbLog;
  let place: ReadModelsPlace;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-rebuild-'));
    log = new EventStoreDbLog(server.connectionString);
    place = { log, ...(await newPlace(folder)) };
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  it('are compared and made anew though the server has gone on with events of its own', async () => {
    await charges16(booted16(new StationStory('oak-1', '1.6')), { transactionId: '7', minutes: 3 }).record(
      new Ledger(log, () => new Date('2026-05-01T12:00:00Z')),
    );
    const head = await log.head();
    const goOn = async () => {
      await log.append('unread', 'any', many('Unread'));
      await log.append('$stats-127.0.0.1:2113', 'any', many('$statsCollected'));
    };
    const store = await openRowsToRemake(place);
    const reached = Promise.withResolvers<void>();
    const projector = await openProjector({
      log,
      store,
      onCommitted: ({ position }) => {
        if (position === head) goOn().catch(reached.reject);
        if (position > head + UNREAD) reached.resolve();
      },
    });
    const stopping = new AbortController();
    const running = projector.run({ signal: stopping.signal });
    await reached.promise;
    stopping.abort();
    await running;
    await store.close();

    const compared = await compareWithRebuild(place);
    expect(compared.differences).toEqual([]);
    expect(compared.checkpoint).toBeGreaterThan(await log.head());
    await rebuildReadModels(place);
    expect(await compareWithRebuild(place)).toMatchObject({ differences: [] });
    const rows = openRows(place);
    expect(await rows.selectFrom('sessions').select('energyWh').execute()).toEqual([{ energyWh: 550 }]);
    await rows.destroy();
  });
});
