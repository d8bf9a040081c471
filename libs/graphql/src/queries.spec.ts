import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STORY_BEGIN } from '@wattledger/read-models/testing';
import { beginCharging, bootStation, charge, openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi({ maxEventsSearched: 40 });
  const oak = await bootStation(api, 'oak-1');
  await charge(api, oak, { transactionId: '1', minutes: 30, token: 'CARD-1' });
  oak.after(60);
  await beginCharging(api, oak, '2', 55);
  const elm = await bootStation(api, 'elm-1');
  await charge(api, elm, { transactionId: '1', minutes: 2, token: 'CARD-1' });
  elm.after(600).disconnects();
  await elm.record(api.ledger);
  await bootStation(api, 'fir-1');
  await api.project();
});
afterAll(() => api.close());

const dataOf = async (query: string, key?: string) => {
  const { data, errors } = await api.ask(query, {}, key);
  expect(errors).toBeUndefined();
  return data;
};

describe('stations', () => {
  it('are found by what they are and how they do', async () => {
    const found = (filter: string) => dataOf(`{ stations(filter: ${filter}) { nodes { id } } }`);
    const are = (...ids: string[]) => ({ stations: { nodes: ids.map((id) => ({ id })) } });
    expect(await found('{ connected: true }')).toEqual(are('fir-1', 'oak-1'));
    expect(await found('{ connected: false }')).toEqual(are('elm-1'));
    expect(await found('{ idPrefix: "o" }')).toEqual(are('oak-1'));
    expect(await found('{ ids: ["oak-1", "elm-1", "nobody"] }')).toEqual(are('elm-1', 'oak-1'));
    expect(await found('{ ids: [] }')).toEqual(are());
    expect(await found('{ ocppVersion: "1.6", vendor: "Acme", model: "Wall" }')).toEqual(are('elm-1', 'fir-1', 'oak-1'));
    expect(await found('{ ocppVersion: "2.1" }')).toEqual(are());
    expect(await found('{ seenFrom: "2026-05-01T12:10:00Z" }')).toEqual(are('oak-1'));
    expect(await found('{ seenBefore: "2026-05-01T12:10:00Z" }')).toEqual(are('elm-1', 'fir-1'));
  });

  it('show their connectors, the session there and the newest battery reading', async () => {
    const query = `{ station(id: "oak-1") {
      vendor connected bootedAt
      connectors { evseId connectorId currentSession { id state } battery { id stateOfChargePercent powerW session { id } }
        readings { measurand location value unit } }
      activeSessions { id }
    } }`;
    expect(await dataOf(query)).toMatchObject({
      station: {
        vendor: 'Acme',
        connected: true,
        bootedAt: STORY_BEGIN,
        connectors: [
          {
            evseId: 1,
            connectorId: 1,
            currentSession: { id: 'oak-1:2', state: 'ACTIVE' },
            battery: { id: 'oak-1:2', stateOfChargePercent: 55, powerW: 11_000, session: { id: 'oak-1:2' } },
            readings: expect.arrayContaining([{ measurand: 'SoC', location: 'EV', value: 55, unit: 'Percent' }]),
          },
        ],
        activeSessions: [{ id: 'oak-1:2' }],
      },
    });
  });

  it('that the log has never heard of are nothing', async () => {
    expect(await dataOf('{ station(id: "nobody") { id } }')).toEqual({ station: null });
  });

  it('cost the same few statements, however many there are', async () => {
    const query = `{ stations(first: 50, filter: { ids: ["oak-1"] }) { totalCount nodes { id
      connectors { status currentSession { id station { id } battery { powerW } } battery { stateOfChargePercent curve(maxPoints: 2) { measuredPoints } } }
      activeSessions { id } sessions(first: 2) { nodes { id battery { powerW } } } commands(first: 1) { nodes { id } } } } }`;
    const statementsOf = async (wanted: string) => {
      api.statements.length = 0;
      await dataOf(wanted);
      return api.statements.length;
    };
    const forOne = await statementsOf(query);
    // A database that answers in another order may part one statement into two; one more for each station would be two more.
    expect(await statementsOf(query.replace('ids: ["oak-1"]', 'idPrefix: ""'))).toBeLessThanOrEqual(forOne + 1);
    expect(forOne).toBeLessThanOrEqual(14);
  });

  it('tell what was said how often', async () => {
    const query = `{ messageStatistics(filter: { stationIds: ["elm-1"], actions: ["StartTransaction"] }) { nodes { kind direction messages } } }`;
    expect(await dataOf(query)).toEqual({
      messageStatistics: {
        nodes: [
          { kind: 'call', direction: 'FROM_STATION', messages: 1 },
          { kind: 'result', direction: 'TO_STATION', messages: 1 },
        ],
      },
    });
  });
});

