import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import type { StationStory } from '@wattledger/read-models/testing';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { beginCharging, bootStation, meter, openApi } from '../testing/index.ts';
import type { OpenedApi } from '../testing/index.ts';

let api: OpenedApi;
let url: string;
let oak: StationStory;
let elm: StationStory;
const clients: Client[] = [];

beforeAll(async () => {
  api = await openApi({ maxSubscriptionsPerSocket: 3 });
  url = await api.listen();
  oak = await bootStation(api, 'oak-1');
  elm = await bootStation(api, 'elm-1');
  await beginCharging(api, oak, '1', 40);
  await api.project();
});
afterAll(async () => {
  for (const client of clients) await client.dispose();
  await api.close();
});

const connect = (connectionParams: Record<string, unknown>) => {
  const closed = Promise.withResolvers<number>();
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
    on: { closed: (event) => closed.resolve((event as CloseEvent).code) },
  });
  clients.push(client);
  return { client, closed: closed.promise };
};
const asAdmin = () => connect({ authorization: `Bearer ${api.keys.admin}` }).client;

type Iteration = AsyncIterableIterator<{ data?: JsonObject | null; errors?: unknown }>;
const subscribe = (query: string, client = asAdmin()): Iteration => client.iterate<JsonObject>({ query }) as Iteration;
const next = async (iteration: Iteration) => ((await iteration.next()).value as { data: JsonObject }).data;
/** A subscription to rows has begun when it listens, and has ended when it no longer does. */
const listening = async (count: number) => {
  while (api.rowChanges.listening !== count) await new Promise((resolve) => setImmediate(resolve));
};

describe('a subscription to rows', () => {
  afterEach(() => listening(0));

  it('tells of a station as it is now, and then as it changes', async () => {
    const stations = subscribe('subscription { stationChanged(stationId: "elm-1") { id connected connectors { status } } }');
    expect(await next(stations)).toEqual({
      stationChanged: { id: 'elm-1', connected: true, connectors: [{ status: 'Available' }] },
    });
    elm.disconnects();
    await elm.record(api.ledger);
    await api.project();
    expect(await next(stations)).toMatchObject({ stationChanged: { connected: false } });
    await stations.return?.();
  });

  it('tells of a charging battery and of its session', async () => {
    const batteries = subscribe(
      'subscription { batteryChanged(stationId: "oak-1") { id stateOfChargePercent session { energyWh } } }',
    );
    const sessions = subscribe('subscription { sessionChanged(sessionId: "oak-1:1") { socLatest } }');
    const [battery, session] = [next(batteries), next(sessions)];
    expect(await session).toEqual({ sessionChanged: { socLatest: 40 } });
    await listening(2);
    const changed = next(sessions);
    await meter(api, oak, '1', 2_000, 41);
    await api.project();
    expect(await battery).toEqual({ batteryChanged: { id: 'oak-1:1', stateOfChargePercent: 41, session: { energyWh: 1_000 } } });
    expect(await changed).toEqual({ sessionChanged: { socLatest: 41 } });
    await batteries.return?.();
    await sessions.return?.();
  });

  it('tells whoever reads slowly the newest state, not every one', async () => {
    const sessions = subscribe('subscription { sessionChanged(sessionId: "oak-1:1") { socLatest } }');
    await next(sessions);
    for (let percent = 42; percent <= 50; percent += 1) await meter(api, oak, '1', percent * 100, percent);
    await api.project();
    expect(await next(sessions)).toEqual({ sessionChanged: { socLatest: 50 } });
    await sessions.return?.();
  });

  it('tells what becomes of a command', async () => {
    const { data } = await api.ask<{ resetStation: { commandId: string } }>(
      'mutation { resetStation(stationId: "oak-1") { ... on CommandTaken { commandId } } }',
    );
    const { commandId } = data.resetStation;
    await api.project();
    const commands = subscribe(`subscription { commandChanged(commandId: "${commandId}") { status answerStatus } }`);
    expect(await next(commands)).toEqual({ commandChanged: { status: 'REQUESTED', answerStatus: null } });
    const sent = oak.isSent('Reset', { type: 'Soft' }, commandId);
    await oak.record(api.ledger);
    await api.project();
    expect(await next(commands)).toMatchObject({ commandChanged: { status: 'SENT' } });
    await oak.answers(sent, { status: 'Accepted' }).record(api.ledger);
    await api.project();
    expect(await next(commands)).toEqual({ commandChanged: { status: 'ACCEPTED', answerStatus: 'Accepted' } });
    await commands.return?.();
  });

  it('looks at the table when too many rows have changed to be listed', async () => {
    const stations = subscribe('subscription { stationChanged { id } }');
    const first = next(stations);
    await listening(1);
    api.rowChanges.tell([{ table: 'stations', keys: 'many' }]);
    expect([await first, await next(stations)]).toEqual([
      { stationChanged: { id: 'elm-1' } },
      { stationChanged: { id: 'oak-1' } },
    ]);
    await stations.return?.();
  });

  it('looks for what is wanted of it only', async () => {
    const sessions = subscribe('subscription { sessionChanged(stationId: "oak-1") { stationId } }');
    const first = next(sessions);
    await listening(1);
    api.rowChanges.tell([{ table: 'sessions', keys: 'many' }]);
    expect(await first).toEqual({ sessionChanged: { stationId: 'oak-1' } });
    await sessions.return?.();
  });
});

