import { describe, expect, it } from '@jest/globals';
import { apiKeys } from './api-keys.projection.ts';

const source = (receivedAt: string) => ({ stationId: '', eventId: 'e', position: 0, revision: 0, receivedAt });
const created = { type: 'ApiKeyCreated', keyId: 'k1', name: 'Roaming hub', role: 'integrator', createdBy: 'admin' } as const;
const revoked = { type: 'ApiKeyRevoked', keyId: 'k1', revokedBy: 'admin' } as const;

const row = (...facts: readonly (typeof created | typeof revoked)[]) =>
  facts.reduce<object | undefined>((state, fact, minute) => {
    const folded = apiKeys.folds.get(fact.type)?.(state, fact, source(`2026-05-01T12:0${minute}:00.000Z`));
    return folded === 'delete' ? undefined : folded;
  }, undefined);

describe('an API key', () => {
  it('is known by its name and role', () => {
    const { type: _, ...made } = created;
    expect(row(created)).toEqual({ ...made, createdAt: '2026-05-01T12:00:00.000Z' });
  });

  it('is revoked once', () => {
    expect(row(created, revoked, revoked)).toMatchObject({ revokedBy: 'admin', revokedAt: '2026-05-01T12:01:00.000Z' });
  });

  it('that is made anew is good again', () => {
    expect(row(created, revoked, created)).not.toHaveProperty('revokedAt');
  });

  it('that nobody made cannot be revoked', () => {
    expect(row(revoked)).toBeUndefined();
  });
});
