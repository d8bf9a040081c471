import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { openApi } from '../testing/index.ts';
import type { OpenedApi } from '../testing/index.ts';
import { complexityOf } from './complexity.ts';

const PAGE_SIZE = 50;

let api: OpenedApi;
let schema: GraphQLSchema;
beforeAll(async () => {
  api = await openApi();
  schema = api.app.get(GraphQLSchemaHost, { strict: false }).schema;
});
afterAll(() => api.close());

const costOf = (query: string, variables: Record<string, unknown> = {}): number =>
  complexityOf({ schema, document: parse(query), variables }, PAGE_SIZE);

describe('the complexity of a query', () => {
  it('is one for a field, and ten for a page', () => {
    expect(costOf('{ platform { version now } }')).toBe(3);
    expect(costOf('{ stations(first: 1) { nodes { id } } }')).toBe(10 + 2);
    expect(costOf('{ stations { nodes { id } } }')).toBe(10 + 2 * PAGE_SIZE);
  });

  it.each([
    'messageId: "no0"',
    'commandId: "7"',
    'types: ["BootNotificationReceived"]',
    'actions: ["Heartbeat"]',
    'direction: FROM_STATION',
    'recordedFrom: "2026-05-01T12:00:00Z"',
    'recordedBefore: "2026-05-01T12:00:00Z"',
    'stationId: "oak-1", types: ["StationConnected"]',
  ])('is that of a search where events are looked for by %s', (filter) => {
    expect(costOf(`{ events(first: 1, filter: { ${filter} }) { nodes { type } } }`)).toBe(500 + 2);
  });

  it('is that of a page where events are read from a place on', () => {
    for (const args of [
      '',
      ', afterPosition: 5',
      ', filter: {}',
      ', filter: { stationId: "oak-1" }',
      ', filter: { types: null }',
    ]) {
      expect(costOf(`{ events(first: 1${args}) { nodes { type } } }`)).toBe(10 + 2);
    }
    expect(costOf('{ events(first: 1, afterPosition: 5, filter: { stream: "station-oak-1" }) { nodes { type } } }')).toBe(502);
  });

  it('knows the filter of a variable', () => {
    const query = 'query ($filter: EventFilter) { events(first: 1, filter: $filter) { nodes { type } } }';
    expect(costOf(query, { filter: { messageId: 'no0' } })).toBe(502);
    expect(costOf(query, { filter: { stationId: 'oak-1' } })).toBe(12);
  });

  it('has fifty for every count, whatever the size of the page', () => {
    expect(costOf('{ stations(first: 200) { totalCount } }')).toBe(10 + 50);
    expect(costOf('{ stations(first: 200) { totalCount again: totalCount } }')).toBe(10 + 2 * 50);
    expect(costOf('{ stations(first: 10) { nodes { sessions(first: 5) { totalCount } } } }')).toBe(10 + 10 * (1 + 1 + 50));
  });

  it('is never made less by what hides or skips a count', () => {
    const hidden = '{ stations(first: 9) { ...counted } } fragment counted on StationConnection { totalCount }';
    expect(costOf(hidden)).toBeGreaterThanOrEqual(60);
    expect(costOf('{ stations(first: 9) { totalCount @skip(if: true) nodes { id } } }')).toBe(10 + 9 * 2);
    expect(costOf('{ stations(first: 0) { totalCount } }')).toBe(60);
  });

  it('has fifty for the exchanges that prove a session', () => {
    expect(costOf('{ sessions(first: 10) { nodes { events { type } } } }')).toBe(10 + 10 * (1 + 50 + 5));
  });
});
