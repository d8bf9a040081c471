import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { readModelsFile } from '@wattledger/read-models';
import Database from 'better-sqlite3';
import { GraphQLObjectType } from 'graphql';
import { bootStation, openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

/** How often a query is asked so that it has been interpreted and compiled. */
const OFTEN = 15;

describe('numbers that a station made up', () => {
  let api: OpenedApi;
  beforeAll(async () => {
    api = await openApi();
    for (const stationId of ['huge-1', 'oak-1', 'part-1']) await bootStation(api, stationId);
    await api.project();
    const rows = new Database(readModelsFile(api.folder));
    rows.exec(`
      update connectors set evseId = 5000000000, connectorId = 5000000000, reservationId = -5000000000 where stationId = 'huge-1';
      update connectors set evseId = 1.5, connectorId = 1e300, reservationId = 0.1 where stationId = 'part-1';
      update stations set clockSkewMs = 99999999999, heartbeatSeconds = 1e12 where stationId = 'huge-1';
      update stations set clockSkewMs = 0.5, heartbeatSeconds = 0.5 where stationId = 'part-1'`);
    rows.close();
  });
  afterAll(() => api.close());

  it('are shown as they are, and the rows of others beside them', async () => {
    for (let time = 0; time < OFTEN; time += 1) {
      const { data, errors } = await api.ask(
        '{ connectors { nodes { stationId evseId connectorId reservationId } } stations { nodes { id clockSkewMs heartbeatSeconds } } }',
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        connectors: {
          nodes: [
            { stationId: 'huge-1', evseId: 5e9, connectorId: 5e9, reservationId: -5e9 },
            { stationId: 'oak-1', evseId: 1, connectorId: 1, reservationId: null },
            { stationId: 'part-1', evseId: 1.5, connectorId: 1e300, reservationId: 0.1 },
          ],
        },
        stations: {
          nodes: [
            { id: 'huge-1', clockSkewMs: 99_999_999_999, heartbeatSeconds: 1e12 },
            { id: 'oak-1', clockSkewMs: null, heartbeatSeconds: 300 },
            { id: 'part-1', clockSkewMs: 0.5, heartbeatSeconds: 0.5 },
          ],
        },
      });
    }
  });
});

describe('a value that its type cannot show', () => {
  it.each([
    ['interpreted', 1],
    ['compiled', OFTEN],
  ])('is a fault of the platform in a query that is %s, told by an id only', async (_, times) => {
    const api = await openApi();
    try {
      const { schema } = api.app.get(GraphQLSchemaHost, { strict: false });
      const platform = schema.getType('Platform');
      if (!(platform instanceof GraphQLObjectType)) throw new Error('there is no platform');
      const version = platform.getFields()['version'];
      if (!version) throw new Error('it has no version');
      version.resolve = () => ({ secret: 'not a text' });
      for (let time = 0; time < times; time += 1) {
        const { errors } = await api.ask('{ platform { version } }');
        expect(errors).toMatchObject([
          {
            message: 'Something broke in the platform.',
            path: ['platform', 'version'],
            extensions: { code: 'INTERNAL_ERROR', errorId: expect.any(String) },
          },
        ]);
      }
      expect(api.failures).toHaveLength(times);
    } finally {
      await api.close();
    }
  });

  it('is not confused with an argument that a variable leaves empty', async () => {
    const api = await openApi();
    try {
      for (let time = 0; time < OFTEN; time += 1) {
        const { errors } = await api.ask('query ($max: Int = 5) { battery(id: "x") { curve(maxPoints: $max) { thinned } } }', {
          max: null,
        });
        expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('INTERNAL_ERROR');
        const events = await api.ask('query ($order: EventOrder = NEWEST_FIRST) { events(orderBy: $order) { nodes { id } } }', {
          order: null,
        });
        expect(events.errors).toMatchObject([{ extensions: { code: 'REQUEST_INVALID' } }]);
      }
      expect(api.failures).toEqual([]);
    } finally {
      await api.close();
    }
  });
});
