import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const post = (headers: Record<string, string>, query = '{ platform { version } }') =>
  api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });

describe('a caller', () => {
  it.each([
    ['no key', () => ({})],
    ['an unknown key', () => ({ authorization: 'Bearer wl_00000000_aaaaaaaaaaaaaaaaaaaaaaaa' })],
    ['something that is no key', () => ({ authorization: 'Basic YTpi' })],
  ])('with %s is answered nothing, introspection included', async (_, headers) => {
    for (const query of ['{ platform { version } }', '{ __schema { types { name } } }', 'nonsense']) {
      const answer = await post(headers(), query);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json()).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('is known by its key in either header', async () => {
    expect((await post({ authorization: `bearer ${api.keys.auditor}` })).statusCode).toBe(200);
    expect((await post({ 'x-api-key': api.keys.auditor })).statusCode).toBe(200);
  });

  it('asks with POST and JSON alone', async () => {
    const headers = { 'x-api-key': api.keys.admin };
    const url = '/graphql';
    const got = await api.app.inject({ method: 'GET', url, query: { query: '{ platform { version } }' }, headers });
    expect([got.statusCode, got.headers['allow']]).toEqual([405, 'POST']);
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await api.app.inject({ method: 'POST', url, headers: form, payload: 'query={a}' })).statusCode).toBe(415);
  });

  it('whose key was revoked is answered nothing any more', async () => {
    const { keyId, key } = await api.access.createApiKey({ name: 'gone', role: 'auditor', createdBy: 'spec' });
    const revoke = `mutation($keyId: ID!) { revokeApiKey(keyId: $keyId) { __typename ... on UserError { code } } }`;
    expect((await api.ask('{ platform { version } }', {}, key)).status).toBe(200);
    expect((await api.ask(revoke, { keyId })).data).toEqual({ revokeApiKey: { __typename: 'ApiKeyRevoked' } });
    expect((await api.ask('{ platform { version } }', {}, key)).status).toBe(401);
    expect((await api.ask(revoke, { keyId })).data).toMatchObject({ revokeApiKey: { __typename: 'ApiKeyAlreadyRevoked' } });
    expect((await api.ask(revoke, { keyId: 'nobody' })).data).toMatchObject({ revokeApiKey: { code: 'api-key-unknown' } });
  });
});

describe('an API key', () => {
  it('is shown once, and listed without its secret', async () => {
    const made = await api.ask<{ createApiKey: { keyId: string; key: string } }>(
      'mutation { createApiKey(name: "Roaming hub", role: INTEGRATOR) { ... on ApiKeyCreated { keyId key } } }',
    );
    const { keyId, key } = made.data.createApiKey;
    expect((await api.ask('{ platform { version } }', {}, key)).status).toBe(200);
    await api.project();
    const listed = await api.ask('{ apiKeys(first: 200) { totalCount nodes { id name role createdBy revokedAt } } }');
    expect(listed.data).toMatchObject({ apiKeys: { totalCount: expect.any(Number) } });
    expect(JSON.stringify(listed.data)).toContain(`"id":"${keyId}","name":"Roaming hub","role":"INTEGRATOR"`);
    const events = await api.ask('query($stream: String!) { event(stream: $stream, revision: 0) { payload storedData } }', {
      stream: `apikey-${keyId}`,
    });
    expect(events.data).toEqual({
      event: { payload: expect.not.objectContaining({ secretHash: expect.anything() }), storedData: null },
    });
  });

  it('needs a name', async () => {
    const made = await api.ask('mutation { createApiKey(name: " ", role: AUDITOR) { ... on UserError { code message } } }');
    expect(made.data).toMatchObject({ createApiKey: { code: 'input-invalid' } });
  });
});

describe('the password of a station', () => {
  const set = `mutation($password: String) {
    setStationCredentials(stationId: "oak-1", password: $password) { ... on StationCredentialsSet { password } ... on UserError { code } }
  }`;
  const revoke = 'mutation { revokeStationCredentials(stationId: "oak-1") { __typename } }';

  it('is made, checked, and revoked', async () => {
    expect((await api.ask(set, { password: 'short' })).data).toEqual({ setStationCredentials: { code: 'password-too-short' } });
    const made = await api.ask<{ setStationCredentials: { password: string } }>(set);
    const password = Buffer.from(made.data.setStationCredentials.password);
    expect(await api.credentials.checkPassword('oak-1', password)).toMatchObject({ outcome: 'accepted' });
    expect((await api.ask(revoke)).data).toEqual({ revokeStationCredentials: { __typename: 'StationCredentialsRevoked' } });
    expect(await api.credentials.checkPassword('oak-1', password)).toMatchObject({ outcome: 'no-credentials-set' });
    expect((await api.ask(revoke)).data).toEqual({ revokeStationCredentials: { __typename: 'CredentialsNotSet' } });
  });

  it('is not set for an id that no station can have', async () => {
    const odd = 'mutation { setStationCredentials(stationId: "a\\nb") { ... on UserError { code } } }';
    expect((await api.ask(odd)).data).toEqual({ setStationCredentials: { code: 'input-invalid' } });
  });
});
