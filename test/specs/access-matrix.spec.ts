import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiRoles } from '@wattledger/charging';
import { accessMatrix, accessRoles } from '@wattledger/graphql';
import type { AccessRole } from '@wattledger/graphql';
import { callOf, printedSchema, rootFieldsOf } from '../support/least-calls.ts';
import type { RootField } from '../support/least-calls.ts';
import { ask, askGraphql } from '../support/graphql.ts';
import { codeIn, connectGraphql } from '../support/graphql-socket.ts';
import type { GraphqlSocket } from '../support/graphql-socket.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';
import { inTime } from '../support/until.ts';

const LISTENING_MS = 300;
const fields = rootFieldsOf(printedSchema());
const nameOf = ({ operation, field }: { operation: string; field: string }) => `${operation} ${field}`;

const platform = new TestPlatform({ WATTLEDGER_API_UNAUTHENTICATED_REQUESTS_PER_MINUTE: '1000' });
const keys = new Map<AccessRole, string>();

beforeAll(async () => {
  await platform.start();
  for (const role of apiRoles) keys.set(role, (await platform.access.createApiKey({ name: role, role, createdBy: 'spec' })).key);
  keys.set('driver', await logIn());
});
afterAll(() => platform.stop());

describe('the access matrix', () => {
  it('names every field of the printed schema, and no other', () => {
    const printed = fields.map(({ operation, name }) => nameOf({ operation, field: name }));
    expect(accessMatrix().map(nameOf).sort()).toEqual(printed.sort());
  });

  it('leaves no field without roles', () => {
    expect(accessMatrix().filter(({ allowed }) => allowed.length === 0)).toEqual([]);
  });

  // `logOut` ends the log-in that all other calls of the driver need.
  const [last, others] = [fields.filter(({ name }) => name === 'logOut'), fields.filter(({ name }) => name !== 'logOut')];

  it.each(accessRoles)('is what %s finds at the door', async (role) => {
    const allowed = accessMatrix().filter((access) => access.allowed.includes(role));
    const socket = await connectGraphql(platform.httpUrl, keys.get(role));
    const found: string[] = [];
    const knock = async (field: RootField) => {
      if (await isLetIn(field, role, socket)) found.push(nameOf({ operation: field.operation, field: field.name }));
    };
    await Promise.all(others.map(knock));
    await Promise.all(last.map(knock));
    await socket?.close();
    expect(found.sort()).toEqual(allowed.map(nameOf).sort());
  });
});

const isOpenTo = ({ operation, name }: RootField, role: AccessRole): boolean =>
  accessMatrix().some((access) => access.operation === operation && access.field === name && access.allowed.includes(role));

/** Whether the guard let a call pass, whatever became of it behind the door. */
async function isLetIn(field: RootField, role: AccessRole, socket: GraphqlSocket | undefined): Promise<boolean> {
  const call = callOf(field);
  if (field.operation === 'subscription') {
    // Whoever has no key is not even let onto the socket.
    if (!socket) return false;
    const refused = socket.subscribe(call).then((answer) => codeIn(answer) !== 'FORBIDDEN');
    // Whoever is let in may hear nothing for long; whoever is not is told so.
    return isOpenTo(field, role)
      ? Promise.race([refused, sleep(LISTENING_MS, true)])
      : inTime(`${role} to be refused ${call}`, refused);
  }
  const { status, codes } = await ask(platform, call, {}, keys.get(role));
  expect({ call, invalid: codes.includes('REQUEST_INVALID') || codes.includes('RATE_LIMITED') }).toEqual({
    call,
    invalid: false,
  });
  return status !== 401 && !codes.includes('FORBIDDEN');
}

async function logIn(): Promise<string> {
  const open = `mutation { openAccount(userName: "matrix", password: "a good password") { ... on AccountWritten { accountId } ... on UserError { code message } } }`;
  const opened = await askGraphql(platform, ADMIN_KEY, open);
  const { data } = await ask<{ logIn: { accessToken: string } }>(
    platform,
    'mutation { logIn(userName: "matrix", password: "a good password") { ... on LoggedIn { accessToken } } }',
  );
  if (!data.logIn?.accessToken) throw new Error(JSON.stringify(opened));
  return data.logIn.accessToken;
}
