import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { commandIdOf } from '@wattledger/commands';
import { stringifyJson } from '@wattledger/kernel';
import { Cluster } from '../support/cluster.ts';
import { meters16, start16, stop16, secondsFromNow } from '../support/frames.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const clearCache = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;

let cluster: Cluster;
/** Keeps the rows, and lets stations in. */
let oak: TestPlatform;
/** Lets stations in, and has no rows. */
let elm: TestPlatform;

beforeAll(async () => {
  cluster = await Cluster.start();
  oak = await cluster.node();
  elm = await cluster.node('gateway', { WATTLEDGER_RECORD_TIMEOUT_SECONDS: '2' });
});
afterEach(async () => {
  await oak.sendStationsHome();
  await elm.sendStationsHome();
  await cluster.isProven();
});
afterAll(() => cluster.stop());

describe('a station that comes to another gateway while its old line is still open', () => {
  it('goes on there with its session, and the old line is closed', async () => {
    const old = await oak.connect('moves');
    const started = await old.get('StartTransaction', start16('TAG', 1_000, secondsFromNow(0)));
    const back = await elm.connect('moves');
    expect(await old.closed()).toMatchObject({ code: 4001, reason: 'another gateway has this station' });
    await back.get('StopTransaction', stop16(Number(started['transactionId']), 8_500, secondsFromNow(1)));
    const row = await cluster.stationIs(oak, 'moves', ({ connectionEpoch }) => connectionEpoch === 2);
    expect(row.connected).toBe(true);
    const events = await cluster.events('moves');
    expect(events.filter(({ type }) => type === 'StationDisconnected')).toEqual([]);
    expect(events.filter(({ type }) => type === 'StopTransactionReceived')).toHaveLength(1);
    expect(await oak.metric('wattledger_stations_held_elsewhere_total')).toBe(1);
    expect(await oak.metric('wattledger_stations_connected')).toBe(0);
  });

  it('is answered over the new line alone, whatever the old one still says', async () => {
    const old = await elm.connect('both-hold');
    await old.get('Heartbeat', {});
    const [back] = await Promise.all([
      oak.connect('both-hold'),
      old.closed().catch(() => undefined),
      ...Array.from({ length: 20 }, () => old.get('Heartbeat', {}).catch(() => undefined)),
    ]);
    await back.get('Heartbeat', {});
    const connections = (await cluster.events('both-hold')).map(({ metadata }) => metadata.connectionEpoch);
    expect(connections).toEqual([...connections].sort());
  });
});

describe('a line that waits at a gateway which cannot reach the log', () => {
  afterEach(() => {
    elm.log.isUnreadable = () => false;
  });
  const settled = () =>
    until('the gateway to have dealt with everything', async () => (await elm.metric('wattledger_station_tasks_waiting')) === 0);
  const timesConnected = async (stationId: string) =>
    (await cluster.types(stationId)).filter((type) => type === 'StationConnected').length;

  it('does not take the station from the gateway that it came to since, and what was said over it is not applied', async () => {
    elm.log.isUnreadable = () => true;
    const old = await elm.connect('waited');
    old.say(stringifyJson([2, 'old', 'StartTransaction', start16('TAG', 1_000, secondsFromNow(0))]));
    const back = await oak.connect('waited');
    const { transactionId } = await back.get('StartTransaction', start16('TAG', 1_000, secondsFromNow(0)), 'old');
    await back.get('StopTransaction', stop16(transactionId, 2_000, secondsFromNow(1)));
    for (let beats = 0; beats < 20; beats += 1) await back.get('MeterValues', meters16(2_000, 50, secondsFromNow(2)));
    elm.log.isUnreadable = () => false;
    expect(await old.closed()).toMatchObject({ code: 4001, reason: 'another gateway has this station' });
    await settled();
    await back.get('Heartbeat', {});
    expect(await timesConnected('waited')).toBe(1);
    expect((await cluster.types('waited')).filter((type) => type === 'StartTransactionReceived')).toHaveLength(1);
  });

  it('does not take it either when it waited behind others that were given up', async () => {
    elm.log.isUnreadable = () => true;
    for (let lines = 0; lines < 2; lines += 1) await elm.connect('waited-behind');
    const old = await elm.connect('waited-behind');
    await until('the lines before to be given up', async () => (await elm.metric('wattledger_station_tasks_waiting')) === 1);
    const back = await oak.connect('waited-behind');
    await back.get('Heartbeat', {});
    elm.log.isUnreadable = () => false;
    expect(await old.closed()).toMatchObject({ code: 4001, reason: 'another gateway has this station' });
    await settled();
    await back.get('Heartbeat', {});
    expect(await timesConnected('waited-behind')).toBe(1);
  });

  it('takes the station from nobody once it has ended', async () => {
    const stays = await oak.connect('looked-in');
    await stays.get('Heartbeat', {});
    elm.log.isUnreadable = () => true;
    const short = await elm.connect('looked-in');
    short.cut();
    await until('the end of the line', () => elm.logged.some((line) => /looked-in.*has ended/.test(line)));
    elm.log.isUnreadable = () => false;
    await settled();
    await stays.get('Heartbeat', {});
    expect(await timesConnected('looked-in')).toBe(1);
  });
});

