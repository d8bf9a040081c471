import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anchorLog } from '@wattledger/audit';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { TestPlatform } from '../support/test-platform.ts';

/** A server of this repository, whatever servers are named: it breaks connections on command. */
describe('the platform over EventStoreDB', () => {
  let server: EventStoreTestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startEventStoreTestServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    platform = await TestPlatform.start({ WATTLEDGER_EVENTSTORE_URL: server.connectionString });
  });
  afterEach(async () => {
    await platform.isProven();
    await platform.stop();
  });

  const charge = async (stationId: string) => {
    const station = await platform.connect(stationId);
    await station.get('BootNotification', { chargePointVendor: 'v', chargePointModel: 'm' });
    const { transactionId } = await station.get('StartTransaction', start16('TAG', 1_000, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 8_500, secondsFromNow(1)));
  };

  it('records what a station says before it is answered, and projects its sessions', async () => {
    await charge('es-1');
    expect(await platform.types('es-1')).toEqual([
      'StationConnected',
      'BootNotificationReceived',
      'StationAdmissionDecided',
      'BootNotificationAnswered',
      'StartTransactionReceived',
      'AuthorizationDecided',
      'StartTransactionAnswered',
      'StopTransactionReceived',
      'SessionPriced',
      'StopTransactionAnswered',
    ]);
    expect(await platform.sessions('es-1')).toMatchObject([{ state: 'ended', energyWh: 7_500 }]);
  });

  it('answers a station although the connection to the server breaks in between', async () => {
    server.dropAfterWrite(1);
    await charge('es-2');
    expect((await platform.types('es-2')).filter((type) => type === 'StartTransactionReceived')).toHaveLength(1);
    expect(await platform.sessions('es-2')).toMatchObject([{ state: 'ended', energyWh: 7_500 }]);
  });

  it('goes on where it was after a restart', async () => {
    await charge('es-3');
    await platform.restart();
    await charge('es-3');
    expect((await platform.types('es-3')).filter((type) => type === 'StationConnected')).toHaveLength(2);
    expect(await platform.sessions('es-3')).toMatchObject([{ energyWh: 7_500 }, { energyWh: 7_500 }]);
  });

  it('calls its rows up to date though the log ends with what no row is made of', async () => {
    await charge('es-4');
    await platform.caughtUp();
    await anchorLog(platform.store.ledger, platform.store.signingKey);
    expect(await platform.graphql('{ platform { projection { upToDate lagSeconds } } }')).toEqual({
      platform: { projection: { upToDate: true, lagSeconds: 0 } },
    });
    expect(await platform.metric('wattledger_projection_lag_positions')).toBe(0);
  });
});
