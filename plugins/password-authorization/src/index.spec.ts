import { describe, expect, it } from '@jest/globals';
import type { PluginContext, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { passwordAuthorization } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const station = {
  stationId: 'oak',
  ocppVersion: '2.0.1',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: [], timeZone: 'UTC' },
} as const;
const config = passwordAuthorization.config.parse({});
const pin = (changes: Partial<Question<'authorize'>>) =>
  passwordAuthorization.decisions?.authorize?.(
    {
      ...station,
      token: '[removed]',
      tokenType: 'KeyCode',
      purpose: 'present',
      secret: { kind: 'pin', outcome: 'verified' },
      account: { accountId: 'a', status: 'active', prepaid: false },
      ...changes,
    },
    config,
    context,
  );
const typed = (changes: Partial<Question<'answerDataTransfer'>>) =>
  passwordAuthorization.decisions?.answerDataTransfer?.(
    { ...station, vendorId: 'wattledger', messageId: 'LogIn', ...changes },
    config,
    context,
  );

describe('a PIN', () => {
  it('that is right lets its account charge', () => {
    expect(pin({})).toMatchObject({ answer: { status: 'Accepted', accountId: 'a' }, rule: 'pin-right' });
  });

  it('that is wrong, or typed at a locked keypad, does not', () => {
    expect(pin({ secret: { kind: 'pin', outcome: 'wrong' }, account: undefined })).toMatchObject({ rule: 'pin-wrong' });
    expect(pin({ secret: { kind: 'pin', outcome: 'locked' }, account: undefined })).toMatchObject({ rule: 'locked-out' });
  });

  it('stops its own account’s sessions only', () => {
    expect(pin({ purpose: 'stop', stopping: { sameToken: false, accountId: 'a' } })).toMatchObject({ rule: 'own-session' });
    expect(pin({ purpose: 'stop', stopping: { sameToken: false, accountId: 'b' } })).toMatchObject({
      rule: 'session-of-another',
    });
  });
});

describe('user name and password', () => {
  const grant = { token: 'GRANT', expiresAt: '2026-05-01T12:05:00.000Z' };
  const right = { secret: { kind: 'password', outcome: 'verified' }, accountId: 'a', grant } as const;

  it('that are right are answered with a token, as each version spells it', () => {
    expect(typed({ logIn: right })).toMatchObject({
      answer: { status: 'Accepted', data: { idToken: { idToken: 'GRANT', type: 'Central' } } },
    });
    expect(typed({ ocppVersion: '1.6', logIn: right })).toMatchObject({ answer: { data: { idTag: 'GRANT' } } });
  });

  it('that are wrong, locked or missing are rejected', () => {
    expect(typed({ logIn: { secret: { kind: 'password', outcome: 'wrong' } } })).toMatchObject({ rule: 'password-wrong' });
    expect(typed({ logIn: { secret: { kind: 'password', outcome: 'locked' } } })).toMatchObject({ rule: 'locked-out' });
    expect(typed({})).toMatchObject({ rule: 'log-in-incomplete' });
  });

  it('of another vendor are left to others', () => {
    expect(typed({ vendorId: 'Acme', logIn: right })).toMatchObject({ vote: 'abstain' });
    expect(typed({ messageId: 'Hello' })).toMatchObject({ answer: { status: 'UnknownMessageId' } });
  });
});

describePlugin(passwordAuthorization, {
  questions: {
    authorize: [{ ...station, token: '[removed]', tokenType: 'KeyCode', secret: { kind: 'pin', outcome: 'verified' } }],
    answerDataTransfer: [{ ...station, vendorId: 'wattledger', messageId: 'LogIn' }],
  },
});
