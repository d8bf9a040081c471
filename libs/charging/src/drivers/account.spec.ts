import { describe, expect, it } from '@jest/globals';
import type { PlatformEvent } from '../platform-events.ts';
import {
  blockAccount,
  changeAccount,
  closeAccount,
  evolveAccount,
  knownAccount,
  setPassword,
  setPin,
  unblockAccount,
} from './account.ts';
import type { AccountState } from './account.ts';

type Decide = (state: AccountState | undefined) => readonly PlatformEvent[] | object;

const opened: AccountState = {
  accountId: 'a',
  status: 'active',
  userName: 'sealed',
  loginSubject: 'subject',
  details: { language: 'de', prepaid: true },
  logIns: [],
};

/** The account after all that was decided; a refusal's code where one of it was refused. */
function after(...decisions: readonly Decide[]): AccountState | string | undefined {
  let state: AccountState | undefined = opened;
  for (const decide of decisions) {
    const decided = decide(state);
    if (!Array.isArray(decided)) return String((decided as { code?: string }).code);
    state = (decided as readonly PlatformEvent[]).reduce<AccountState | undefined>(evolveAccount, state);
  }
  return state;
}

const block = blockAccount('unpaid', 'key');
const unblock = unblockAccount('key');
const close = closeAccount('key');
const change = changeAccount({ language: null }, 'key');
const password = setPassword('hash', 'key');
const pin = setPin('pin-id', 'pin-hash', 'key');
const everything = [change, block, unblock, close, password, pin];

const logIn =
  (logInId: string): Decide =>
  () => [{ type: 'LogInSucceeded', data: { accountId: 'a', logInId, expiresAt: '2026-05-01T12:00:00.000Z' } } as PlatformEvent];
const openOf = (state: ReturnType<typeof after>) => (typeof state === 'object' ? state.logIns.map(({ logInId }) => logInId) : []);

describe('an account', () => {
  it('is blocked and unblocked, each once', () => {
    expect(after(block)).toMatchObject({ status: 'blocked' });
    expect(after(block, unblock)).toMatchObject({ status: 'active' });
    expect(after(block, block)).toBe('account-blocked');
    expect(after(unblock)).toBe('account-not-blocked');
  });

  it('keeps what was said of it until that is changed or taken back', () => {
    expect(after(change)).toMatchObject({ details: { language: null, prepaid: true } });
    expect(after(block, change)).toMatchObject({ status: 'blocked', details: { language: null } });
  });

  it('that was closed has no secrets left and stays closed', () => {
    expect(after(password, pin)).toMatchObject({ passwordHash: 'hash', pinId: 'pin-id', pinHash: 'pin-hash' });
    const closed = after(password, pin, close);
    expect(closed).toMatchObject({ status: 'closed' });
    expect(JSON.stringify(closed)).not.toMatch(/hash|pin/u);
    for (const decide of everything) expect(after(close, decide)).toBe('account-closed');
  });

  it('that nobody has opened is not known', () => {
    for (const decide of everything) expect(decide(undefined)).toMatchObject({ code: 'account-unknown' });
  });

  it('has the newest twenty log-ins, until it is blocked or has another password', () => {
    const many = Array.from({ length: 25 }, (_, index) => logIn(`l${index}`));
    expect(openOf(after(...many))).toEqual(Array.from({ length: 20 }, (_, index) => `l${index + 5}`));
    expect(openOf(after(...many, block, unblock))).toEqual([]);
    expect(openOf(after(...many, password))).toEqual([]);
    expect(openOf(after(logIn('x'), pin))).toEqual(['x']);
  });

  it('is told to plugins without name and secrets', () => {
    expect(knownAccount(after(password, pin, change) as AccountState)).toEqual({
      accountId: 'a',
      status: 'active',
      prepaid: true,
    });
  });
});