describe('a subscription to events', () => {
  it('tells the history behind a position, then what is recorded, without a gap', async () => {
    const position = await api.ledger.log.head();
    const query = `subscription { events(filter: { stationId: "oak-1", actions: ["Heartbeat"] }, afterPosition: "${position}") { position type } }`;
    oak.calls('Heartbeat', {}, { currentTime: oak.now });
    await oak.record(api.ledger);
    const events = subscribe(query);
    expect(await next(events)).toEqual({ events: { position: String(position + 1), type: 'HeartbeatReceived' } });
    expect(await next(events)).toMatchObject({ events: { type: 'HeartbeatAnswered' } });
    const live = next(events);
    oak.calls('Heartbeat', {}, { currentTime: oak.now });
    await oak.record(api.ledger);
    expect(await live).toEqual({ events: { position: String(position + 3), type: 'HeartbeatReceived' } });
    await events.return?.();
    const resumed = subscribe(query.replace(`"${position}"`, `"${position + 3}"`));
    expect(await next(resumed)).toEqual({ events: { position: String(position + 4), type: 'HeartbeatAnswered' } });
    await resumed.return?.();
  });

  it('shows personal data to those who may read it only', async () => {
    const query = 'subscription { events(filter: { types: ["StartTransactionReceived"] }, afterPosition: "-1") { payload } }';
    const { client } = connect({ apiKey: api.keys.integrator });
    expect(await next(subscribe(query))).toMatchObject({ events: { payload: { idTag: 'CARD-2' } } });
    expect(await next(subscribe(query, client))).toMatchObject({
      events: { payload: { idTag: expect.stringMatching(/^subject:/) } },
    });
  });
});

describe('a web socket', () => {
  it.each([
    ['no key', {}],
    ['an unknown key', { Authorization: 'Bearer wl_00000000_aaaaaaaaaaaaaaaaaaaaaaaa' }],
  ])('with %s is closed', async (_, params) => {
    const { client, closed } = connect(params);
    const iteration = subscribe('subscription { stationChanged { id } }', client);
    await expect(iteration.next()).rejects.toMatchObject({ code: 4403 });
    expect(await closed).toBe(4403);
  });

  it('is closed when its key is revoked', async () => {
    const { keyId, key } = await api.access.createApiKey({ name: 'short-lived', role: 'auditor', createdBy: 'spec' });
    const { client, closed } = connect({ authorization: `bearer ${key}` });
    const events = subscribe('subscription { events(filter: { stationId: "oak-1" }, afterPosition: "-1") { type } }', client);
    await next(events);
    await api.access.revokeApiKey(keyId, 'spec');
    expect(await closed).toBe(4403);
  });

  it('answers no queries and no nonsense', async () => {
    const refused = async (query: string) => subscribe(query).next();
    await expect(refused('{ platform { version } }')).rejects.toMatchObject([{ extensions: { code: 'SUBSCRIPTION_ONLY' } }]);
    await expect(refused('subscription { nothing }')).rejects.toMatchObject([{ extensions: { code: 'REQUEST_INVALID' } }]);
    await expect(refused('nonsense')).rejects.toMatchObject([{ extensions: { code: 'REQUEST_INVALID' } }]);
    await expect(refused('subscription { events { ...a } } fragment a on Event { ...a }')).rejects.toMatchObject([
      { extensions: { code: 'REQUEST_INVALID' } },
    ]);
  });

  it('carries a limited number of subscriptions', async () => {
    const client = asAdmin();
    const query = 'subscription { events(afterPosition: "-1") { type } }';
    for (let count = 0; count < 3; count += 1) await next(subscribe(query, client));
    await expect(subscribe(query, client).next()).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  });

  it.each([
    ['1009 for a message that is too large', `{"type":"ping","payload":{"x":"${'x'.repeat(300_000)}"}}`, 1009],
    ['4400 for a message that is none', 'nonsense', 4400],
    [
      '4401 for a subscription before it was let in',
      '{"type":"subscribe","id":"1","payload":{"query":"subscription{events{id}}"}}',
      4401,
    ],
  ])('is closed with %s', async (_, message, code) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    socket.on('open', () => socket.send(message));
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(code);
  });

  it('on another path is refused', async () => {
    const socket = new WebSocket(url.replace('/graphql', '/elsewhere'), 'graphql-transport-ws');
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('404');
  });

  it('leaves nothing in the error log', () => expect(api.failures).toEqual([]));
});
