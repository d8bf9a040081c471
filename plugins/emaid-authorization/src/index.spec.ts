import { describe, expect, it } from '@jest/globals';
import type { KnownToken, PluginContext, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { emaidAuthorization } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const contract: KnownToken = { tokenId: 't', status: 'active', type: 'eMAID', masterPass: false };
const decide = (changes: Partial<Question<'authorize'>>, config: object = {}) =>
  emaidAuthorization.decisions?.authorize?.(
    {
      stationId: 'oak',
      ocppVersion: '2.1',
      at: '2026-05-01T12:00:00.000Z',
      station: { groups: [], timeZone: 'UTC' },
      token: 'DE-8AA-CA2B3C4D5-N',
      tokenType: 'eMAID',
      purpose: 'present',
      registered: contract,
      ...changes,
    },
    emaidAuthorization.config.parse(config),
    context,
  );

describe('a contract', () => {
  it('that was issued may charge, also at a station that does not say it is one', () => {
    expect(decide({})).toMatchObject({ answer: { status: 'Accepted' }, rule: 'contract-good' });
    expect(decide({ tokenType: undefined, ocppVersion: '1.6' })).toMatchObject({ rule: 'contract-good' });
  });

  it.each([
    [{ status: 'blocked' as const }, 'Blocked'],
    [{ expiresAt: '2026-05-01T12:00:00.000Z' }, 'Expired'],
    [{ allowedAt: { stationIds: ['elm'] } }, 'NotAtThisLocation'],
  ])('with %j is answered %s', (changes, status) => {
    expect(decide({ registered: { ...contract, ...changes } })).toMatchObject({ answer: { status } });
  });

  it('that was never issued may charge where its provider is trusted', () => {
    expect(decide({ registered: undefined })).toMatchObject({ answer: { status: 'Unknown' } });
    expect(decide({ registered: undefined }, { unknownContracts: 'abstain' })).toMatchObject({ vote: 'abstain' });
    expect(decide({ registered: undefined }, { trustedProviders: ['de-8aa'] })).toMatchObject({ rule: 'provider-trusted' });
  });

  it('is all that is decided here', () => {
    expect(decide({ tokenType: 'ISO14443', registered: undefined })).toMatchObject({ vote: 'abstain' });
    expect(decide({ token: 'no contract', registered: undefined })).toMatchObject({ answer: { status: 'Invalid' } });
  });
});

describePlugin(emaidAuthorization);
