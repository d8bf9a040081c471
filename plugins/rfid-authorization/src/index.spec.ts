import { describe, expect, it } from '@jest/globals';
import type { KnownToken, PluginContext, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { rfidAuthorization } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const token: KnownToken = { tokenId: 't', status: 'active', type: 'ISO14443', masterPass: false };
const shown: Question<'authorize'> = {
  stationId: 'oak',
  ocppVersion: '2.0.1',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: ['staff'], timeZone: 'UTC', siteId: 'yard' },
  token: '04A2',
  tokenType: 'ISO14443',
  purpose: 'present',
  registered: token,
};
const decide = (changes: Partial<Question<'authorize'>>, config: object = {}) =>
  rfidAuthorization.decisions?.authorize?.({ ...shown, ...changes }, rfidAuthorization.config.parse(config), context);
const at = (stationId: string, transactionId: string) => ({
  sessionId: `${stationId}:${transactionId}`,
  stationId,
  openedAt: shown.at,
});

describe('a driver with one session at a time', () => {
  const registered = { ...token, concurrentSessions: 1 };
  const wallet = { walletId: 't', openSessions: [at('oak', '1')] };

  it('is refused a second start, not the one that runs, and is let through where it runs, to stop it', () => {
    expect(decide({ registered, wallet, purpose: 'start', transactionId: '2' })).toMatchObject({
      answer: { status: 'ConcurrentTx' },
      rule: 'too-many-sessions',
    });
    expect(decide({ registered, wallet, purpose: 'start', transactionId: '1' })).toMatchObject({
      answer: { status: 'Accepted' },
    });
    expect(decide({ registered, wallet })).toMatchObject({ answer: { status: 'Accepted' } });
    expect(decide({ registered, wallet, stationId: 'elm' })).toMatchObject({ answer: { status: 'ConcurrentTx' } });
  });
});

describe('a token', () => {
  it.each([
    [{ stationIds: ['oak'] }, 'Accepted'],
    [{ siteIds: ['yard'] }, 'Accepted'],
    [{ groups: ['staff'] }, 'Accepted'],
    [{ stationIds: ['elm'], groups: ['guests'] }, 'NotAtThisLocation'],
    [{}, 'Accepted'],
  ])('that is allowed at %j is answered %s', (allowedAt, status) => {
    expect(decide({ registered: { ...token, allowedAt } })).toMatchObject({ answer: { status } });
  });

  it('that was never issued is refused, or left to others', () => {
    expect(decide({ registered: undefined })).toMatchObject({ answer: { status: 'Unknown' } });
    expect(decide({ registered: undefined }, { unknownTokens: 'abstain' })).toMatchObject({ vote: 'abstain' });
  });

  it('of a blocked account is refused', () => {
    const account = { accountId: 'a', status: 'blocked', prepaid: false } as const;
    expect(decide({ registered: { ...token, accountId: 'a' }, account })).toMatchObject({ rule: 'account-not-active' });
  });

  it('of another kind is left to others', () => {
    expect(decide({ tokenType: 'eMAID', registered: undefined })).toMatchObject({ vote: 'abstain' });
    expect(decide({ secret: { kind: 'pin', outcome: 'wrong' } })).toMatchObject({ vote: 'abstain' });
  });

  it('that was blocked since may still stop what it started, not what its group started', () => {
    const registered = { ...token, status: 'blocked', groupToken: 'G' } as const;
    expect(decide({ purpose: 'stop', registered, stopping: { sameToken: true } })).toMatchObject({
      answer: { status: 'Accepted' },
    });
    expect(decide({ purpose: 'stop', registered, stopping: { sameToken: false, groupToken: 'G' } })).toMatchObject({
      answer: { status: 'Blocked' },
    });
  });
});

describePlugin(rfidAuthorization, {
  configs: [{ unknownTokens: 'abstain' }],
  questions: { authorize: [shown, { ...shown, purpose: 'stop', stopping: { sameToken: false, groupToken: 'G' } }] },
});
