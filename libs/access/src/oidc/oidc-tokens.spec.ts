import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, MasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { SignJWT, UnsecuredJWT } from 'jose';
import { newKey, OpenIdProvider } from '../testing/index.ts';
import { OidcTokens } from './oidc-tokens.ts';

let folder: string;
let log: SqliteEventLog;
let keyStore: SqliteKeyStore;
let sealer: Sealer;
let provider: OpenIdProvider;
let tokens: OidcTokens;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-oidc-'));
  log = await SqliteEventLog.open(folder);
  const masterKey = new MasterKey('a master key that is long enough for specs');
  keyStore = new SqliteKeyStore(folder, masterKey);
  sealer = new Sealer(masterKey, keyStore);
  provider = await OpenIdProvider.start();
});
afterAll(async () => {
  await provider.goAway();
  await log.close();
  await keyStore.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  tokens = opened();
});

const opened = (cooldownMs = 0) =>
  new OidcTokens(
    {
      issuer: provider.issuer,
      audience: 'wattledger',
      rolesClaim: 'roles',
      roles: new Map([
        ['grid-team', 'operator'],
        ['it', 'admin'],
      ]),
      algorithms: ['RS256'],
      clockToleranceSeconds: 5,
    },
    { ledger: new Ledger(log, systemClock), sealer, clock: systemClock },
    { timeoutMs: 2_000, cooldownMs },
  );
const claims = { sub: 'user-1', roles: ['grid-team'], name: 'Ana López' };
const signedInEvents = async () =>
  (await Array.fromAsync(log.readAll(), ({ type, data, metadata }) => ({ type, text: data + metadata }))).filter(
    ({ type }) => type === 'UserSignedIn',
  );

describe('a bearer token', () => {
  it('lets its holder in, with the role that theirs is mapped to, until it expires', async () => {
    expect(await tokens.callerOf(await provider.token(claims, 60))).toEqual({
      keyId: 'oidc:user-1',
      name: 'Ana López',
      role: 'operator',
      expiresAt: expect.stringMatching(/^20.*\.000Z$/),
    });
  });

  it('is refused when it is not meant for this platform, expired, not valid yet, or without an end or a subject', async () => {
    for (const flawed of [
      { aud: 'another-platform' },
      { aud: ['a', 'b'] },
      { iss: 'https://elsewhere.example.com' },
      { exp: Math.floor(Date.now() / 1_000) - 10 },
      { nbf: Math.floor(Date.now() / 1_000) + 100 },
      { exp: undefined },
      { sub: undefined },
    ]) {
      expect(await tokens.callerOf(await provider.token({ ...claims, ...flawed }))).toBeUndefined();
    }
    expect(await tokens.callerOf(await provider.token({ ...claims, exp: Math.floor(Date.now() / 1_000) - 2 }))).toBeDefined();
  });

  it('is refused when nobody signed it, or anybody could have', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const said = { ...claims, iss: provider.issuer, aud: 'wattledger', exp: now + 60 };
    expect(await tokens.callerOf(new UnsecuredJWT(said).encode())).toBeUndefined();
    const shared = new SignJWT(said).setProtectedHeader({ alg: 'HS256', kid: 'key-1' });
    expect(await tokens.callerOf(await shared.sign(Buffer.alloc(32, 1)))).toBeUndefined();
    expect(await tokens.callerOf('a.b.c')).toBeUndefined();
  });

  it('is refused when another key signed it, whatever it calls itself', async () => {
    expect(await tokens.callerOf(await provider.token(claims, 60, await newKey('key-1')))).toBeUndefined();
    expect(await tokens.callerOf(await provider.token(claims, 60, await newKey('nobody’s')))).toBeUndefined();
  });

  it('without a role of ours is told so', async () => {
    expect(await tokens.callerOf(await provider.token({ ...claims, roles: ['admin'] }))).toMatchObject({
      refused: true,
      code: 'oidc-role-missing',
    });
  });

  it('is an event the first time its holder comes with a role, names sealed', async () => {
    const before = (await signedInEvents()).length;
    const comes = async (roles: readonly string[]) =>
      tokens.callerOf(await provider.token({ sub: 'auth0|42', name: 'Bea Byrne', roles: [...roles] }));
    for (const roles of [['it'], ['it'], ['grid-team'], ['it']]) await comes(roles);
    const told = (await signedInEvents()).slice(before);
    expect(told).toHaveLength(2);
    expect(told[0]?.text).toContain('"actor":"oidc:auth0|42"');
    expect(told[0]?.text).not.toContain('Bea');
    expect(told[0]?.text).toMatch(/"sub":"sealed:/);
  });

  it('whose subject is a mail address makes a pseudonym the actor', async () => {
    const caller = await tokens.callerOf(await provider.token({ ...claims, sub: 'ana.lopez@example.com' }));
    expect(caller).toMatchObject({ keyId: `oidc:${sealer.subjectOf('ana.lopez@example.com')}` });
    expect((await signedInEvents()).map(({ text }) => text).join()).not.toContain('ana.lopez');
  });
});

describe('an OpenID provider', () => {
  it('may change its keys', async () => {
    const before = await provider.token(claims);
    expect(await tokens.callerOf(before)).toBeDefined();
    await provider.rotate();
    expect(await tokens.callerOf(await provider.token(claims))).toMatchObject({ keyId: 'oidc:user-1' });
    expect(await tokens.callerOf(before)).toBeUndefined();
  });

  it('is not asked for its keys again by every token that names one it does not have', async () => {
    tokens = opened(60_000);
    await tokens.callerOf(await provider.token(claims));
    const read = provider.keysRead;
    const unknown = await newKey('unknown');
    for (let count = 0; count < 5; count += 1) await tokens.callerOf(await provider.token(claims, 60, unknown));
    expect(provider.keysRead).toBe(read);
  });

  it('that is away is a fault that may pass, and does', async () => {
    const token = await provider.token(claims);
    await provider.goAway();
    const away = { code: 'oidc-provider-unreachable', retryable: true };
    await expect(tokens.callerOf(token)).rejects.toMatchObject(away);
    const warm = opened();
    await provider.comeBack();
    expect(await warm.callerOf(token)).toMatchObject({ role: 'operator' });
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await tokens.callerOf(token)).toMatchObject({ role: 'operator' });
    await provider.goAway();
    expect(await warm.callerOf(token)).toMatchObject({ role: 'operator' });
    await provider.comeBack();
  });
});
