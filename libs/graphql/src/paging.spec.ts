import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginCharging, bootStation, charge, openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

const STATIONS = 23;

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi();
  for (let number = 0; number < STATIONS; number += 1) {
    const story = await bootStation(api, `${number % 3 === 0 ? 'oak' : 'elm'}-${number}`);
    story.after(number % 5);
    if (number % 2 === 0) await charge(api, story, { transactionId: '1', minutes: 1 });
    if (number % 3 !== 0) await beginCharging(api, story, '2');
    if (number % 7 === 0) story.disconnects();
    await story.record(api.ledger);
  }
  await api.project();
});
afterAll(() => api.close());

interface List {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  readonly totalCount: number;
}

const page = async (list: string, args: string): Promise<List> => {
  const fields = 'nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';
  const { data, errors } = await api.ask<Record<string, List>>(`{ ${list}(${args}) { ${fields} } }`);
  expect(errors).toBeUndefined();
  const found = data[list];
  if (!found) throw new Error(`no ${list}`);
  return found;
};

const idsOf = ({ nodes }: List) => nodes.map(({ id }) => id);

async function walkForwards(list: string, orderBy: string, size: number): Promise<string[]> {
  const ids: string[] = [];
  let after = '';
  for (;;) {
    const found = await page(list, `orderBy: ${orderBy}, first: ${size}${after}`);
    expect(found.nodes.length).toBeLessThanOrEqual(size);
    ids.push(...idsOf(found));
    if (!found.pageInfo.hasNextPage) return ids;
    after = `, after: "${found.pageInfo.endCursor}"`;
  }
}

async function walkBackwards(list: string, orderBy: string, size: number): Promise<string[]> {
  const ids: string[] = [];
  let before = '';
  for (;;) {
    const found = await page(list, `orderBy: ${orderBy}, last: ${size}${before}`);
    ids.unshift(...idsOf(found));
    if (!found.pageInfo.hasPreviousPage) return ids;
    before = `, before: "${found.pageInfo.startCursor}"`;
  }
}

const lists = {
  stations: ['ID_ASC', 'ID_DESC', 'LAST_SEEN_ASC', 'LAST_SEEN_DESC'],
  sessions: ['STARTED_DESC', 'STARTED_ASC', 'ENDED_DESC', 'ID_ASC'],
  batteries: ['MEASURED_DESC', 'ID_ASC'],
};
const orders = Object.entries(lists).flatMap(([list, names]) => names.map((orderBy) => ({ list, orderBy })));

describe('a list', () => {
  it('shows every entry once, in one order, whatever the size of the pages and whichever way they are turned', async () => {
    const order = fc.constantFrom(...orders);
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 30 }), async ({ list, orderBy }, size) => {
        const whole = idsOf(await page(list, `orderBy: ${orderBy}, first: 200`));
        expect(new Set(whole).size).toBe(whole.length);
        expect(await walkForwards(list, orderBy, size)).toEqual(whole);
        expect(await walkBackwards(list, orderBy, size)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('counts all its entries, not those of the page', async () => {
    const found = await page('stations', 'first: 2');
    expect(found.totalCount).toBe(STATIONS);
    expect((await page('stations', 'first: 2, filter: { idPrefix: "oak" }')).totalCount).toBe(8);
  });

  it('goes on behind any of its entries', async () => {
    const whole = await page('stations', 'first: 200');
    const cursor = whole.edges[4]?.cursor;
    expect(idsOf(await page('stations', `first: 3, after: "${cursor}"`))).toEqual(idsOf(whole).slice(5, 8));
    expect(idsOf(await page('stations', `last: 3, before: "${cursor}"`))).toEqual(idsOf(whole).slice(1, 4));
  });

  it('may be asked for none of its entries', async () => {
    expect(await page('stations', 'first: 0')).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
  });

  it('does not take the cursor of another order', async () => {
    const { pageInfo } = await page('stations', 'first: 1, orderBy: ID_ASC');
    const answer = await api.ask(`{ stations(first: 1, orderBy: ID_DESC, after: "${pageInfo.endCursor}") { nodes { id } } }`);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'CURSOR_INVALID' } }]);
  });

  it('of sessions puts those that go on behind those that have ended, when sorted by their end', async () => {
    const { data } = await api.ask<{ sessions: { nodes: { endedAt: string | null }[] } }>(
      '{ sessions(first: 200, orderBy: ENDED_DESC) { nodes { endedAt } } }',
    );
    const ended = data.sessions.nodes.map(({ endedAt }) => endedAt !== null);
    expect(ended).toEqual([...ended].sort((left, right) => Number(right) - Number(left)));
    expect(new Set(ended).size).toBe(2);
  });
});

describe('nested lists', () => {
  it('are cut into pages of their own', async () => {
    const newest =
      '{ stations(first: 200) { nodes { id sessions(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } } } }';
    const { data } = await api.ask<{ stations: { nodes: { id: string; sessions: List }[] } }>(newest);
    const station = data.stations.nodes.find(({ id }) => id === 'elm-2');
    expect(station?.sessions).toMatchObject({ nodes: [{ id: 'elm-2:2' }], pageInfo: { hasNextPage: true }, totalCount: 2 });
    const rest = await api.ask(
      `{ station(id: "elm-2") { sessions(first: 5, after: "${station?.sessions.pageInfo.endCursor}") { nodes { id } } } }`,
    );
    expect(rest.data).toEqual({ station: { sessions: { nodes: [{ id: 'elm-2:1' }] } } });
  });
});
