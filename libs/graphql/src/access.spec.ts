import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { apiRoles } from '@wattledger/charging';
import type { ApiRole } from '@wattledger/charging';
import { getNamedType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, parse, subscribe } from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { adminOnly, commandingRoles, driversOnly, everyRole } from './request/roles.ts';
import type { FieldRole } from './request/roles.ts';
import { openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
let schema: GraphQLSchema;
beforeAll(async () => {
  api = await openApi();
  schema = api.app.get(GraphQLSchemaHost, { strict: false }).schema;
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

  it('may ask with GET, but change nothing that way', async () => {
    const get = (query: string) =>
      api.app.inject({ method: 'GET', url: '/graphql', query: { query }, headers: { 'x-api-key': api.keys.admin } });
    expect((await get('{ platform { version } }')).json()).toEqual({ data: { platform: { version: '0.0.0' } } });
    expect((await get('mutation { revokeApiKey(keyId: "x") { __typename } }')).statusCode).toBe(405);
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

/** Who may do what. A field that is missing here, or here and not in the schema, fails the spec. */
const mayDo: Readonly<Record<string, readonly FieldRole[]>> = {
  'query account': everyRole,
  'query accounts': everyRole,
  'query connectorForCharging': driversOnly,
  'query me': driversOnly,
  'query mySessions': driversOnly,
  'query token': everyRole,
  'query tokens': everyRole,
  'subscription mySessionChanged': driversOnly,
  'mutation blockAccount': commandingRoles,
  'mutation blockToken': commandingRoles,
  'mutation changeAccount': commandingRoles,
  'mutation changeToken': commandingRoles,
  'mutation closeAccount': commandingRoles,
  'mutation issueToken': commandingRoles,
  'mutation clearCache': commandingRoles,
  'mutation getLocalListVersion': commandingRoles,
  'mutation setLocalList': commandingRoles,
  'mutation withdrawLocalList': commandingRoles,
  'query localList': everyRole,
  'mutation logIn': [...everyRole, 'driver'],
  'mutation logOut': driversOnly,
  'mutation openAccount': commandingRoles,
  'mutation requestChargingToken': driversOnly,
  'mutation revokeToken': commandingRoles,
  'mutation setAccountPassword': commandingRoles,
  'mutation setAccountPin': commandingRoles,
  'mutation startCharging': driversOnly,
  'mutation stopCharging': driversOnly,
  'mutation unblockAccount': commandingRoles,
  'mutation unblockToken': commandingRoles,
  'query apiKeys': adminOnly,
  'query batteries': everyRole,
  'query battery': everyRole,
  'query wallet': everyRole,
  'query command': everyRole,
  'query commands': everyRole,
  'query connectors': everyRole,
  'query decision': everyRole,
  'query decisions': everyRole,
  'query event': everyRole,
  'query events': everyRole,
  'query messageStatistics': everyRole,
  'query platform': everyRole,
  'query plugin': everyRole,
  'query plugins': everyRole,
  'query reservations': everyRole,
  'query rollout': everyRole,
  'query rollouts': everyRole,
  'query session': everyRole,
  'query sessions': everyRole,
  'query shadowDifferences': everyRole,
  'query settings': everyRole,
  'query station': everyRole,
  'query stationSettings': everyRole,
  'query stations': everyRole,
  'query tariff': everyRole,
  'query tariffs': everyRole,
  'query tariffAssignments': everyRole,
  'query previewPrice': everyRole,
  'query variables': everyRole,
  'query viewer': everyRole,
  'subscription batteryChanged': everyRole,
  'subscription commandChanged': everyRole,
  'subscription events': everyRole,
  'subscription sessionChanged': everyRole,
  'subscription stationChanged': everyRole,
  'mutation abortRollout': commandingRoles,
  'mutation changeAvailability': commandingRoles,
  'mutation configurePlugin': adminOnly,
  'mutation createApiKey': adminOnly,
  'mutation getVariables': commandingRoles,
  'mutation placeStation': commandingRoles,
  'mutation requestBatteryStatus': commandingRoles,
  'mutation resendSettings': commandingRoles,
  'mutation addCredit': commandingRoles,
  'mutation withdrawCredit': commandingRoles,
  'mutation resetStation': commandingRoles,
  'mutation resumeRollout': commandingRoles,
  'mutation revokeApiKey': adminOnly,
  'mutation revokeStationCredentials': adminOnly,
  'mutation rotateStationCredentials': adminOnly,
  'mutation revokeStationCertificate': adminOnly,
  'mutation requireSecurityProfile': adminOnly,
  'query stationSecurity': everyRole,
  'mutation rollBackPlugin': adminOnly,
  'mutation sendCommand': commandingRoles,
  'mutation setStationCredentials': adminOnly,
  'mutation setStationSetting': commandingRoles,
  'mutation setVariable': commandingRoles,
  'mutation startSession': commandingRoles,
  'mutation stopRollout': commandingRoles,
  'mutation stopSession': commandingRoles,
  'mutation unlockConnector': commandingRoles,
  'mutation addTariffVersion': commandingRoles,
  'mutation assignTariff': commandingRoles,
  'mutation changeTransactionTariff': commandingRoles,
  'mutation clearTariffs': commandingRoles,
  'mutation correctSessionPrice': commandingRoles,
  'mutation getTariffs': commandingRoles,
  'mutation retireTariff': commandingRoles,
  'mutation setDefaultTariff': commandingRoles,
  'mutation unassignTariff': commandingRoles,
  'mutation withdrawSetting': commandingRoles,
};

describe('roles', () => {
  it('are decided for every field of the schema', () => {
    const fields = rootFields().map(({ operation, field }) => `${operation} ${field.name}`);
    expect(fields.sort()).toEqual(Object.keys(mayDo).sort());
  });

  it.each(apiRoles)('let %s do what they say, and nothing else', async (role) => {
    const allowed = await Promise.all(
      rootFields().map(async ({ operation, field }) => {
        const query = `${operation} { ${callOf(field)} }`;
        const codes = operation === 'subscription' ? await codesOfSubscribing(query, role) : await codesOfAsking(query, role);
        expect(codes.filter((code) => code === 'REQUEST_INVALID')).toEqual([]);
        return codes.includes('FORBIDDEN') ? [] : [`${operation} ${field.name}`];
      }),
    );
    const expected = Object.keys(mayDo).filter((name) => mayDo[name]?.includes(role));
    expect(allowed.flat().sort()).toEqual(expected.sort());
  });
});

async function codesOfAsking(query: string, role: ApiRole): Promise<unknown[]> {
  const { errors = [] } = await api.ask(query, {}, api.keys[role]);
  return errors.map(({ extensions }) => extensions.code);
}

async function codesOfSubscribing(query: string, role: ApiRole): Promise<unknown[]> {
  const caller = await api.access.callerOf(api.keys[role]);
  const result = await subscribe({ schema, document: parse(query), contextValue: { caller } });
  if ('errors' in result) return (result.errors ?? []).map(({ extensions }) => extensions['code']);
  if (Symbol.asyncIterator in result) await result.return?.();
  return [];
}

function rootFields(): { operation: string; field: GraphQLField<unknown, unknown> }[] {
  const of = (operation: string, type: GraphQLObjectType | null | undefined) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ operation, field }));
  return [
    ...of('query', schema.getQueryType()),
    ...of('mutation', schema.getMutationType()),
    ...of('subscription', schema.getSubscriptionType()),
  ];
}

/** The field with the least it needs to be asked for. */
function callOf({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  const given = needed.map((arg) => `${arg.name}: ${sample(arg.type)}`).join(', ');
  const selection = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
  return `${name}${given && `(${given})`}${selection}`;
}

function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${needed.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  return { Int: '1', Float: '1', Boolean: 'true', JSON: '{}' }[type.name] ?? '"x"';
}
