import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MasterKey, PostgresKeyStore, Sealer } from '@wattledger/event-log';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import { ChargingDriver } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { ask } from '../support/graphql.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';
import { watch } from '../support/watched.ts';

const MASTER_KEY = 'the-master-key-of-this-spec-is-long-enough';

interface ShownSession {
  readonly state: string;
  readonly token: string | null;
  readonly energyWh: number | null;
}

describeWithPostgres('a platform with a database', () => {
  let server: PostgresTestServer;
  let url: string;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startPostgresTestServer();
    url = await server.database();
    platform = await TestPlatform.start({
      WATTLEDGER_DATABASE_URL: url,
      WATTLEDGER_MASTER_KEY: MASTER_KEY,
      WATTLEDGER_RECORD_TIMEOUT_SECONDS: '2',
    });
  });
  afterAll(async () => {
    await platform.stop();
    await server.close();
  });

  const QUERY = `query ($stationId: String!) { sessions(filter: { stationIds: [$stationId] }, first: 10) { edges { node { state token energyWh } } } }`;
  const sessionOf = async (stationId: string): Promise<ShownSession | undefined> => {
    const { data, codes, messages } = await ask<{ sessions?: { edges: { node: ShownSession }[] } | null }>(
      platform,
      QUERY,
      { stationId },
      ADMIN_KEY,
    );
    if (codes.some((code) => code !== 'READ_MODELS_UNAVAILABLE')) throw new Error(messages.join());
    return data.sessions?.edges[0]?.node;
  };
  const sessionIs = (stationId: string, wanted: Partial<ShownSession>): Promise<ShownSession> =>
    until(`the session at ${stationId} to be ${JSON.stringify(wanted)}`, async () => {
      const session = await sessionOf(stationId);
      const names = Object.keys(wanted) as (keyof ShownSession)[];
      return session && names.every((name) => session[name] === wanted[name]) ? session : undefined;
    });

  it('shows a session, tells whoever has subscribed, and shows it still after a restart', async () => {
    const sessions = watch(platform, 'subscription { sessionChanged(stationId: "shown") { state } }');
    const driver = new ChargingDriver(await platform.connect('shown'));
    expect(await driver.starts('DRIVER-SHOWN', secondsFromNow(0))).toBe('Accepted');
    await driver.ends(700, secondsFromNow(1));
    const ended = await sessionIs('shown', { state: 'ENDED', token: 'DRIVER-SHOWN', energyWh: 700 });
    await sessions.told('the end of the session', (data) => JSON.stringify(data).includes('ENDED'));
    await sessions.end();
    await platform.restart();
    expect(await sessionIs('shown', { state: 'ENDED' })).toEqual(ended);
  });

  it('can no longer read whom another process has erased', async () => {
    const driver = new ChargingDriver(await platform.connect('erased'));
    await driver.starts('DRIVER-ERASED', secondsFromNow(0));
    await driver.ends(100, secondsFromNow(1));
    await sessionIs('erased', { state: 'ENDED', token: 'DRIVER-ERASED' });
    const masterKey = new MasterKey(MASTER_KEY);
    const keys = await PostgresKeyStore.open({ url, masterKey });
    const elsewhere = new Sealer(masterKey, keys);
    await elsewhere.erase('DRIVER-ERASED');
    await sessionIs('erased', { token: `subject:${elsewhere.subjectOf('DRIVER-ERASED')}` });
    expect(await sessionOf('shown')).toMatchObject({ token: 'DRIVER-SHOWN' });
    await keys.close();
  });

  it('charges on for whom it knows while the database is away, and answers no stranger before their key is safe', async () => {
    if (!server.power) return;
    const known = new ChargingDriver(await platform.connect('known'));
    await known.starts('DRIVER-KNOWN', secondsFromNow(0));
    const stranger = await platform.connect('stranger');
    await stranger.get('Heartbeat', {});
    await server.power.off();

    await known.ends(300, secondsFromNow(1));
    expect(await known.starts('DRIVER-KNOWN', secondsFromNow(2), 300)).toBe('Accepted');
    stranger.say('[2,"a","Authorize",{"idTag":"STRANGER"}]');
    expect((await stranger.closed()).code).toBe(1013);
    expect(stranger.wire.filter(({ text }) => /^\[[34],"a"/.test(text))).toEqual([]);

    await server.power.on();
    await known.ends(900, secondsFromNow(3));
    await sessionIs('known', { state: 'ENDED' });
    const back = new ChargingDriver(await platform.connect('stranger'));
    expect(await back.starts('STRANGER', secondsFromNow(0))).toBe('Accepted');
    await sessionIs('stranger', { token: 'STRANGER' });
  });
});
