import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import type { StoredEvent } from '@wattledger/event-log';
import fc from 'fast-check';
import { openProjector, openRowsToRemake, readModels } from './index.ts';
import type { RowsPlace } from './index.ts';
import { openSnapshot } from './rows-place.ts';
import { booted16, describeForAllRows, logCutInto, meterValues16, sealedToken, StationStory } from './testing/index.ts';

type Step = (story: StationStory, transactionId: number, connectorId: number) => unknown;

/** What stations do, in no sensible order: lost stops, replays, restarts, repetitions, strangers' readings. */
const steps: readonly Step[] = [
  (story) => story.after(90),
  (story) => story.calls('Heartbeat', {}, { currentTime: story.now }),
  (story) => booted16(story),
  (story) => story.disconnects(),
  (story, id, connectorId) =>
    story.calls(
      'StartTransaction',
      { connectorId, idTag: sealedToken(`t${id}`), meterStart: id * 100, timestamp: story.now },
      { transactionId: id, idTagInfo: { status: 'Accepted' } },
    ),
  (story, id, connectorId) =>
    story.calls('MeterValues', meterValues16(String(id), connectorId, story.now, id * 500, 7_000, id * 9), {}),
  (story, _id, connectorId) =>
    story.calls('MeterValues', meterValues16(undefined, connectorId, '2026-05-01T11:00:00Z', 5, 1), {}),
  (story, id) =>
    story.calls('StopTransaction', { transactionId: id, meterStop: id * 900, timestamp: story.now }, {}, [
      ['SessionPriced', { transactionId: String(id), energyWh: 1, amount: '1.00', currency: 'EUR', votes: [] }],
    ]),
  (story, id) => story.calls('StopTransaction', { transactionId: -1, meterStop: id * 900, timestamp: story.now }, {}),
  (story, _id, connectorId) =>
    story.calls('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Charging', timestamp: story.now }, {}),
  (story, id) => story.isSent('TriggerMessage', { requestedMessage: 'MeterValues' }, `c${id}`),
  (story, id, connectorId) => story.calls('Nonsense\ud800', { id, connectorId }, {}),
];

const step = fc.record({
  what: fc.nat(steps.length - 1),
  station: fc.nat(1),
  id: fc.integer({ min: 1, max: 5 }),
  connectorId: fc.integer({ min: 1, max: 2 }),
});

describeForAllRows('where a log is cut into batches', (newPlace) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-cuts-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** All rows of all tables, wherever they lie, after the log was projected in the given cuts; with a restart after every `restartEvery` batches. */
  async function rowsOf(
    place: RowsPlace,
    events: readonly StoredEvent[],
    sizes: readonly number[],
    restartEvery: number,
  ): Promise<unknown> {
    const head = events.at(-1)?.position ?? -1;
    for (let done = -1; done < head;) {
      const store = await openRowsToRemake(place);
      const batches = sizes.slice(0, restartEvery).reduce((sum, size) => sum + size, 0);
      const until = Math.min(head, done + Math.max(1, batches));
      const projector = await openProjector({ log: logCutInto(events, sizes), store });
      await projector.run({ until });
      done = until;
      await store.close();
    }
    const snapshot = await openSnapshot(place);
    const tables: unknown[][] = [];
    for (const { table } of readModels) tables.push(await Array.fromAsync(snapshot.rows(table)));
    await snapshot.close();
    return tables;
  }

  it('makes no difference to any row', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
        async (told, sizes) => {
          run += 1;
          const log = await SqliteEventLog.open(join(folder, `log-${run}`));
          const stories = ['oak-1', 'elm-1'].map((id) => new StationStory(id, '1.6').connects());
          const ledger = new Ledger(log, () => new Date('2026-05-01T12:00:00Z'));
          for (const { what, station, id, connectorId } of told) {
            const story = stories[station];
            if (!story) continue;
            steps[what]?.(story, id, connectorId);
            await story.record(ledger);
          }
          const events: StoredEvent[] = [];
          for await (const event of log.readAll()) events.push(event);
          await log.close();
          const atOnce = await rowsOf({ dataFolder: join(folder, `once-${run}`) }, events, [events.length], 1);
          expect(await rowsOf(await newPlace(join(folder, `cut-${run}`)), events, sizes, 3)).toEqual(atOnce);
        },
      ),
      { numRuns: 15 },
    );
  });
});
