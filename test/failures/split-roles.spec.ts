import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres } from '@wattledger/event-log/testing';
import type { JsonObject } from '@wattledger/kernel';
import { ChargingDriver } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { wattledger } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { SplitPlatform } from '../support/split-platform.ts';
import { watch } from '../support/watched.ts';

describeWithPostgres('the roles in five processes', () => {
  let platform: SplitPlatform;
  beforeAll(async () => {
    platform = await SplitPlatform.start();
  });
  afterAll(() => platform.stop());

  const stores = () => ({
    WATTLEDGER_EVENTSTORE_URL: platform.eventStore.connectionString,
    WATTLEDGER_DATABASE_URL: platform.databaseUrl,
  });
  const sessionsAt = (stationId: string) =>
    `{ sessions(first: 5, filter: { stationIds: ["${stationId}"] }) { nodes { state token energyWh } } }`;
  const shown = (...nodes: JsonObject[]): JsonObject => ({ sessions: { nodes } });
  const drives = async (gateway: 0 | 1, stationId: string) =>
    new ChargingDriver(await RawStation.connect(`${platform.gateway(gateway)}/${stationId}`, ['ocpp2.0.1']));

  it('serve a station at one gateway, show its session, and tell whoever has subscribed', async () => {
    const driver = await drives(0, 'elm');
    await driver.starts('CARD-1', secondsFromNow(-60));
    await platform.answers(sessionsAt('elm'), shown({ state: 'ACTIVE', token: 'CARD-1', energyWh: 0 }));
    const sessions = watch(platform, 'subscription { sessionChanged(stationId: "elm") { state } }');
    await driver.ends(700, secondsFromNow(0));
    await sessions.told('the end of the session', (data) => JSON.stringify(data).includes('ENDED'));
    await sessions.end();
    await platform.answers(sessionsAt('elm'), shown({ state: 'ENDED', token: 'CARD-1', energyWh: 700 }));
  });

  it('carry a command from the API to the gateway that has the station, once', async () => {
    const station = await RawStation.connect(`${platform.gateway(1)}/oak`, ['ocpp1.6']);
    await station.get('Heartbeat', {});
    await platform.answers('{ station(id: "oak") { connected } }', { station: { connected: true } });
    await platform.asks('mutation { clearCache(stationId: "oak") { __typename } }');
    const call = await station.nextCall();
    expect(call.action).toBe('ClearCache');
    station.answer(call, { status: 'Accepted' });
    await platform.answers('{ commands(first: 5) { nodes { status answerStatus } } }', {
      commands: { nodes: [{ status: 'ACCEPTED', answerStatus: 'Accepted' }] },
    });
    expect(station.unexpected).toEqual([]);
  });

  it('have their rows compared and made anew beside them, and go on with the new ones', async () => {
    const compared = { code: 0, output: expect.stringMatching(/^OK {2}The rows of \d+ tables/) };
    expect(await wattledger(['rebuild', '--compare'], stores())).toMatchObject(compared);
    expect(await wattledger(['rebuild'], stores())).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Rebuilt from \d+ events/),
    });
    const driver = await drives(1, 'yew');
    await driver.starts('CARD-4', secondsFromNow(-60));
    await driver.ends(500, secondsFromNow(0));
    await platform.answers(sessionsAt('yew'), shown({ state: 'ENDED', token: 'CARD-4', energyWh: 500 }));
    await platform.answers(sessionsAt('elm'), shown({ state: 'ENDED', token: 'CARD-1', energyWh: 700 }));
    expect(await wattledger(['rebuild', '--compare'], stores())).toMatchObject(compared);
  });

  it('go on when either projector is killed: the other keeps the rows', async () => {
    await platform.kill(2);
    const driver = await drives(0, 'ash');
    await driver.starts('CARD-2', secondsFromNow(-60));
    await driver.ends(300, secondsFromNow(0));
    await platform.answers(sessionsAt('ash'), shown({ state: 'ENDED', token: 'CARD-2', energyWh: 300 }));
  });

  it('go on when a gateway is killed: its stations come to the other one, which knows what they had begun', async () => {
    const driver = await drives(0, 'fir');
    await driver.starts('CARD-3', secondsFromNow(-60));
    await platform.kill(0);
    await platform.answers('{ station(id: "fir") { connected } }', { station: { connected: false } });
    driver.comesBackOver(await RawStation.connect(`${platform.gateway(1)}/fir`, ['ocpp2.0.1']));
    await driver.ends(900, secondsFromNow(0));
    await platform.answers(sessionsAt('fir'), shown({ state: 'ENDED', token: 'CARD-3', energyWh: 900 }));
  });
});
