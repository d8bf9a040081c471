import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import { Access } from './access.ts';
import { SecretHasher } from './secrets.ts';

const hasher = new SecretHasher(Buffer.alloc(32, 7));

describe('access', () => {
  let folder: string;
  let log: SqliteEventLog;
  let access: Access;
  const open = async () => {
    log = await SqliteEventLog.open(folder);
    access = new Access(new Ledger(log, systemClock), hasher);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-access-'));
    await open();
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const everything = async () => (await Array.fromAsync(log.readAll(), ({ data }) => data)).join('\n');
  const passwordOf = async (stationId: string, password?: string) => {
    const set = await access.setStationCredentials(stationId, password, 'operator:ana');
    return isRefusal(set) ? set : Buffer.from(set.password);
  };

  describe('with an API key', () => {
    it('is given to its holder, also after a restart', async () => {
      const { key, keyId } = await access.createApiKey({ name: 'grid', role: 'integrator', createdBy: 'admin' });
      await log.close();
      await open();
      expect(await access.callerOf(key)).toEqual({ keyId, name: 'grid', role: 'integrator' });
    });

    it('is refused to everyone else', async () => {
      const { key } = await access.createApiKey({ name: 'grid', role: 'integrator', createdBy: 'admin' });
      for (const other of ['', 'wl_', `${key}x`, key.slice(0, -1), 'wl_unknown1_0123456789abcdef0123456789abcdef']) {
        expect(await access.callerOf(other)).toBeUndefined();
      }
    });

    it('ends with the key, which can be revoked once', async () => {
      const { key, keyId } = await access.createApiKey({ name: 'grid', role: 'operator', createdBy: 'admin' });
      expect(await access.revokeApiKey(keyId, 'admin')).toBeUndefined();
      expect(await access.callerOf(key)).toBeUndefined();
      expect(await access.revokeApiKey(keyId, 'admin')).toMatchObject({ code: 'api-key-revoked' });
      expect(await access.revokeApiKey('nobody', 'admin')).toMatchObject({ code: 'api-key-unknown' });
    });

    it('ends here when the key is revoked elsewhere', async () => {
      const stop = new AbortController();
      const following = access.follow(stop.signal);
      const elsewhere = new Access(new Ledger(log, systemClock), hasher);
      const { key, keyId } = await elsewhere.createApiKey({ name: 'grid', role: 'operator', createdBy: 'admin' });
      expect(await access.callerOf(key)).toBeDefined();
      await elsewhere.revokeApiKey(keyId, 'admin');
      while (await access.callerOf(key)) await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      await following;
    });

    it('may be of the operator’s own choosing, and changes with it', async () => {
      const request = { name: 'settings', role: 'admin', createdBy: 'settings' } as const;
      await access.adoptApiKey('admin', 'a key of my own', request);
      await access.adoptApiKey('admin', 'a key of my own', request);
      expect(await access.callerOf('a key of my own')).toMatchObject({ role: 'admin' });
      await access.adoptApiKey('admin', 'another key of my own', request);
      expect(await access.callerOf('a key of my own')).toBeUndefined();
    });
  });

  describe('with a station password', () => {
    it('is open to stations for which none is set, as far as this room is asked', async () => {
      expect(await access.checkStation('oak', undefined)).toBe('no-credentials-set');
    });

    it('is given for the right one, as text and as the bytes that its hexadecimal digits stand for', async () => {
      const hex = '0123456789abcdef0123456789abcdef01234567';
      await passwordOf('oak', hex);
      expect(await access.checkStation('oak', Buffer.from(hex))).toBe('accepted');
      expect(await access.checkStation('oak', Buffer.from(hex, 'hex'))).toBe('accepted');
      await passwordOf('elm', hex.toUpperCase());
      expect(await access.checkStation('elm', Buffer.from(hex, 'hex'))).toBe('accepted');
    });

    it('is refused for a wrong one and for none', async () => {
      await passwordOf('oak', 'a long and good password');
      expect(await access.checkStation('oak', Buffer.from('another password'))).toBe('refused');
      expect(await access.checkStation('oak', undefined)).toBe('refused');
    });

    it('ends with the password', async () => {
      const password = await passwordOf('oak');
      await access.revokeStationCredentials('oak', 'operator:ana');
      expect(await access.checkStation('oak', password as Buffer)).toBe('no-credentials-set');
      expect(await access.revokeStationCredentials('oak', 'operator:ana')).toMatchObject({ code: 'station-has-no-credentials' });
    });

    it('takes no password that is too short or too long', async () => {
      expect(await passwordOf('oak', 'short')).toMatchObject({ code: 'password-too-short' });
      expect(await passwordOf('oak', 'x'.repeat(65))).toMatchObject({ code: 'password-too-long' });
    });
  });

  it('tells whose password has changed, whoever changed it', async () => {
    const stop = new AbortController();
    const following = access.follow(stop.signal);
    const heard = new Promise((resolve) => access.onCredentialsChanged(resolve));
    const elsewhere = new Access(new Ledger(log, systemClock), hasher);
    await elsewhere.setStationCredentials('oak', undefined, 'operator:ana');
    expect(await heard).toBe('oak');
    stop.abort();
    await following;
  });

  it('keeps hashes that are of no use without the master key', async () => {
    await passwordOf('oak', 'Sommer2026Sommer');
    expect(await everything()).not.toContain(createHash('sha256').update('Sommer2026Sommer').digest('base64url'));
  });

  it('keeps hashes only', async () => {
    const { key } = await access.createApiKey({ name: 'grid', role: 'operator', createdBy: 'admin' });
    const password = (await passwordOf('oak')) as Buffer;
    const stored = await everything();
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(key.split('_')[2]);
    expect(stored).not.toContain(password.toString());
  });
});