describe('a command', () => {
  it('asked for at one process reaches the station at another', async () => {
    const station = await elm.connect('asked-over-there');
    await station.get('Heartbeat', {});
    const commandId = await oak.request('asked-over-there', clearCache);
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(oak, commandId, 'accepted');
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandTaken']);
  });

  it('that is asked for at both, under one key, is carried out once', async () => {
    const station = await elm.connect('asked-twice');
    await station.get('Heartbeat', {});
    const [first, second] = await Promise.all(
      [oak, elm].map((node) => node.request('asked-twice', clearCache, { idempotencyKey: 'once' })),
    );
    expect(first).toBe(second);
    expect(first).toBe(commandIdOf('operator:ana', 'once'));
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(oak, first ?? '', 'accepted');
    await station.get('Heartbeat', {});
    expect(station.unexpected).toEqual([]);
  });

  it('goes over the new line of a station that two gateways hold', async () => {
    const old = await oak.connect('held-twice');
    await old.get('Heartbeat', {});
    const back = await elm.connect('held-twice');
    await back.get('Heartbeat', {});
    const commandId = await oak.request('held-twice', clearCache, { waitForStation: true });
    back.answer(await back.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(oak, commandId, 'accepted');
    const sent = (await cluster.types('held-twice')).filter((type) => type === 'ClearCacheSent');
    expect(sent).toHaveLength(1);
    expect(old.unexpected).toEqual([]);
  });

  it('for a station that nobody holds is refused once', async () => {
    const commandId = await oak.request('nowhere', clearCache);
    expect(await cluster.commandIs(oak, commandId, 'refused')).toMatchObject({ errorCode: 'station-not-connected' });
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandRefused']);
  });

  it('waits for a station that nobody holds, wherever it comes back', async () => {
    const commandId = await oak.request('comes-later', clearCache, { waitForStation: true });
    const station = await elm.connect('comes-later');
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(oak, commandId, 'accepted');
  });

  it('expires once, whoever looks at the clock', async () => {
    const commandId = await oak.request('never-comes', clearCache, { waitForStation: true, expiresInSeconds: 1 });
    await cluster.commandIs(oak, commandId, 'expired');
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandExpired']);
  });

  it('that waits is known to a gateway that starts later, from a note and not from the whole log', async () => {
    const commandId = await oak.request('waits-for-ash', clearCache, { waitForStation: true });
    await elm.restart();
    const ash = await cluster.node('gateway');
    const station = await ash.connect('waits-for-ash');
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(oak, commandId, 'accepted');
    const notes = await cluster.stream('opencommands');
    expect(notes.at(-1)?.data).toMatchObject({ commandIds: expect.arrayContaining([commandId]) });
    await ash.stop();
  });
});
