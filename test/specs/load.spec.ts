import { describe, expect, it } from '@jest/globals';
import { boot16, secondsFromNow, start16, status16, stop16 } from '../support/frames.ts';
import type { RawStation } from '../support/raw-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const STORM = 300;

describe('a storm of stations that all come back at once', () => {
  const platform = usePlatform();
  const ids = Array.from({ length: STORM }, (_, index) => `storm-${index}`);

  /** What a station says that has just got its line back. */
  async function comesBack(id: string): Promise<RawStation> {
    const station = await platform.connect(id);
    await station.get('BootNotification', boot16);
    await Promise.all([0, 1, 2].map((connectorId) => station.get('StatusNotification', status16('Available', connectorId))));
    return station;
  }

  it('trap 39: is served, every one of them, and again when the old lines are still open', async () => {
    await Promise.all(ids.map(comesBack));
    await Promise.all(ids.map(comesBack));
    await platform.caughtUp();
    expect(await platform.metric('wattledger_stations_connected{version="1.6"}')).toBe(STORM);
    for (const id of [ids[0], ids[STORM / 2], ids[STORM - 1]]) {
      expect(await platform.station(id ?? '')).toMatchObject({
        connected: true,
        connectionEpoch: 2,
        registrationStatus: 'Accepted',
      });
      expect(await platform.connectors(id ?? '')).toMatchObject([{ status: 'Available' }, { status: 'Available' }]);
    }
  });

  it('that all charge has every session in the rows, once', async () => {
    const energies = await Promise.all(
      ids.slice(0, 100).map(async (id, index) => {
        const station = await platform.connect(id);
        const { transactionId } = await station.get('StartTransaction', start16(`TAG-${index}`, 1_000, secondsFromNow(0)));
        await station.get('StopTransaction', stop16(transactionId, 1_000 + index, secondsFromNow(60)));
        return index;
      }),
    );
    for (const index of energies)
      expect(await platform.sessions(`storm-${index}`)).toMatchObject([{ energyWh: index, state: 'ended' }]);
  });
});

describe('a station that talks faster than it may', () => {
  const platform = usePlatform({ WATTLEDGER_STATION_MESSAGES_PER_SECOND: '50' });

  it('is slowed down, and nothing it says is lost', async () => {
    const station = await platform.connect('chatterbox');
    const neighbour = await platform.connect('neighbour');
    const said = Promise.all(Array.from({ length: 180 }, () => station.get('Heartbeat', {})));
    expect(await neighbour.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await said).toHaveLength(180);
    expect((await platform.types('chatterbox')).filter((type) => type === 'HeartbeatReceived')).toHaveLength(180);
  });
});
