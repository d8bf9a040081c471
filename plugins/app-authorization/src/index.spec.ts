import { describe, expect, it } from '@jest/globals';
import type { PluginContext, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { appAuthorization } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const shown: Question<'authorize'> = {
  stationId: 'oak',
  ocppVersion: '1.6',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: [], timeZone: 'UTC' },
  token: 'GRANT',
  purpose: 'start',
  transactionId: '1',
  grant: { grantId: 'g', accountId: 'a', stationId: 'oak', evseId: 1, expiresAt: '2026-05-01T12:05:00.000Z', by: 'app' },
  account: { accountId: 'a', status: 'active', prepaid: false },
};
const decide = (changes: Partial<Question<'authorize'>>) =>
  appAuthorization.decisions?.authorize?.({ ...shown, ...changes }, appAuthorization.config.parse({}), context);

describe('a grant of an app', () => {
  it('starts a session on its account', () => {
    expect(decide({})).toMatchObject({ answer: { status: 'Accepted', accountId: 'a' }, rule: 'grant-good' });
  });

  it('is no good elsewhere, later, or while the account is blocked', () => {
    expect(decide({ stationId: 'elm' })).toMatchObject({ rule: 'grant-of-another-station' });
    expect(decide({ evseId: 2 })).toMatchObject({ rule: 'grant-of-another-connector' });
    expect(decide({ at: '2026-05-01T12:06:00.000Z' })).toMatchObject({ rule: 'grant-expired' });
    expect(decide({ account: { accountId: 'a', status: 'blocked', prepaid: false } })).toMatchObject({
      answer: { status: 'Blocked' },
    });
  });

  it('stops its own account’s sessions only', () => {
    expect(decide({ purpose: 'stop', stopping: { sameToken: false, accountId: 'a' } })).toMatchObject({ rule: 'own-session' });
    expect(decide({ purpose: 'stop', stopping: { sameToken: false, accountId: 'b' } })).toMatchObject({
      rule: 'session-of-another',
    });
  });

  it('is all that is decided here', () => {
    expect(decide({ grant: undefined })).toMatchObject({ vote: 'abstain' });
  });
});

describePlugin(appAuthorization, { questions: { authorize: [shown] } });
