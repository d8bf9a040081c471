import { afterEach, describe, expect, it } from '@jest/globals';
import { stationStream } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import { instantOf } from '@wattledger/kernel';
import { stayEmbedded } from '../support/stores.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

// Of an embedded log every other process is gone; of a shared one that would first have to be heard.
stayEmbedded();

const platform = usePlatform();

describe('a station whose last line was held by a process that is gone', () => {
  const wasHeld = (stationId: string, openedAt: Date) => {
    const notes = { connectionEpoch: 1, receivedAt: instantOf(openedAt) };
    const connected = newEvent('StationConnected', { ocppVersion: '1.6', node: 'a process that is gone' }, notes);
    return platform.store.ledger.recordAtEnd(stationStream(stationId), [connected]);
  };
  afterEach(() => {
    platform.log.isUnreadable = () => false;
  });

  it('is let in, though the clock has been set back since', async () => {
    await wasHeld('before-its-time', new Date(Date.now() + 20_000));
    const station = await platform.connect('before-its-time');
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
  });

  it('has what it says recorded, though it leaves before its coming is', async () => {
    await wasHeld('looks-in', new Date());
    platform.log.isUnreadable = () => true;
    const station = await platform.connect('looks-in');
    station.say('[2,"boot","Heartbeat",{}]');
    await station.close();
    await until('the end of the line', () => platform.logged.some((line) => /looks-in.*has ended/.test(line)));
    platform.log.isUnreadable = () => false;
    await platform.recorded('looks-in', 'StationDisconnected');
    expect(await platform.types('looks-in')).toEqual([
      'StationConnected',
      'StationConnected',
      'HeartbeatReceived',
      'HeartbeatAnswered',
      'StationDisconnected',
    ]);
  });
});
