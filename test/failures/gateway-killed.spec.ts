import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import { missingOrDoubled } from '../support/bookkeeping.ts';
import { ChargingStation } from '../support/charging-stations.ts';
import { Cluster } from '../support/cluster.ts';
import { PlatformProgram } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const clearCache = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;
const ANSWERS_BEFORE_THE_END = 60;

let cluster: Cluster;
/** Is killed. */
let oak: PlatformProgram;
/** Keeps the rows; stations come to it when the other is gone. */
let elm: TestPlatform;

beforeAll(async () => {
  // Of this repository, whatever servers are named: a program has a whole log to itself.
  cluster = await Cluster.over(await startEventStoreTestServer());
  elm = await cluster.node();
  // The keys of a cluster are shared: here by a folder, in the field by the database.
  oak = await new PlatformProgram(elm.folder, {
    ...cluster.environment,
    WATTLEDGER_ROLES: 'gateway',
    WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
  }).start();
});
afterAll(() => cluster.stop());

describe('a gateway that is killed', () => {
  it('leaves nothing undone: its stations go on elsewhere, and what it had begun has an end', async () => {
    const stays = await RawStation.connect(`${oak.ocppUrl}/stays-away`);
    await stays.get('Heartbeat', {});
    const asked = await RawStation.connect(`${oak.ocppUrl}/asked`);
    await asked.get('Heartbeat', {});
    const unanswered = await elm.request('asked', clearCache);
    await asked.nextCall();
    const waiting = await elm.request('asked', clearCache, { waitForStation: true });

    const stations = Array.from(
      { length: 6 },
      (_, index) => new ChargingStation(`charges-${index}`, index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1'),
    );
    let answers = 0;
    const charging = stations.map((station) =>
      station.charge(oak.ocppUrl, () => {
        answers += 1;
        if (answers === ANSWERS_BEFORE_THE_END) void oak.end('SIGKILL');
      }),
    );
    await Promise.allSettled(charging);

    // A little later they all come to the other gateway, and go on until each has finished another session there.
    const finishedBefore = new Map(stations.map((station) => [station.id, station.finished.size]));
    const goneOn = Promise.allSettled(stations.map((station) => station.charge(elm.ocppUrl, () => undefined)));
    await until('every station to charge again', () =>
      stations.every((station) => station.finished.size >= (finishedBefore.get(station.id) ?? 0) + 2),
    );
    const back = await elm.connect('asked');
    back.answer(await back.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(elm, waiting, 'accepted');
    await cluster.commandIs(elm, unanswered, 'unanswered');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);

    const lost = await cluster.stationIs(elm, 'stays-away', ({ connected }) => !connected);
    expect(lost.disconnectCause).toBe('gateway-died');
    expect((await cluster.stationIs(elm, 'charges-0', () => true)).connected).toBe(true);

    expect(await missingOrDoubled(stations, (stationId) => cluster.events(stationId))).toEqual([]);
    await elm.stop();
    await goneOn;
    await cluster.isProven();
  });
});
