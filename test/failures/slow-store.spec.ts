import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { stringifyJson } from '@wattledger/kernel';
import { Cluster } from '../support/cluster.ts';
import type { RawStation } from '../support/raw-station.ts';
import type { TestPlatform } from '../support/test-platform.ts';

const STATIONS = 4;
const FLOOD = 4_000;
const SLOW_MS = 20;
/** Eight frames of a station, and the task that is just done. */
const MOST_TASKS = 9;
/** What the network hands over at once. */
const ONE_READING_BYTES = 65_536;

const beat = (id: string) => stringifyJson([2, id, 'Heartbeat', {}]);
/** With what a WebSocket frame from a client adds. */
const FRAME_BYTES = beat('beat-0').length + 6;

/** Of this repository, whatever servers are named: it is made slow. */
let server: EventStoreTestServer;
let cluster: Cluster;
let platform: TestPlatform;
beforeAll(async () => {
  server = await startEventStoreTestServer();
  cluster = await Cluster.over(server);
  platform = await cluster.node('gateway,projector,api', {
    WATTLEDGER_RECORD_TIMEOUT_SECONDS: '60',
    WATTLEDGER_STATION_MESSAGES_PER_SECOND: '100000',
  });
});
afterEach(async () => {
  server.delay(0);
  await platform.sendStationsHome();
});
afterAll(() => cluster.stop());

const connectAll = (name: string): Promise<RawStation[]> =>
  Promise.all(Array.from({ length: STATIONS }, (_, index) => platform.connect(`${name}-${index}`)));

const load = async () => ({
  tasks: await platform.metric('wattledger_station_tasks_waiting'),
  held: await platform.metric('wattledger_station_frames_held'),
  paused: await platform.metric('wattledger_station_sockets_paused'),
});

describe('while EventStoreDB is slow', () => {
  it('a station that goes on talking is read more slowly, and served in its order', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `beat-${index}`);
    server.delay(SLOW_MS);
    const station = await platform.connect('talks-on');
    await Promise.all(ids.map((id) => station.get('Heartbeat', {}, id)));
    const beats = (await cluster.events('talks-on')).filter(({ type }) => type === 'HeartbeatReceived');
    expect(beats.map(({ metadata }) => metadata.messageId)).toEqual(ids);
  });

  it('of all that stations say little waits here, the rest on the network, and what is answered is in the log', async () => {
    server.delay(SLOW_MS);
    const stations = await connectAll('floods');
    await Promise.all(stations.map((station) => station.get('Heartbeat', {})));
    for (let index = 0; index < FLOOD; index += 1) for (const station of stations) station.say(beat(`beat-${index}`));
    const most = { tasks: 0, held: 0, paused: 0 };
    const answered = () =>
      Math.min(...stations.map(({ wire }) => wire.filter(({ direction }) => direction === 'received').length));
    while (answered() < 50) {
      const now = await load();
      most.tasks = Math.max(most.tasks, now.tasks);
      most.held = Math.max(most.held, now.held);
      most.paused = Math.max(most.paused, now.paused);
    }
    server.delay(0);
    expect(most.paused).toBe(STATIONS);
    expect(most.tasks).toBeGreaterThan(0);
    expect(most.tasks).toBeLessThanOrEqual(STATIONS * MOST_TASKS);
    expect(most.held).toBeLessThanOrEqual(STATIONS * (ONE_READING_BYTES / FRAME_BYTES));
    for (const [index, station] of stations.entries()) {
      station.cut();
      const told = station.wire.flatMap(({ direction, text }) => (direction === 'received' ? [String(JSON.parse(text)[1])] : []));
      const beats = (await cluster.events(`floods-${index}`)).filter(({ type }) => type === 'HeartbeatAnswered');
      const recorded = beats.map(({ metadata }) => metadata.messageId);
      expect(recorded.slice(0, told.length)).toEqual(told);
    }
  });
});
