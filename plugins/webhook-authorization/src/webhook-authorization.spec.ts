import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PluginVote, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { signatureOf } from './endpoint.ts';
import { webhookAuthorization } from './index.ts';

const SECRET = 'a secret that is long enough to sign';
const TOKEN = '04A2B3C4D5E6F7';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let url: string;
let heard: Heard[];
let lines: string[];
let respond: (response: ServerResponse, nth: number) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      respond(response, heard.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/authorize`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  heard = [];
  lines = [];
  respond = says({ status: 'Accepted', reason: 'a member' });
});

const says =
  (answer: unknown, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));

const configured = (more: object = {}) => webhookAuthorization.config.parse({ url, secret: SECRET, ...more });
const at = (second: number, more: Partial<Question<'authorize'>> = {}): Question<'authorize'> => ({
  stationId: 's1',
  ocppVersion: '2.1',
  at: new Date(Date.parse('2026-05-01T12:00:00.000Z') + second * 1_000).toISOString(),
  station: { groups: [], timeZone: 'UTC', siteId: 'depot' },
  token: TOKEN,
  tokenType: 'ISO14443',
  purpose: 'start',
  evseId: 1,
  ...more,
});
const ask = async (question: Question<'authorize'>, config = configured(), signal = new AbortController().signal) =>
  (await webhookAuthorization.decisions?.authorize?.(question, config, {
    signal,
    log: (message, details) => lines.push(`${message} ${JSON.stringify(details)}`),
  })) as PluginVote<'authorize'>;
const failureOf = (question: Question<'authorize'>, config = configured(), signal?: AbortSignal): Promise<string> =>
  ask(question, config, signal).then(
    () => 'no failure',
    (error: unknown) => String(error),
  );

describe('the endpoint', () => {
  it('is told who shows what where, and can tell that we ask', async () => {
    expect(await ask(at(0))).toEqual({
      vote: 'answer',
      answer: { status: 'Accepted' },
      reason: 'the endpoint says Accepted: a member',
      rule: 'webhook-accepted',
    });
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    expect(JSON.parse(body)).toMatchObject({ stationId: 's1', siteId: 'depot', evseId: 1, token: TOKEN, purpose: 'start' });
    expect(headers['x-wattledger-signature']).toBe(signatureOf(SECRET, String(headers['x-wattledger-timestamp']), body));
  });

  it('gives bounds beside its answer, and what nobody asked for is not looked at', async () => {
    respond = says({ status: 'Accepted', limits: { energyWh: 20_000 }, concurrentSessions: 1, accountId: 'a1', colour: 'red' });
    expect(await ask(at(0))).toMatchObject({
      answer: { status: 'Accepted', limits: { energyWh: 20_000 }, concurrentSessions: 1, accountId: 'a1' },
    });
  });

  it('refuses with a status of OCPP, or leaves the token to others', async () => {
    respond = says({ status: 'Blocked' });
    expect(await ask(at(0))).toMatchObject({ answer: { status: 'Blocked' }, rule: 'webhook-refused' });
    respond = says({ abstain: 'none of ours' });
    expect(await ask(at(0))).toMatchObject({ vote: 'abstain' });
  });

  it('is asked for the tokens that are its business only', async () => {
    const config = configured({ tokenTypes: ['eMAID'] });
    expect(await ask(at(0), config)).toMatchObject({ vote: 'abstain' });
    expect(await ask(at(0, { purpose: 'stop' }))).toMatchObject({ vote: 'abstain' });
    expect(await ask(at(0, { token: '[removed]', secret: { kind: 'pin', outcome: 'verified' } }))).toMatchObject({
      vote: 'abstain',
    });
    expect(heard).toEqual([]);
  });
});

describe('an endpoint that fails', () => {
  it('is asked once more where it was busy, as the same question', async () => {
    respond = (response, nth) => (nth === 1 ? says({}, 503)(response) : says({ status: 'Accepted' })(response));
    expect(await ask(at(0))).toMatchObject({ answer: { status: 'Accepted' } });
    expect(new Set(heard.map(({ headers }) => headers['x-wattledger-request-id'])).size).toBe(1);
    expect(heard).toHaveLength(2);
  });

  it('is not asked again where it is broken', async () => {
    respond = says({ error: 'oops' }, 500);
    expect(await failureOf(at(0))).toContain('status 500');
    expect(heard).toHaveLength(1);
  });

  it.each([
    ['garbage', (response: ServerResponse) => void response.end('<html>'), 'no JSON'],
    ['another answer', says({ status: 'Perhaps' }), 'makes no sense'],
    ['too much', (response: ServerResponse) => void response.end(JSON.stringify({ status: 'x'.repeat(100_000) })), 'more than'],
    ['a redirect', (response: ServerResponse) => void response.writeHead(302, { location: url }).end(), 'status 302'],
  ])('with %s has not answered', async (_what, answer, message) => {
    respond = answer;
    expect(await failureOf(at(0))).toContain(message);
    expect(heard).toHaveLength(1);
  });

  it('that is slow is given up in time, and when the platform no longer waits', async () => {
    respond = () => undefined;
    expect(await failureOf(at(0), configured({ timeoutMs: 50 }))).toContain('in time');
    const budget = new AbortController();
    const failed = failureOf(at(0), configured({ timeoutMs: 10_000 }), budget.signal);
    budget.abort();
    expect(await failed).toContain('in time');
  });

  it('that is not there cannot be reached, and no line of the log tells of the token', async () => {
    expect(await failureOf(at(0), configured({ url: 'http://127.0.0.1:9/' }))).toContain('cannot be reached');
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(TOKEN);
  });
});

describe('an answer', () => {
  it('holds as long as is set, at the same place', async () => {
    const config = configured({ reuseAcceptedSeconds: 60 });
    await ask(at(0), config);
    expect(await ask(at(60, { token: TOKEN.toLowerCase() }), config)).toMatchObject({ rule: 'webhook-cached-accepted' });
    expect(heard).toHaveLength(1);
    await ask(at(60, { stationId: 's2' }), config);
    await ask(at(61), config);
    expect(heard).toHaveLength(3);
  });

  it('that refuses holds as long as is set for refusals', async () => {
    respond = says({ status: 'Invalid' });
    const config = configured({ reuseAcceptedSeconds: 60, reuseRefusedSeconds: 5 });
    await ask(at(0), config);
    await ask(at(5), config);
    await ask(at(6), config);
    expect(heard).toHaveLength(2);
  });

  it('that is older is used while the endpoint is down, if it was a yes and has not expired', async () => {
    respond = says({ status: 'Accepted', expiresAt: '2026-05-01T12:30:00Z' });
    const config = configured({ staleAcceptedSeconds: 3_600 });
    await ask(at(0), config);
    respond = says({}, 500);
    expect(await ask(at(600), config)).toMatchObject({ answer: { status: 'Accepted' }, rule: 'webhook-stale-accepted' });
    expect(await failureOf(at(1_800), config)).toContain('status 500');
    expect(await failureOf(at(600, { token: 'ANOTHER' }), config)).toContain('status 500');
  });
});

describe('its configuration', () => {
  const problem = (more: object) => webhookAuthorization.config.safeParse({ url, secret: SECRET, ...more }).success;

  it('takes plain HTTP on this machine only, unless it is allowed', () => {
    expect(problem({ url: 'https://auth.example.com/' })).toBe(true);
    expect(problem({ url: 'http://auth.example.com/' })).toBe(false);
    expect(problem({ url: 'http://auth.example.com/', allowHttp: true })).toBe(true);
    expect(problem({ url: 'file:///etc/passwd' })).toBe(false);
  });

  it('wants a secret that cannot be guessed, and describes every member', () => {
    expect(problem({ secret: 'short' })).toBe(false);
    expect(webhookAuthorization.config.shape.secret.meta()).toMatchObject({ secret: true });
    for (const member of Object.values(webhookAuthorization.config.shape)) expect(member.description).toBeTruthy();
  });
});

describePlugin(webhookAuthorization, {
  // The endpoint has an address once it listens.
  get configs() {
    return [{ url, secret: SECRET }];
  },
  questions: { authorize: [at(0)] },
});
