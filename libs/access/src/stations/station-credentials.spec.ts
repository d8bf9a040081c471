import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import { SecretHasher } from '../secrets.ts';
import { StationCredentialStreams } from './station-credentials.ts';

const hasher = new SecretHasher(Buffer.alloc(32, 7));

describe('what a station proves itself with', () => {
  let folder: string;
  let log: SqliteEventLog;
  let credentials: StationCredentialStreams;
  let now: Date;
  const opened = () => new StationCredentialStreams(new Ledger(log, systemClock), hasher, () => now);
  beforeEach(async () => {
    now = new Date();
    folder = await mkdtemp(join(tmpdir(), 'wattledger-credentials-'));
    log = await SqliteEventLog.open(folder);
    credentials = opened();
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const everything = async () => (await Array.fromAsync(log.readAll(), ({ data }) => data)).join('\n');
  const passwordOf = async (stationId: string, password?: string) => {
    const set = await credentials.setPassword(stationId, password, 'operator:ana');
    return isRefusal(set) ? set : Buffer.from(set.password);
  };
  const shows = async (password: string | Buffer | undefined, stationId = 'oak') =>
    (await credentials.checkPassword(stationId, password === undefined ? undefined : Buffer.from(password))).outcome;

  describe('a password', () => {
    it('is asked of no station for which none is set, as far as this room is asked', async () => {
      expect(await shows(undefined)).toBe('no-credentials-set');
    });

    it('trap 10: is good as text and as the bytes that its hexadecimal digits stand for, and it is told which', async () => {
      const hex = '0123456789abcdef0123456789abcdef01234567';
      await passwordOf('oak', hex);
      expect(await credentials.checkPassword('oak', Buffer.from(hex))).toEqual({ outcome: 'accepted', sentAs: 'text' });
      expect(await credentials.checkPassword('oak', Buffer.from(hex, 'hex'))).toEqual({ outcome: 'accepted', sentAs: 'bytes' });
      await passwordOf('elm', hex.toUpperCase());
      expect(await credentials.checkPassword('elm', Buffer.from(hex, 'hex'))).toEqual({ outcome: 'accepted', sentAs: 'bytes' });
    });

    it('is refused when it is wrong, and when none is shown', async () => {
      await passwordOf('oak', 'a long and good password');
      expect(await shows('another password')).toBe('refused');
      expect(await shows(undefined)).toBe('refused');
    });

    it('is good for nothing once it is revoked', async () => {
      const password = await passwordOf('oak');
      await credentials.revokePassword('oak', 'operator:ana');
      expect(await shows(password as Buffer)).toBe('no-credentials-set');
      expect(await credentials.revokePassword('oak', 'operator:ana')).toMatchObject({ code: 'station-has-no-credentials' });
    });

    it('is neither too short nor too long; one that is made suits every version', async () => {
      expect(await passwordOf('oak', 'short')).toMatchObject({ code: 'password-too-short' });
      expect(await passwordOf('oak', 'x'.repeat(65))).toMatchObject({ code: 'password-too-long' });
      expect(String(await passwordOf('oak'))).toMatch(/^[0-9a-f]{40}$/);
    });

    it('leaves a hash that is of no use without the master key', async () => {
      await passwordOf('oak', 'Sommer2026Sommer');
      const stored = await everything();
      expect(stored).not.toContain('Sommer2026Sommer');
      expect(stored).not.toContain(createHash('sha256').update('Sommer2026Sommer').digest('base64url'));
    });
  });

  it('is told whose has changed, whoever changed it', async () => {
    const stop = new AbortController();
    const following = credentials.follow(stop.signal);
    const heard = new Promise((resolve) => credentials.onChanged(resolve));
    await opened().setPassword('oak', undefined, 'operator:ana');
    expect(await heard).toBe('oak');
    stop.abort();
    await following;
  });

  describe('a new password on its way', () => {
    const old = 'the old password of oak';
    const rotate = (password: string, commandId = password) =>
      credentials.startRotation('oak', {
        commandId,
        password,
        graceUntil: new Date(now.getTime() + 60_000),
        by: 'operator:ana',
      });
    const answered = (commandId: string, outcome: 'accepted' | 'rejected' | 'not-sent' | 'unanswered') =>
      credentials.heed({ stationId: 'oak', commandId, outcome });
    const graceEnds = () => (now = new Date(now.getTime() + 60_000));
    beforeEach(() => passwordOf('oak', old));

    it('is good beside the old one, until the station has shown it', async () => {
      await rotate('the new password of oak');
      expect(await shows(old)).toBe('accepted');
      await answered('the new password of oak', 'accepted');
      expect(await shows(old)).toBe('accepted');
      expect(await shows('the new password of oak')).toBe('accepted');
      expect(await shows(old)).toBe('refused');
    });

    it('is dropped when the station would not have it, or never got it', async () => {
      for (const outcome of ['rejected', 'not-sent'] as const) {
        await rotate(`password that is ${outcome}`);
        await answered(`password that is ${outcome}`, outcome);
        expect(await shows(`password that is ${outcome}`)).toBe('refused');
        expect(await shows(old)).toBe('accepted');
      }
    });

    it('alone is good when the station has accepted it and the grace is over', async () => {
      await rotate('the new password of oak');
      await answered('the new password of oak', 'accepted');
      graceEnds();
      expect(await shows(old)).toBe('refused');
      expect(await shows('the new password of oak')).toBe('accepted');
    });

    it('locks nobody out when its answer was lost: the grace being over, what the station shows decides', async () => {
      await rotate('the new password of oak');
      await answered('the new password of oak', 'unanswered');
      graceEnds();
      expect(await shows(old)).toBe('accepted');
      expect(await shows('the new password of oak')).toBe('refused');
      await rotate('a newer password of oak');
      graceEnds();
      expect(await shows('a newer password of oak')).toBe('accepted');
      expect(await shows(old)).toBe('refused');
    });

    it('leaves those good that were sent after it', async () => {
      await rotate('the second password');
      await rotate('the third password');
      expect(await shows('the second password')).toBe('accepted');
      expect(await shows(old)).toBe('refused');
      expect(await shows('the third password')).toBe('accepted');
      expect(await shows('the second password')).toBe('refused');
    });

    it('is one of five at most', async () => {
      for (const count of [1, 2, 3, 4, 5]) expect(await rotate(`password number ${count}`)).toBeUndefined();
      expect(await rotate('password number 6')).toMatchObject({ code: 'rotation-under-way' });
      await passwordOf('oak', 'set by hand after all');
      expect(await rotate('password number 6')).toBeUndefined();
    });
  });

  describe('a certificate', () => {
    it('that was revoked is known by its number, however that is written', async () => {
      expect(await credentials.revokeCertificate('oak', '0a:1B:2c', 'operator:ana', 'stolen')).toBeUndefined();
      expect((await credentials.of('oak')).certificates).toMatchObject([{ serialNumber: 'A1B2C', reason: 'stolen' }]);
      expect(await credentials.revokeCertificate('oak', 'A1B2C', 'operator:ana')).toMatchObject({ code: 'certificate-revoked' });
      expect(await credentials.revokeCertificate('oak', 'number 1', 'operator:ana')).toMatchObject({
        code: 'certificate-serial-invalid',
      });
    });
  });

  it('only grows by itself, and falls at the word of an operator', async () => {
    await credentials.requireProfile('oak', 3);
    await credentials.requireProfile('oak', 2);
    expect((await credentials.of('oak')).requiredProfile).toBe(3);
    await credentials.requireProfile('oak', 1, 'operator:ana');
    expect((await credentials.of('oak')).requiredProfile).toBe(1);
  });
});
