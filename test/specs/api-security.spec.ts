import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, OpenIdProvider } from '@wattledger/access/testing';
import { WebSocket } from 'ws';
import { ask } from '../support/graphql.ts';
import { codeIn, connectGraphql } from '../support/graphql-socket.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';
import { inTime } from '../support/until.ts';

const DESK = 'https://desk.example.com';
const VERSION = '{ platform { version } }';
const EVENTS = 'subscription { events(afterPosition: "-1") { type } }';

let provider: OpenIdProvider;
let platform: TestPlatform;
beforeAll(async () => {
  provider = await OpenIdProvider.start();
  platform = new TestPlatform({
    WATTLEDGER_ROLES: 'gateway,projector,api,console',
    WATTLEDGER_API_ORIGINS: DESK,
    WATTLEDGER_API_TRUSTED_PROXIES: '127.0.0.1',
    WATTLEDGER_API_UNAUTHENTICATED_REQUESTS_PER_MINUTE: '5',
    WATTLEDGER_API_SOCKETS_PER_KEY: '3',
    WATTLEDGER_API_SUBSCRIPTIONS_PER_SOCKET: '2',
    WATTLEDGER_OIDC_ISSUER: provider.issuer,
    WATTLEDGER_OIDC_ROLES_CLAIM: 'realm_access.roles',
    WATTLEDGER_OIDC_ROLES: 'grid-team=operator',
  });
  await platform.start();
});
afterAll(async () => {
  await platform.stop();
  await provider.goAway();
});

const send = (headers: Record<string, string>, more: RequestInit = {}, path = '/graphql') =>
  fetch(`${platform.httpUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}`, ...headers },
    body: JSON.stringify({ query: VERSION }),
    ...more,
  });
const connect = (key: string | undefined, headers: Record<string, string> = {}) =>
  connectGraphql(platform.httpUrl, key, { headers });
