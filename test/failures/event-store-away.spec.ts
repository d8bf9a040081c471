import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { stringifyJson } from '@wattledger/kernel';
import { Cluster } from '../support/cluster.ts';
import { status16 } from '../support/frames.ts';
import type { RawStation } from '../support/raw-station.ts';
import type { TestPlatform } from '../support/test-platform.ts';

/** `WATTLEDGER_TEST_OUTAGE_SECONDS=60` for the full minute. */
const OUTAGE_SECONDS = Number(process.env['WATTLEDGER_TEST_OUTAGE_SECONDS'] ?? 4);
const STATIONS = 40;
const MORE_THAN_WAIT = 30;
/** How many come back at once. */
const STORM = Number(process.env['WATTLEDGER_TEST_STORM'] ?? 300);
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
    WATTLEDGER_PING_SECONDS: '1',
  });
});
afterAll(() => cluster.stop());

const connectAll = (name: string, stations = STATIONS): Promise<RawStation[]> =>
  Promise.all(Array.from({ length: stations }, (_, index) => platform.connect(`${name}-${index}`)));

describe('while EventStoreDB cannot be reached', () => {
  it(
    'stations stay connected and wait for their answers, which come when it is back, each call recorded once',
    async () => {
      const stations = await connectAll('waits');
      await Promise.all(stations.map((station) => station.get('Heartbeat', {})));
      const hungUp: number[] = [];
      for (const station of stations)
        void station.closed().then(
          ({ code }) => hungUp.push(code),
          () => undefined,
        );

      server.unreachable();
      const [before, begun] = [server.connectionAttempts(), performance.now()];
      for (const [index, station] of stations.entries())
        station.say(stringifyJson([2, `asked-${index}`, 'StatusNotification', status16('Available')]));
      // One says so much that it is read no further: its pongs are not heard either.
      const [talker] = stations;
      for (let index = 0; index < MORE_THAN_WAIT; index += 1) talker?.say(stringifyJson([2, `more-${index}`, 'Heartbeat', {}]));
      await sleep(OUTAGE_SECONDS * 1_000);
      const answered = stations.flatMap(({ unexpected }) => unexpected);
      expect((await fetch(`${platform.httpUrl}/health/ready`)).status).toBe(200);
      expect(await platform.metric('wattledger_station_sockets_paused')).toBe(1);
      expect({ answered, hungUp }).toEqual({ answered: [], hungUp: [] });
      const [attempts, seconds] = [server.connectionAttempts() - before, (performance.now() - begun) / 1_000];
      expect(attempts).toBeLessThan(MOST_ATTEMPTS_A_SECOND * (seconds + 1));

      server.unreachable(false);
      await Promise.all(stations.map((station, index) => station.answerTo(`asked-${index}`)));
      await talker?.answerTo(`more-${MORE_THAN_WAIT - 1}`);
      expect(hungUp).toEqual([]);
      for (const [index] of stations.entries()) {
        const events = await cluster.events(`waits-${index}`);
        const told = events.filter(({ metadata }) => metadata.messageId === `asked-${index}`).map(({ type }) => type);
        expect(told).toEqual(['StatusNotificationReceived', 'StatusNotificationAnswered']);
      }
      await cluster.stationIs(platform, 'waits-0', ({ connected }) => connected);
      await platform.sendStationsHome();
      await cluster.isProven();
    },
    OUTAGE_SECONDS * 1_000 + 120_000,
  );
});

describe('when all stations come back at once', () => {
  it('each is let in, its connection recorded once, and its first call answered', async () => {
    const first = await connectAll('storm', STORM);
    for (const station of first) station.cut();
    const back = await connectAll('storm', STORM);
    await Promise.all(back.map((station) => station.get('Heartbeat', {})));
    for (const [index] of back.entries()) {
      const connections = (await cluster.events(`storm-${index}`)).filter(({ type }) => type === 'StationConnected');
      expect(connections.map(({ metadata }) => metadata.connectionEpoch)).toEqual([1, 2]);
    }
    await platform.sendStationsHome();
    await cluster.isProven();
  });
});