describe('sessions', () => {
  it('are found by state, station, time and driver', async () => {
    const found = (filter: string) => dataOf(`{ sessions(filter: ${filter}, orderBy: ID_ASC) { nodes { id } } }`);
    const are = (...ids: string[]) => ({ sessions: { nodes: ids.map((id) => ({ id })) } });
    expect(await found('{ states: [ACTIVE] }')).toEqual(are('oak-1:2'));
    expect(await found('{ states: [ENDED], stationIds: ["elm-1"] }')).toEqual(are('elm-1:1'));
    expect(await found('{ startedFrom: "2026-05-01T12:31:00Z" }')).toEqual(are('oak-1:2'));
    expect(await found('{ endedFrom: "2026-05-01T12:00:00Z", endedBefore: "2026-05-01T12:10:00Z" }')).toEqual(are('elm-1:1'));
    const subject = api.sealer.subjectOf('CARD-1');
    expect(await found(`{ tokenSubject: "${subject}" }`)).toEqual(are('elm-1:1', 'oak-1:1'));
  });

  it('show the events that prove them, whose difference is the energy', async () => {
    const query = `{ session(id: "oak-1:1") { energyWh meterStartWh meterStopWh events { type payload } } }`;
    const { session } = await dataOf(query);
    expect(session).toEqual({
      energyWh: 5_500,
      meterStartWh: 1_000,
      meterStopWh: 6_500,
      events: [
        { type: 'StartTransactionReceived', payload: expect.objectContaining({ meterStart: 1_000 }) },
        { type: 'StartTransactionAnswered', payload: expect.objectContaining({ transactionId: 1 }) },
        { type: 'StopTransactionReceived', payload: expect.objectContaining({ meterStop: 6_500 }) },
      ],
    });
  });

  it('show the token to those who may read it, and a pseudonym to the others', async () => {
    const query = '{ session(id: "oak-1:1") { token tokenSubject events { payload } } }';
    const pseudonym = `subject:${api.sealer.subjectOf('CARD-1')}`;
    for (const role of ['admin', 'operator', 'auditor'] as const) {
      expect(await dataOf(query, api.keys[role])).toMatchObject({
        session: { token: 'CARD-1', events: [{ payload: { idTag: 'CARD-1' } }, {}, { payload: { idTag: 'CARD-1' } }] },
      });
    }
    expect(await dataOf(query, api.keys.integrator)).toMatchObject({
      session: {
        token: pseudonym,
        tokenSubject: pseudonym.slice(8),
        events: [{ payload: { idTag: pseudonym } }, {}, { payload: { idTag: pseudonym } }],
      },
    });
    expect(JSON.stringify(await dataOf(query, api.keys.integrator))).not.toContain('sealed:');
  });
});

describe('a battery', () => {
  it('is found by its id, its session or its place', async () => {
    const battery = { id: 'oak-1:2', stateOfChargePercent: 55 };
    for (const which of [
      'id: "oak-1:2"',
      'sessionId: "oak-1:2"',
      'stationId: "oak-1", evseId: 1',
      'stationId: "oak-1", evseId: 1, connectorId: 1',
    ]) {
      expect(await dataOf(`{ battery(${which}) { id stateOfChargePercent } }`)).toEqual({ battery });
    }
    expect(await dataOf('{ battery(stationId: "fir-1", evseId: 1) { id } }')).toEqual({ battery: null });
    for (const which of ['stationId: "oak-1"', 'id: "a", sessionId: "b"']) {
      expect((await api.ask(`{ battery(${which}) { id } }`)).errors).toMatchObject([
        { extensions: { code: 'ARGUMENTS_INVALID' } },
      ]);
    }
  });

  it('shows how it was charged, with measured points only', async () => {
    const curve = (args: string) =>
      `{ battery(id: "oak-1:1") { curve${args} { measuredPoints thinned points { at stateOfChargePercent powerW } } } }`;
    const whole = await api.ask<{ battery: { curve: { points: { at: string }[] } } }>(curve(''));
    expect(whole.data.battery.curve).toMatchObject({ measuredPoints: 30, thinned: false });
    const { points } = whole.data.battery.curve;
    const thinned = await api.ask<{ battery: { curve: { points: { at: string }[] } } }>(curve('(maxPoints: 10)'));
    expect(thinned.data.battery.curve).toMatchObject({ measuredPoints: 30, thinned: true });
    expect(thinned.data.battery.curve.points.length).toBeLessThanOrEqual(10);
    expect(points).toEqual(expect.arrayContaining(thinned.data.battery.curve.points));
    const some = await api.ask(curve('(from: "2026-05-01T12:05:00Z", before: "2026-05-01T12:10:00Z")'));
    expect(some.data).toMatchObject({ battery: { curve: { measuredPoints: 5 } } });
    expect((await api.ask(curve('(maxPoints: 1)'))).errors).toMatchObject([{ extensions: { code: 'ARGUMENTS_INVALID' } }]);
  });

  it('is listed among those that charge', async () => {
    expect(await dataOf('{ batteries(filter: { charging: true }) { nodes { id } } }')).toEqual({
      batteries: { nodes: [{ id: 'oak-1:2' }] },
    });
    expect(await dataOf('{ batteries(filter: { charging: false }, orderBy: ID_ASC) { nodes { id } } }')).toEqual({
      batteries: { nodes: [{ id: 'elm-1:1' }, { id: 'oak-1:1' }] },
    });
  });
});

