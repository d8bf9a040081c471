import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres, startEventStoreTestServer, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer, PostgresTestServer } from '@wattledger/event-log/testing';
import type { JsonObject } from '@wattledger/kernel';
import { ChargingDriver } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { ask } from '../support/graphql.ts';
import { PlatformProgram, wattledger } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import type { Environment } from '../support/test-platform.ts';
import { until } from '../support/until.ts';
import { watch } from '../support/watched.ts';

const PROCESSES = ['gateway', 'gateway', 'projector', 'projector', 'api'] as const;

/** As in production: each role in a process and a folder of its own, over one EventStoreDB and one PostgreSQL. */
describeWithPostgres('the roles in five processes', () => {
  let eventStore: EventStoreTestServer;
  let postgres: PostgresTestServer;
  let stores: Environment;
  let folder: string;
  let programs: PlatformProgram[];
  const program = (index: number): PlatformProgram => {
    const found = programs[index];
    if (!found) throw new Error('There are five');
    return found;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-split-'));
    // The EventStoreDB is of this repository, whatever servers are named: programs have a whole log to themselves.
    [eventStore, postgres] = await Promise.all([startEventStoreTestServer(), startPostgresTestServer()]);
    stores = { WATTLEDGER_EVENTSTORE_URL: eventStore.connectionString, WATTLEDGER_DATABASE_URL: await postgres.database() };
    const shared = {
      ...stores,
      WATTLEDGER_MASTER_KEY: 'the master key that all of these processes share',
      WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
      WATTLEDGER_NODE_BEAT_SECONDS: '1',
      WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS: 'true',
    };
    programs = PROCESSES.map(
      (role, index) => new PlatformProgram(join(folder, String(index)), { ...shared, WATTLEDGER_ROLES: role }),
    );
    await Promise.all(programs.map((each) => each.start()));
  });
  afterAll(async () => {
    await Promise.all(programs.map((each) => each.end('SIGKILL')));
    await Promise.all([eventStore.stop(), postgres.close(), rm(folder, { recursive: true, force: true })]);
  });

  const asks = async (query: string): Promise<JsonObject> => {
    const { data, codes, messages } = await ask<JsonObject>(program(4), query, {}, ADMIN_KEY);
    if (codes.some((code) => code !== 'READ_MODELS_UNAVAILABLE')) throw new Error(messages.join());
    return data;
  };
  const answers = (query: string, wanted: JsonObject): Promise<true> =>
    until(`${query} to be ${JSON.stringify(wanted)}`, async () => JSON.stringify(await asks(query)) === JSON.stringify(wanted));
  const sessionsAt = (stationId: string) =>
    `{ sessions(first: 5, filter: { stationIds: ["${stationId}"] }) { nodes { state token energyWh } } }`;
  const shown = (...nodes: JsonObject[]): JsonObject => ({ sessions: { nodes } });
  const drives = async (gateway: number, stationId: string) =>
    new ChargingDriver(await RawStation.connect(`${program(gateway).ocppUrl}/${stationId}`, ['ocpp2.0.1']));

  it('serve a station at one gateway, show its session, and tell whoever has subscribed', async () => {
    const driver = await drives(0, 'elm');
    await driver.starts('CARD-1', secondsFromNow(-60));
    await answers(sessionsAt('elm'), shown({ state: 'ACTIVE', token: 'CARD-1', energyWh: 0 }));
    const sessions = watch(program(4), 'subscription { sessionChanged(stationId: "elm") { state } }');
    await driver.ends(700, secondsFromNow(0));
    await sessions.told('the end of the session', (data) => JSON.stringify(data).includes('ENDED'));
    await sessions.end();
    await answers(sessionsAt('elm'), shown({ state: 'ENDED', token: 'CARD-1', energyWh: 700 }));
  });

  it('carry a command from the API to the gateway that has the station, once', async () => {
    const station = await RawStation.connect(`${program(1).ocppUrl}/oak`, ['ocpp1.6']);
    await station.get('Heartbeat', {});
    await answers('{ station(id: "oak") { connected } }', { station: { connected: true } });
    await asks('mutation { clearCache(stationId: "oak") { __typename } }');
    const call = await station.nextCall();
    expect(call.action).toBe('ClearCache');
    station.answer(call, { status: 'Accepted' });
    await answers('{ commands(first: 5) { nodes { status answerStatus } } }', {
      commands: { nodes: [{ status: 'ACCEPTED', answerStatus: 'Accepted' }] },
    });
    expect(station.unexpected).toEqual([]);
  });

  it('have their rows compared and made anew beside them, and go on with the new ones', async () => {
    const compared = { code: 0, output: expect.stringMatching(/^OK {2}The rows of \d+ tables/) };
    expect(await wattledger(['rebuild', '--compare'], stores)).toMatchObject(compared);
    expect(await wattledger(['rebuild'], stores)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Rebuilt from \d+ events/),
    });
    const driver = await drives(1, 'yew');
    await driver.starts('CARD-4', secondsFromNow(-60));
    await driver.ends(500, secondsFromNow(0));
    await answers(sessionsAt('yew'), shown({ state: 'ENDED', token: 'CARD-4', energyWh: 500 }));
    await answers(sessionsAt('elm'), shown({ state: 'ENDED', token: 'CARD-1', energyWh: 700 }));
    expect(await wattledger(['rebuild', '--compare'], stores)).toMatchObject(compared);
  });

  it('go on when either projector is killed: the other keeps the rows', async () => {
    await program(2).end('SIGKILL');
    const driver = await drives(0, 'ash');
    await driver.starts('CARD-2', secondsFromNow(-60));
    await driver.ends(300, secondsFromNow(0));
    await answers(sessionsAt('ash'), shown({ state: 'ENDED', token: 'CARD-2', energyWh: 300 }));
  });

  it('go on when a gateway is killed: its stations come to the other one, which knows what they had begun', async () => {
    const driver = await drives(0, 'fir');
    await driver.starts('CARD-3', secondsFromNow(-60));
    await program(0).end('SIGKILL');
    await answers('{ station(id: "fir") { connected } }', { station: { connected: false } });
    driver.comesBackOver(await RawStation.connect(`${program(1).ocppUrl}/fir`, ['ocpp2.0.1']));
    await driver.ends(900, secondsFromNow(0));
    await answers(sessionsAt('fir'), shown({ state: 'ENDED', token: 'CARD-3', energyWh: 900 }));
  });
});
