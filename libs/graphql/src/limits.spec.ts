import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi({ maxQueryBytes: 20_000 });
});
afterAll(() => api.close());

const codesOf = async (query: string, variables?: object) =>
  (await api.ask(query, variables)).errors?.map(({ extensions }) => extensions.code);

const send = (payload: string, contentType = 'application/json') =>
  api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'x-api-key': api.keys.admin, 'content-type': contentType },
    payload,
  });

describe('a query', () => {
  it('may introspect the whole schema', async () => {
    const answer = await api.ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }));
    expect(answer.errors).toBeUndefined();
  });

  it('may list fifty stations with their connectors and batteries', async () => {
    expect(
      await codesOf('{ stations(first: 50) { nodes { id status connectors { status battery { powerW } } } } }'),
    ).toBeUndefined();
  });

  it('may not nest without end', async () => {
    const deeper = (levels: number): string => (levels === 0 ? 'id' : `id battery { session { ${deeper(levels - 1)} } }`);
    expect(await codesOf(`{ session(id: "x") { ${deeper(4)} } }`)).toBeUndefined();
    expect(await codesOf(`{ session(id: "x") { ${deeper(5)} } }`)).toEqual(['QUERY_TOO_DEEP']);
  });

  it('may not hide its depth in fragments', async () => {
    const query = `query { session(id: "x") { ...a } }
      fragment a on Session { battery { session { ...b } } }
      fragment b on Session { battery { session { ...c } } }
      fragment c on Session { battery { session { battery { session { battery { session { id } } } } } } }`;
    expect(await codesOf(query)).toEqual(['QUERY_TOO_DEEP']);
  });

  it('may not run in circles', async () => {
    const query = '{ session(id: "x") { ...a } } fragment a on Session { battery { session { ...a } } }';
    expect(await codesOf(query)).toContain('REQUEST_INVALID');
  });

  it('may not ask for too many things at its root, under whatever names', async () => {
    const aliases = (many: number) => Array.from({ length: many }, (_, index) => `a${index}: platform { version }`).join(' ');
    expect(await codesOf(`{ ${aliases(30)} }`)).toBeUndefined();
    expect(await codesOf(`{ ${aliases(31)} }`)).toEqual(['TOO_MANY_ROOT_FIELDS']);
    expect(await codesOf(`{ ${aliases(15)} ...b ... { c: __typename } } fragment b on Query { ${aliases(15)} }`)).toEqual([
      'TOO_MANY_ROOT_FIELDS',
    ]);
    const circle = '{ ...a } fragment a on Query { b: __typename ...a }';
    expect(await codesOf(circle)).toContain('REQUEST_INVALID');
  });

  it('may not ask for too much at once, whether in the query or in its variables', async () => {
    const query =
      'query($n: Int) { stations(first: 200) { nodes { sessions(first: $n) { nodes { id battery { curve { points { at } } } } } } } }';
    expect(await codesOf(query, { n: 200 })).toEqual(['QUERY_TOO_COMPLEX']);
    expect(await codesOf(query, { n: 200 })).toEqual(['QUERY_TOO_COMPLEX']);
    expect(await codesOf('{ stations(first: 1) { nodes { sessions(first: 2) { nodes { id } } } } }')).toBeUndefined();
  });

  it('gets pages of a bounded size', async () => {
    expect(await codesOf('{ stations(first: 201) { nodes { id } } }')).toEqual(['PAGE_INVALID']);
    expect(await codesOf('{ stations(last: -1) { nodes { id } } }')).toEqual(['PAGE_INVALID']);
    expect(await codesOf('{ stations(first: 1, last: 1) { nodes { id } } }')).toEqual(['PAGE_INVALID']);
    expect(await codesOf('{ stations(first: 1, after: "nonsense") { nodes { id } } }')).toEqual(['CURSOR_INVALID']);
  });

  it('is told what is wrong with it', async () => {
    const answer = await api.ask('{ stations { nodes { colour } } }');
    expect(answer.status).toBe(400);
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('colour'), extensions: { code: 'REQUEST_INVALID' } },
    ]);
  });

  it('names the place of a field that failed', async () => {
    const { status, errors } = await api.ask('{ platform { version } stations(first: 999) { nodes { id } } }');
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ path: ['stations'], extensions: { code: 'PAGE_INVALID', remedy: expect.any(String) } }]);
  });
});

describe('a request that is none', () => {
  it.each(['null', '5', '"text"', '{"kind":"Document","definitions":[]}', '{"kind":"Document"}', '[]', '', '{', 'query { a'])(
    'is refused when its query is %s',
    async (query) => {
      const answer = await api.ask(query);
      expect(answer.status).toBe(400);
      expect(answer.errors?.[0]?.extensions.code).toBe('REQUEST_INVALID');
    },
  );

  it.each([
    '[{"query":"{ platform { version } }"}]',
    'null',
    '5',
    'not json',
    '{"query":5}',
    '{"query":"{a}","variables":[]}',
    '{}',
    '',
  ])('is refused when its body is %s', async (body) => {
    const answer = await send(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_INVALID' } }] });
  });

  it('is not read when it is too large', async () => {
    const answer = await send(JSON.stringify({ query: `{ platform { version } } #${'x'.repeat(20_000)}` }));
    expect(answer.statusCode).toBe(413);
  });

  it('is refused when it is a subscription, which needs a web socket', async () => {
    expect(await codesOf('subscription { stationChanged { id } }')).toEqual(['REQUEST_INVALID']);
  });

  it('leaves nothing in the error log', () => expect(api.failures).toEqual([]));
});

describe('an API key', () => {
  it('has a limited rate of its own', async () => {
    const limited = await openApi({ requestsPerMinute: 2 });
    try {
      const ask = (key: string) => limited.ask('{ platform { version } }', {}, key);
      expect((await ask(limited.keys.operator)).status).toBe(200);
      expect((await ask(limited.keys.operator)).status).toBe(200);
      const refused = await ask(limited.keys.operator);
      expect(refused.status).toBe(429);
      expect(refused.headers['retry-after']).toBeDefined();
      expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
      expect((await ask(limited.keys.auditor)).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('a broken machine', () => {
  it.each([
    ['a query that is interpreted', 1],
    ['a query that was compiled', 15],
  ])('tells %s an id, and writes the cause down under it', async (_, times) => {
    const broken = await openApi();
    try {
      for (let time = 0; time < times; time += 1) {
        expect((await broken.ask('{ stations { nodes { id } } }')).errors).toBeUndefined();
      }
      await broken.readModels.destroy();
      const { errors } = await broken.ask('{ stations { nodes { id } } }');
      const errorId = errors?.[0]?.extensions.errorId;
      expect(errors).toMatchObject([{ message: 'Something broke in the platform.', extensions: { code: 'INTERNAL_ERROR' } }]);
      expect(broken.failures).toEqual([expect.objectContaining({ errorId, err: expect.any(Error) })]);
    } finally {
      await broken.close();
    }
  });
});
