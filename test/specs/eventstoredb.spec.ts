import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { openReadModels } from '@wattledger/read-models';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const realServer = process.env['WATTLEDGER_TEST_EVENTSTORE_URL'];
const wherePossible = realServer === undefined ? describe.skip : describe;

/** The same platform, its log in EventStoreDB: a server of the repository that speaks its protocol. */
describe('the platform over EventStoreDB', () => {
  let server: EventStoreTestServer;
  beforeAll(async () => {
    server = await startEventStoreTestServer();
  });
  afterAll(() => server.stop());
  const platform = chargesOver(() => server.connectionString);

  it('answers a station although the connection to the server breaks in between', async () => {
    server.dropAfterWrite(1);
    const transactionId = await platform().charge('es-3');
    expect((await platform().typesOf('es-3')).filter((type) => type === 'StartTransactionReceived')).toHaveLength(1);
    expect(await platform().session('es-3', transactionId)).toEqual({ state: 'ended', energyWh: 7_500 });
  });
});

wherePossible('the platform over the real server that WATTLEDGER_TEST_EVENTSTORE_URL names (skipped while it is not set)', () => {
  chargesOver(() => realServer ?? '');
});

/** What holds over any server. */
function chargesOver(url: () => string) {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await TestPlatform.start({ WATTLEDGER_EVENTSTORE_URL: url() });
  });
  afterEach(() => platform.stop());

  const charge = async (stationId: string) => {
    const station = await platform.connect(stationId);
    await station.get('BootNotification', { chargePointVendor: 'v', chargePointModel: 'm' });
    const at = () => new Date().toISOString();
    const { transactionId } = await station.get('StartTransaction', {
      connectorId: 1,
      idTag: 'TAG',
      meterStart: 1_000,
      timestamp: at(),
    });
    await station.get('StopTransaction', { transactionId: Number(transactionId), meterStop: 8_500, timestamp: at() });
    return String(transactionId);
  };
  const typesOf = async (stationId: string) => {
    const types: string[] = [];
    for await (const { type } of platform.store.log.readStream(stationStream(stationId))) types.push(type);
    return types;
  };
  const session = async (stationId: string, transactionId: string) => {
    const rows = openReadModels(platform.folder);
    try {
      return await until(`the end of ${transactionId}`, () =>
        rows
          .selectFrom('sessions')
          .select(['state', 'energyWh'])
          .where('stationId', '=', stationId)
          .where('transactionId', '=', transactionId)
          .where('state', '=', 'ended')
          .executeTakeFirst(),
      );
    } finally {
      await rows.destroy();
    }
  };

  it('records what a station says before it is answered, and projects its sessions', async () => {
    const transactionId = await charge('es-1');
    expect(await typesOf('es-1')).toEqual([
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
    expect(await session('es-1', transactionId)).toEqual({ state: 'ended', energyWh: 7_500 });
  });

  it('goes on where it was after a restart', async () => {
    await charge('es-2');
    await platform.restart();
    const transactionId = await charge('es-2');
    expect((await typesOf('es-2')).filter((type) => type === 'StationConnected')).toHaveLength(2);
    expect(await session('es-2', transactionId)).toEqual({ state: 'ended', energyWh: 7_500 });
  });

  it('keeps chains that can be verified', async () => {
    await charge('es-4');
    expect(await verify(await verifiable(platform.store.log))).toMatchObject({ broken: undefined });
  });

  return () => ({ charge, typesOf, session });
}
