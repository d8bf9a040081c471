import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { Cluster } from '../support/cluster.ts';
import type { RawStation } from '../support/raw-station.ts';
import type { TestPlatform } from '../support/test-platform.ts';

/** `WATTLEDGER_TEST_OUTAGE_SECONDS=60` for the full minute. */
const OUTAGE_SECONDS = Number(process.env['WATTLEDGER_TEST_OUTAGE_SECONDS'] ?? 4);
const STATIONS = 40;
/** Of one process, however many stations wait. */
const MOST_ATTEMPTS_A_SECOND = 5;

/** Of this repository, whatever servers are named: it goes away on command. */
let server: EventStoreTestServer;
let cluster: Cluster;
let platform: TestPlatform;
beforeAll(async () => {
  server = await startEventStoreTestServer();
  cluster = await Cluster.over(server);
  platform = await cluster.node('gateway,projector,api', {
    WATTLEDGER_RECORD_TIMEOUT_SECONDS: String(OUTAGE_SECONDS + 30),
  });
});
afterAll(() => cluster.stop());

const connectAll = (name: string): Promise<RawStation[]> =>
  Promise.all(Array.from({ length: STATIONS }, (_, index) => platform.connect(`${name}-${index}`)));

describe('while EventStoreDB cannot be reached', () => {
  it('stations stay connected and wait for their answers, which come when it is back, each call recorded once', async () => {
    const stations = await connectAll('waits');
    await Promise.all(stations.map((station) => station.get('Heartbeat', {})));
    const hungUp: number[] = [];
    for (const station of stations)
      void station.closed().then(
        ({ code }) => hungUp.push(code),
        () => undefined,
      );

    server.unreachable();
    const before = server.connectionAttempts();
    let answered = 0;
    const calls = stations.map((station, index) =>
      station
        .get('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available' }, `asked-${index}`)
        .then(() => {
          answered += 1;
        }),
    );
    await sleep(OUTAGE_SECONDS * 1_000);
    expect({ answered, hungUp }).toEqual({ answered: 0, hungUp: [] });
    expect(server.connectionAttempts() - before).toBeLessThan(MOST_ATTEMPTS_A_SECOND * (OUTAGE_SECONDS + 1));

    server.unreachable(false);
    await Promise.all(calls);
    expect(hungUp).toEqual([]);
    for (const [index] of stations.entries()) {
      const events = await cluster.events(`waits-${index}`);
      const told = events.filter(({ metadata }) => metadata.messageId === `asked-${index}`).map(({ type }) => type);
      expect(told).toEqual(['StatusNotificationReceived', 'StatusNotificationAnswered']);
    }
    await cluster.stationIs(platform, 'waits-0', ({ connected }) => connected);
    await platform.sendStationsHome();
    await cluster.isProven();
  });
});

describe('while EventStoreDB is slow', () => {
  it('a station that goes on talking is read more slowly, so that little of it waits here, and nothing is lost', async () => {
    const FRAMES = 200;
    server.delay(20);
    const station = await platform.connect('talks-on');
    const answers = Array.from({ length: FRAMES }, (_, index) => station.get('Heartbeat', {}, `beat-${index}`));
    await Promise.all(answers);
    server.delay(0);
    const beats = (await cluster.events('talks-on')).filter(({ type }) => type === 'HeartbeatReceived');
    expect(beats.map(({ metadata }) => metadata.messageId)).toEqual(
      Array.from({ length: FRAMES }, (_, index) => `beat-${index}`),
    );
    await platform.sendStationsHome();
  });
});

describe('when all stations come back at once', () => {
  it('each is let in, its connection recorded once, and its first call answered', async () => {
    const first = await connectAll('storm');
    for (const station of first) station.cut();
    const back = await connectAll('storm');
    await Promise.all(back.map((station) => station.get('Heartbeat', {})));
    for (const [index] of back.entries()) {
      const connections = (await cluster.events(`storm-${index}`)).filter(({ type }) => type === 'StationConnected');
      expect(connections.map(({ metadata }) => metadata.connectionEpoch)).toEqual([1, 2]);
    }
    await platform.sendStationsHome();
    await cluster.isProven();
  });
});
