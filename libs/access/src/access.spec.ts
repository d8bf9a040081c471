import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
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

  it('keeps hashes only', async () => {
    const { key } = await access.createApiKey({ name: 'grid', role: 'operator', createdBy: 'admin' });
    const stored = await everything();
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(key.split('_')[2]);
  });
});
