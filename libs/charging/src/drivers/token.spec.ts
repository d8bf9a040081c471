import { describe, expect, it } from '@jest/globals';
import type { PlatformEvent } from '../platform-events.ts';
import { blockToken, changeToken, evolveToken, isAllowedAt, issueToken, knownToken, revokeToken, unblockToken } from './token.ts';
import type { TokenState } from './token.ts';

type Decide = (state: TokenState | undefined) => readonly PlatformEvent[] | object;

const issue = issueToken({ tokenId: 't', token: 'sealed', tokenType: 'ISO14443', details: { language: 'de' }, issuedBy: 'key' });

/** The state after all that was decided; a refusal's code where one of it was refused. */
function after(...decisions: readonly Decide[]): TokenState | string | undefined {
  let state: TokenState | undefined;
  for (const decide of decisions) {
    const decided = decide(state);
    if (!Array.isArray(decided)) return String((decided as { code?: string }).code);
    state = (decided as readonly PlatformEvent[]).reduce<TokenState | undefined>(evolveToken, state);
  }
  return state;
}

const block = blockToken('lost', 'key');
const unblock = unblockToken('key');
const revoke = revokeToken('key');
const change = changeToken({ language: null, concurrentSessions: 2 }, 'key');

describe('a token', () => {
  it('is good once it was issued, and is issued once', () => {
    expect(after(issue)).toEqual({
      tokenId: 't',
      token: 'sealed',
      type: 'ISO14443',
      status: 'active',
      details: { language: 'de' },
    });
    expect(after(issue, issue)).toBe('token-exists');
    expect(after(issue, block, issue)).toBe('token-exists');
  });

  it('keeps what was said of it until that is changed or taken back', () => {
    expect(after(issue, change)).toMatchObject({ status: 'active', details: { language: null, concurrentSessions: 2 } });
    expect(after(issue, block, change)).toMatchObject({ status: 'blocked', details: { concurrentSessions: 2 } });
  });

  it('is blocked and unblocked, each once', () => {
    expect(after(issue, block)).toMatchObject({ status: 'blocked' });
    expect(after(issue, block, unblock)).toMatchObject({ status: 'active' });
    expect(after(issue, block, block)).toBe('token-blocked');
    expect(after(issue, unblock)).toBe('token-not-blocked');
  });

  it('that was revoked can only be issued anew', () => {
    for (const decide of [change, block, unblock, revoke]) expect(after(issue, revoke, decide)).toBe('token-revoked');
    expect(after(issue, block, revoke, issue)).toMatchObject({ status: 'active', details: { language: 'de' } });
  });

  it('that nobody has issued is not known', () => {
    for (const decide of [change, block, unblock, revoke]) expect(after(decide)).toBe('token-unknown');
  });

  it('is told to plugins without the token, and a revoked one as blocked', () => {
    const revoked = after(issue, revoke) as TokenState;
    expect(knownToken(revoked)).toEqual({ tokenId: 't', status: 'blocked', type: 'ISO14443', language: 'de', masterPass: false });
  });

  it('is allowed at the stations, sites and groups that are named, and anywhere where none is', () => {
    const at = { siteId: 'harbour', groups: ['fast'], timeZone: 'UTC' };
    expect(isAllowedAt(undefined, 'oak', at)).toBe(true);
    expect(isAllowedAt({ stationIds: [], groups: [] }, 'oak', at)).toBe(true);
    expect(isAllowedAt({ stationIds: ['oak'] }, 'oak', at)).toBe(true);
    expect(isAllowedAt({ siteIds: ['harbour'] }, 'oak', at)).toBe(true);
    expect(isAllowedAt({ groups: ['slow', 'fast'] }, 'oak', at)).toBe(true);
    expect(isAllowedAt({ stationIds: ['elm'], siteIds: ['hill'], groups: ['slow'] }, 'oak', at)).toBe(false);
    expect(isAllowedAt({ siteIds: ['harbour'] }, 'oak', { groups: [], timeZone: 'UTC' })).toBe(false);
  });
});
