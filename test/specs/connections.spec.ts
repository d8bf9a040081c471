import { describe, expect, it } from '@jest/globals';
import { boot16, status16 } from '../support/frames.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_PING_SECONDS: '1', WATTLEDGER_MAX_FRAME_BYTES: '4096' });

describe('a station that comes back while its old line is still open', () => {
  it('trap 1: is let in, and the old line is closed', async () => {
    const old = await platform.connect('comes-back');
    const young = await platform.connect('comes-back');
    expect(await old.closed()).toEqual({ code: 4001, reason: 'a newer connection has taken over' });
    expect(await young.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect((await platform.types('comes-back')).slice(0, 3)).toEqual([
      'StationConnected',
      'StationDisconnected',
      'StationConnected',
    ]);
    expect((await platform.recorded('comes-back', 'StationDisconnected')).data).toMatchObject({ cause: 'superseded' });
  });

  it('trap 2: stays connected when its old line ends late', async () => {
    const old = await platform.connect('late-close');
    const young = await platform.connect('late-close');
    await old.closed();
    await young.get('Heartbeat', {});
    expect(await platform.station('late-close')).toMatchObject({ connected: true, connectionEpoch: 2 });
    const commandId = await platform.request('late-close', { name: 'SendCall', action: 'ClearCache', payload: {} });
    young.answer(await young.nextCall(), { status: 'Accepted' });
    expect(await platform.commandIs(commandId, 'accepted')).toMatchObject({ answerStatus: 'Accepted' });
  });

  it('has what it still says on the old line recorded, and neither answered nor applied', async () => {
    const old = await platform.connect('two-lines', 'ocpp1.6');
    await old.get('StatusNotification', status16('Available'));
    old.deaf();
    const young = await platform.connect('two-lines');
    await young.get('StatusNotification', status16('Preparing'));
    old.say('[2,"late","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Faulted"}]');
    const late = await platform.recorded('two-lines', 'LateFrameReceived');
    expect(late.metadata).toMatchObject({ connectionEpoch: 1 });
    expect(await platform.store.sealer.unsealPayload(late.data)).toMatchObject({ text: expect.stringContaining('"Faulted"') });
    expect(await platform.connectors('two-lines')).toMatchObject([{ status: 'Preparing' }]);
    old.cut();
  });

  it('is counted once', async () => {
    const before = await platform.metric('wattledger_stations_connected{version="2.1"}');
    const lines = [await platform.connect('counted', 'ocpp2.1'), await platform.connect('counted', 'ocpp2.1')];
    await lines[1]?.get('Heartbeat', {});
    expect(await platform.metric('wattledger_stations_connected{version="2.1"}')).toBe((before || 0) + 1);
  });
});

describe('a station that says something and leaves at once', () => {
  it('has it recorded in order, before its leaving', async () => {
    const station = await platform.connect('hurried');
    for (const status of ['Available', 'Preparing', 'Charging'])
      station.say(`[2,"${status}","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"${status}"}]`);
    await station.close();
    await platform.recorded('hurried', 'StationDisconnected');
    const exchange = ['StatusNotificationReceived', 'StatusNotificationAnswered'];
    expect(await platform.types('hurried')).toEqual([
      'StationConnected',
      ...exchange,
      ...exchange,
      ...exchange,
      'StationDisconnected',
    ]);
    expect(await platform.connectors('hurried')).toMatchObject([{ status: 'Charging' }]);
  });
});

describe('a line that is dead though nobody closed it', () => {
  it('trap 3: is found by its silence and cut, while stations that only answer pings stay', async () => {
    const deaf = await platform.connect('half-open');
    const quiet = await platform.connect('quiet');
    deaf.deaf();
    expect((await platform.recorded('half-open', 'StationDisconnected')).data).toEqual({ code: 1006, cause: 'silent' });
    expect(await platform.station('half-open')).toMatchObject({ connected: false, disconnectCause: 'silent' });
    expect(await quiet.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await platform.types('quiet')).toEqual(['StationConnected', 'HeartbeatReceived', 'HeartbeatAnswered']);
    deaf.cut();
  });
});

describe('a line that was cut by the station', () => {
  it('is not called closed', async () => {
    const station = await platform.connect('loses-line');
    await station.get('Heartbeat', {});
    station.cut();
    expect((await platform.recorded('loses-line', 'StationDisconnected')).data).toEqual({ code: 1006, cause: 'line-lost' });
  });
});

describe('a BootNotification', () => {
  it('trap 8: may be left out after a mere reconnect', async () => {
    const booted = await platform.connect('boots-once');
    await booted.get('BootNotification', boot16);
    booted.cut();
    await platform.recorded('boots-once', 'StationDisconnected');
    const back = await platform.connect('boots-once');
    expect(await back.get('StatusNotification', status16('Available'))).toEqual({});
    expect(await platform.station('boots-once')).toMatchObject({
      connected: true,
      vendor: 'Acme',
      registrationStatus: 'Accepted',
    });
  });

  it('trap 8: may come again and again on one line', async () => {
    const station = await platform.connect('boots-always');
    for (let times = 0; times < 3; times++)
      expect(await station.get('BootNotification', boot16)).toMatchObject({ status: 'Accepted' });
  });
});

describe('a frame that is too large', () => {
  it('ends the line with 1009, and that is recorded; its neighbours notice nothing', async () => {
    const neighbour = await platform.connect('neighbour');
    const station = await platform.connect('oversized');
    station.say(JSON.stringify([2, 'big', 'DataTransfer', { vendorId: 'Acme', data: 'x'.repeat(5_000) }]));
    expect((await station.closed()).code).toBe(1009);
    expect((await platform.recorded('oversized', 'StationDisconnected')).data).toMatchObject({ cause: 'oversized-frame' });
    expect(await neighbour.get('Heartbeat', {})).toHaveProperty('currentTime');
  });

  it('is one that is over the limit: one that is not is served', async () => {
    const station = await platform.connect('just-fits');
    expect(await station.get('DataTransfer', { vendorId: 'Acme', data: 'x'.repeat(4_000) })).toEqual({
      status: 'UnknownVendorId',
    });
  });
});

describe('a station that comes and goes without saying anything', () => {
  it('leaves its comings and goings', async () => {
    for (let times = 1; times <= 5; times++) {
      (await platform.connect('restless')).cut();
      await platform.recorded('restless', 'StationDisconnected', times);
    }
    const epochs = (await platform.events('restless')).map(({ metadata }) => metadata.connectionEpoch);
    expect(epochs).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    await until('the row', async () => (await platform.station('restless'))?.connectionEpoch === 5);
  });
});