describe('events', () => {
  interface Events {
    events: {
      nodes: { type: string; position: string; revision: number }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  const walk = async (args: string) => {
    const found: Events['events']['nodes'] = [];
    for (let after = ''; ;) {
      const { data } = await api.ask<Events>(
        `{ events(first: 7, ${args}${after}) { nodes { type position revision } pageInfo { hasNextPage endCursor } } }`,
      );
      found.push(...data.events.nodes);
      if (!data.events.pageInfo.hasNextPage) return found;
      after = `, after: "${data.events.pageInfo.endCursor}"`;
    }
  };

  it('of the whole log, of a station and of a type are each shown once, in order, and in the reverse of it', async () => {
    const filters = [
      '',
      'filter: { stationId: "oak-1" }, ',
      'filter: { types: ["MeterValuesReceived"] }, ',
      'filter: { stationId: "elm-1", actions: ["StopTransaction"], direction: FROM_STATION }, ',
      'filter: { stream: "station-fir-1" }, ',
      'filter: { actions: ["StartTransaction"] }, ',
    ];
    for (const filter of filters) {
      const forwards = await walk(`${filter}orderBy: OLDEST_FIRST`);
      const positions = forwards.map(({ position }) => Number(position));
      expect(positions.length).toBeGreaterThan(0);
      expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
      expect(await walk(`${filter}orderBy: NEWEST_FIRST`)).toEqual([...forwards].reverse());
    }
    const all = await walk('orderBy: OLDEST_FIRST');
    expect(all.length).toBe((await api.ledger.log.head()) + 1);
  });

  it('are found by time, in a search that ends where the time does', async () => {
    expect(await walk('filter: { recordedBefore: "2020-01-01T00:00:00Z" }')).toEqual([]);
    expect(await walk('filter: { recordedFrom: "2020-01-01T00:00:00Z", types: ["StationConnected"] }')).toHaveLength(3);
  });

  it('begin behind a position', async () => {
    const { data } = await api.ask<Events>(
      '{ events(first: 2, afterPosition: "9") { nodes { position type revision } pageInfo { hasNextPage endCursor } } }',
    );
    expect(data.events.nodes.map(({ position }) => position)).toEqual(['10', '11']);
  });

  it('share what one request may look at, and each search gets on by one event at least', async () => {
    const search = (name: string) =>
      `${name}: events(filter: { messageId: "nobody" }) { nodes { id } pageInfo { hasNextPage endCursor } }`;
    const { data } = await api.ask<Record<'first' | 'second' | 'third', Events['events']>>(
      `{ ${search('first')} ${search('second')} ${search('third')} }`,
    );
    expect(data.first).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
    const reached = await Promise.all(
      Object.values(data).map(async ({ pageInfo }) => {
        const next = await api.ask<Events>(`{ events(first: 1, after: "${pageInfo.endCursor}") { nodes { position } } }`);
        return Number(next.data.events.nodes[0]?.position);
      }),
    );
    expect(reached.every((position) => position >= 1)).toBe(true);
    expect(reached.reduce((sum, position) => sum + position)).toBeLessThanOrEqual(40 + 2);
  });

  it('of a type that nobody recorded are looked for in steps, too', async () => {
    const { events } = await dataOf('{ events(filter: { types: ["NeverHappened"] }) { nodes { id } pageInfo { hasNextPage } } }');
    expect(events).toEqual({ nodes: [], pageInfo: { hasNextPage: true } });
  });

  it('are shown as they lie in the log', async () => {
    const query = `{ event(stream: "station-oak-1", revision: 1) {
      id stream revision position type direction ocppVersion action messageId connectionEpoch receivedAt recordedAt flags hash previousHash payload storedData storedMetadata
    } }`;
    const { event } = await dataOf(query);
    expect(event).toMatchObject({
      stream: 'station-oak-1',
      revision: 1,
      type: 'BootNotificationReceived',
      direction: 'FROM_STATION',
      ocppVersion: '1.6',
      action: 'BootNotification',
      messageId: 'oak-1-1',
      connectionEpoch: 1,
      receivedAt: STORY_BEGIN,
      flags: [],
      payload: { chargePointVendor: 'Acme' },
      hash: expect.stringMatching(/^[\w-]{43}$/),
      previousHash: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await dataOf('{ event(stream: "station-oak-1", revision: 9999) { id } }')).toEqual({ event: null });
    expect(await dataOf('{ event(stream: "station-oak-1", revision: -1) { id } }')).toEqual({ event: null });
  });
});

describe('the platform', () => {
  it('tells how far its rows are', async () => {
    const head = String(await api.ledger.log.head());
    expect(
      await dataOf('{ platform { version logHead projection { checkpoint upToDate lagSeconds parked { projection } } } }'),
    ).toEqual({
      platform: { version: '0.0.0', logHead: head, projection: { checkpoint: head, upToDate: true, lagSeconds: 0, parked: [] } },
    });
  });
});
