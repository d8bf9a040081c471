import { describe, expect, it } from '@jest/globals';
import { stationStream } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import { secondsFromNow, start16, status16, stop16 } from '../support/frames.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_RECORD_TIMEOUT_SECONDS: '1' });
const always = () => 'not-written' as const;
const never = () => undefined;

describe('a log that cannot be written for a moment', () => {
  it('trap 18: delays the answer, and everything is recorded once', async () => {
    const station = await platform.connect('patient');
    await station.get('Heartbeat', {});
    platform.log.failNext(2);
    expect(await station.get('StatusNotification', status16('Available'))).toEqual({});
    platform.log.failNext(2);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    platform.log.failNext(2);
    expect(await station.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(1)))).toEqual({});
    expect(await platform.sessions('patient')).toMatchObject([{ energyWh: 500, state: 'ended' }]);
    const types = await platform.types('patient');
    for (const type of ['StatusNotificationReceived', 'StartTransactionReceived', 'StopTransactionReceived']) {
      expect(types.filter((each) => each === type)).toHaveLength(1);
    }
  });

  it('trap 18: keeps nobody out who connects in that moment', async () => {
    platform.log.failNext(2);
    const station = await platform.connect('connects-then');
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await platform.types('connects-then')).toEqual(['StationConnected', 'HeartbeatReceived', 'HeartbeatAnswered']);
  });
});

describe('a log that cannot be written for long', () => {
  it('trap 18: sends the station away without an answer; it asks again and is recorded once', async () => {
    const station = await platform.connect('asks-again');
    const start = start16('TAG-1', 100, secondsFromNow(0));
    const { transactionId } = await station.get('StartTransaction', start);
    platform.log.fault = always;
    station.say(JSON.stringify([2, 'stop', 'StopTransaction', stop16(transactionId, 900, secondsFromNow(1))]));
    expect((await station.closed()).code).toBe(1013);
    platform.log.fault = never;
    expect(station.wire.filter(({ text }) => text.startsWith('[4'))).toEqual([]);
    const back = await platform.connect('asks-again');
    expect(await back.get('StopTransaction', stop16(transactionId, 900, secondsFromNow(1)), 'stop')).toEqual({});
    expect((await platform.types('asks-again')).filter((type) => type === 'StopTransactionReceived')).toHaveLength(1);
    expect(await platform.sessions('asks-again')).toMatchObject([{ energyWh: 800 }]);
  });

  it('sends away who connects then, and keeps no trace of a line that never was', async () => {
    platform.log.fault = always;
    const station = await platform.connect('never-was');
    expect((await station.closed()).code).toBe(1013);
    platform.log.fault = never;
    const back = await platform.connect('never-was');
    await back.get('Heartbeat', {});
    expect(await platform.types('never-was')).toEqual(['StationConnected', 'HeartbeatReceived', 'HeartbeatAnswered']);
    expect(await platform.metric('wattledger_stations_connected{version="1.6"}')).toBe(1);
  });

  it('counts no line that a newer one was to replace, though the newer one was not recorded', async () => {
    const connected = () => platform.metric('wattledger_stations_connected{version="2.1"}');
    await (await platform.connect('replaced', 'ocpp2.1')).get('Heartbeat', {});
    expect(await connected()).toBe(1);
    platform.log.fault = always;
    expect((await (await platform.connect('replaced', 'ocpp2.1')).closed()).code).toBe(1013);
    platform.log.fault = never;
    expect(await connected()).toBe(0);
  });

  it('is hidden from the operator in no way', async () => {
    const station = await platform.connect('told-of');
    await station.get('Heartbeat', {});
    platform.log.fault = always;
    station.say('[2,"h","Heartbeat",{}]');
    await station.closed();
    platform.log.fault = never;
    await (await platform.connect('told-of')).get('Heartbeat', {});
    expect(await platform.types('told-of')).toContain('StationDisconnected');
    await until('the gauge', async () => (await platform.metric('wattledger_stations_connected{version="1.6"}')) === 1);
  });

  it('lets no command pass as sent', async () => {
    const station = await platform.connect('commanded');
    await station.get('Heartbeat', {});
    platform.log.fault = (events) => (events.some(({ type }) => type === 'ClearCacheSent') ? 'not-written' : undefined);
    const commandId = await platform.request(
      'commanded',
      { name: 'SendCall', action: 'ClearCache', payload: {} },
      { waitForStation: true },
    );
    expect((await station.closed()).code).toBe(1013);
    expect(station.wire.filter(({ text }) => text.includes('ClearCache'))).toEqual([]);
    platform.log.fault = never;
    const back = await platform.connect('commanded');
    back.answer(await back.nextCall(), { status: 'Accepted' });
    await platform.commandIs(commandId, 'accepted');
  });
});

describe('a log that writes and does not say so', () => {
  it('has it recorded once, and the station gets the answer that was recorded', async () => {
    const station = await platform.connect('answer-lost');
    await station.get('Heartbeat', {});
    platform.log.failNext(1, 'answer-lost');
    const start = start16('TAG-1', 100, secondsFromNow(0));
    const { transactionId } = await station.get('StartTransaction', start, 'start');
    const answers = (await platform.events('answer-lost')).filter(({ type }) => type === 'StartTransactionAnswered');
    expect(answers.map(({ data }) => data)).toEqual([expect.objectContaining({ transactionId })]);
    expect(await station.get('StartTransaction', start, 'start')).toMatchObject({ transactionId });
    expect(await platform.sessions('answer-lost')).toHaveLength(1);
  });
});

describe('a gateway that was cut off while another one took its station', () => {
  it('writes nothing behind the other, and sends the station away', async () => {
    const station = await platform.connect('taken-over');
    await station.get('Heartbeat', {});
    const { ledger } = platform.store;
    let taken: Promise<unknown> | undefined;
    platform.log.fault = () => {
      if (taken) return undefined;
      const other = [newEvent('StationConnected', { ocppVersion: '1.6' }, { connectionEpoch: 2 })];
      taken = ledger.recordAtEnd(stationStream('taken-over'), other);
      return 'not-written';
    };
    station.say('[2,"late","Heartbeat",{}]');
    expect((await station.closed()).code).toBe(4001);
    await taken;
    expect((await platform.types('taken-over')).filter((type) => type === 'HeartbeatReceived')).toHaveLength(1);
    platform.log.fault = never;
  });
});