/** How a handshake ends that does not become a web socket. */
async function refusedHandshake(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${platform.httpUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  const [, response] = await inTime('the handshake to be refused', once(socket, 'unexpected-response'));
  return response.statusCode;
}
/** The code with which a socket is closed that says who it is. */
async function closeCode(key: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`${platform.httpUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })));
  const [code] = await inTime('the socket to be closed', once(socket, 'close'));
  return code;
}

describe('an answer', () => {
  it.each(['/graphql', '/', '/health/live', '/metrics', '/nothing'])(
    'of %s tells browsers to do nothing but what is ours',
    async (path) => {
      const { headers } = await send({}, path === '/graphql' ? {} : { method: 'GET', body: null }, path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect([headers.get('server'), headers.get('x-powered-by'), headers.get('strict-transport-security')]).toEqual([
        null,
        null,
        null,
      ]);
    },
  );

  it('over TLS asks browsers to stay with it', async () => {
    const { headers } = await send({ 'x-forwarded-proto': 'https' });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('of the API is kept by nobody', async () => expect((await send({})).headers.get('cache-control')).toBe('no-store'));
});

describe('a page of another site', () => {
  const preflight = (origin: string) =>
    send({ origin, 'access-control-request-method': 'POST' }, { method: 'OPTIONS', body: null });

  it('may use the API where the settings name it', async () => {
    expect((await preflight(DESK)).headers.get('access-control-allow-origin')).toBe(DESK);
    expect((await send({ origin: DESK })).headers.get('access-control-allow-origin')).toBe(DESK);
    expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['GET', 405, { method: 'GET', body: null }, 'application/json'],
    ['a form', 415, { body: `query=${encodeURIComponent(VERSION)}` }, 'application/x-www-form-urlencoded'],
    ['text', 415, {}, 'text/plain'],
    ['GraphQL as it is', 415, { body: VERSION }, 'application/graphql'],
  ])('cannot have a browser send %s', async (_, status, more, type) => {
    const answer = await send({ 'content-type': type }, more, '/graphql?query=%7Bplatform%7Bversion%7D%7D');
    expect(answer.status).toBe(status);
  });

  it('cannot open a web socket unless it is ours or named', async () => {
    expect(await refusedHandshake({ origin: 'https://evil.example.com' })).toBe(403);
    expect(await refusedHandshake({ origin: 'null' })).toBe(403);
    for (const origin of [DESK, platform.httpUrl]) {
      const socket = await connect(ADMIN_KEY, { origin });
      expect(socket).toBeDefined();
      await socket?.close();
    }
  });
});

describe('whoever has no good key', () => {
  const from = (address: string, key: string) => send({ 'x-forwarded-for': address, authorization: `Bearer ${key}` });

  it('may try so often a minute from one address, over HTTP and web sockets together', async () => {
    const there = '198.51.100.1';
    for (let count = 0; count < 4; count += 1) expect((await from(there, 'no key of ours')).status).toBe(401);
    expect(await closeCode('no key of ours', { 'x-forwarded-for': there })).toBe(4403);
    const refused = await from(there, 'no key of ours');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await closeCode('no key of ours', { 'x-forwarded-for': there })).toBe(4429);
    expect((await from('198.51.100.2', 'no key of ours')).status).toBe(401);
  });

  it('does not hold back a good key from the same address', async () => {
    for (let count = 0; count < 7; count += 1) await from('198.51.100.3', 'no key of ours');
    expect((await from('198.51.100.3', ADMIN_KEY)).status).toBe(200);
  });

  it('is told nothing of the schema', async () => {
    expect((await ask(platform, '{ __schema { types { name } } }')).status).toBe(401);
  });
});

describe('a key', () => {
  it('holds so many sockets open, and each carries so many subscriptions', async () => {
    const { key } = await platform.access.createApiKey({ name: 'busy', role: 'auditor', createdBy: 'spec' });
    const sockets = [await connect(key), await connect(key), await connect(key)];
    expect(await closeCode(key)).toBe(4429);
    await sockets[0]?.close();
    const again = await connect(key);
    expect(again).toBeDefined();
    await again?.subscribe(EVENTS);
    await again?.subscribe(EVENTS);
    expect(codeIn((await again?.subscribe(EVENTS)) ?? { type: 'none' })).toBe('RATE_LIMITED');
    for (const socket of [...sockets.slice(1), again]) await socket?.close();
  });
});

describe('a bearer token of the OpenID provider', () => {
  const operator = { sub: 'user-7', name: 'Ana', realm_access: { roles: ['grid-team'] } };

  it('lets its holder act, under their own name', async () => {
    const token = await provider.token(operator);
    expect((await ask(platform, '{ viewer { keyId role name } }', {}, token)).data).toEqual({
      viewer: { keyId: 'oidc:user-7', role: 'OPERATOR', name: 'Ana' },
    });
    const place = 'mutation { placeStation(stationId: "oak-1", siteId: "harbour") { __typename } }';
    expect((await ask(platform, place, {}, token)).codes).toEqual([]);
    const seen = '{ events(filter: { types: ["StationPlaced"] }) { nodes { actor } } }';
    expect(await platform.graphql(seen)).toEqual({ events: { nodes: [{ actor: 'oidc:user-7' }] } });
  });

  it('is refused when it is somebody else’s, expired or without a role, each with its own status', async () => {
    const statusOf = async (token: string) => (await ask(platform, VERSION, {}, token)).status;
    expect(await statusOf(await provider.token(operator, 60, await newKey('key-1')))).toBe(401);
    expect(await statusOf(await provider.token({ ...operator, aud: 'elsewhere' }))).toBe(401);
    expect(await statusOf(await provider.token(operator, -60))).toBe(401);
    expect(await statusOf(await provider.token({ sub: 'user-8' }))).toBe(403);
  });

  it('ends its subscriptions when it expires', async () => {
    // Tokens count in seconds: this one lasts for one to two.
    const socket = await connect(await provider.token(operator, 2));
    expect((await socket?.subscribe(EVENTS))?.type).toBe('next');
    expect(await socket?.closed()).toEqual({ code: 4403, reason: 'The log-in has expired' });
  });
});

describe('what was done', () => {
  it('can be asked for by who did it', async () => {
    const { key, keyId } = await platform.access.createApiKey({ name: 'desk', role: 'operator', createdBy: 'spec' });
    const from = new Date().toISOString();
    await ask(platform, 'mutation { placeStation(stationId: "oak-2", siteId: "pier") { __typename } }', {}, key);
    await ask(platform, 'mutation { issueToken(token: "CARD-7") { __typename } }', {}, key);
    const acts = `query ($by: [String!], $from: DateTime) {
      events(filter: { actors: $by, recordedFrom: $from }) { nodes { type actor } } }`;
    expect(await platform.graphql(acts, { by: [keyId], from })).toEqual({
      events: {
        nodes: [
          { type: 'StationPlaced', actor: keyId },
          { type: 'TokenIssued', actor: keyId },
        ],
      },
    });
  });

  it('and what a role did not allow is logged and counted, without its arguments', async () => {
    const { key, keyId } = await platform.access.createApiKey({ name: 'reader', role: 'integrator', createdBy: 'spec' });
    const password = 'a password of sixteen or more';
    const set = `mutation { setStationCredentials(stationId: "oak-1", password: "${password}") { __typename } }`;
    expect((await ask(platform, set, {}, key)).codes).toEqual(['FORBIDDEN']);
    expect(await platform.metric('wattledger_api_denied_total')).toBe(1);
    const logged = platform.logged.filter((line) => line.includes('role does not allow'));
    expect(logged.at(-1)).toContain(`"actor":"${keyId}"`);
    expect(logged.at(-1)).toContain('"field":"Mutation.setStationCredentials"');
    expect(platform.logged.join()).not.toContain(password);
  });
});

describe('an OpenID provider that is away', () => {
  it('is told as such, and API keys work on', async () => {
    const gone = await OpenIdProvider.start();
    const token = await gone.token({ sub: 'user-9' });
    await gone.goAway();
    const alone = await TestPlatform.start({ WATTLEDGER_OIDC_ISSUER: gone.issuer, WATTLEDGER_ROLES: 'projector,api' });
    try {
      const refused = await fetch(`${alone.httpUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: VERSION }),
      });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
      expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'PROVIDER_UNREACHABLE' } }] });
      expect((await ask(alone, VERSION, {}, ADMIN_KEY)).status).toBe(200);
    } finally {
      await alone.stop();
    }
  });
});
