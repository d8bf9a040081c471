import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { MasterKey } from './master-key.ts';
import { sealedLength, Sealer, subjectIn } from './sealer.ts';
import { SqliteKeyStore } from './sqlite-key-store.ts';

const SECRET = 'a secret of more than thirty-two characters';

describe('sealing personal data', () => {
  let folder: string;
  let keys: SqliteKeyStore;
  let sealer: Sealer;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-keys-'));
    const masterKey = new MasterKey(SECRET);
    keys = new SqliteKeyStore(folder, masterKey);
    sealer = new Sealer(masterKey, keys);
  });
  afterEach(async () => {
    await keys.close();
    await rm(folder, { recursive: true });
  });

  it('names the same driver by the same subject, whatever the case of the token', async () => {
    expect(subjectIn(await sealer.seal('04a2b3c4'))).toBe(subjectIn(await sealer.seal('04A2B3C4')));
    expect(subjectIn(await sealer.seal('04A2B3C5'))).not.toBe(subjectIn(await sealer.seal('04A2B3C4')));
  });

  it('tells how long a sealed text is without opening it', async () => {
    const sealed = await sealer.seal('04A2B3C4');
    await sealer.erase('04A2B3C4');
    expect(sealedLength(sealed)).toBe(8);
    expect(sealedLength(await sealer.seal(''))).toBe(0);
    expect(sealedLength('04A2B3C4')).toBeUndefined();
  });

  it('seals personal members and removes secret ones, and touches nothing else', async () => {
    const payload: JsonObject = {
      key: 'AuthorizationKey',
      value: 'hunter2hunter2',
      who: { idTag: 'TAG', list: [{ idTag: 'A' }, { n: 1 }] },
    };
    const stored = await sealer.sealPayload(payload, [
      { path: ['value'], kind: 'secret' },
      { path: ['who', 'list', 0, 'idTag'], kind: 'personal' },
      { path: ['who', 'nobody'], kind: 'personal' },
    ]);
    expect(stored).toEqual({
      key: 'AuthorizationKey',
      value: '[removed]',
      who: { idTag: 'TAG', list: [{ idTag: expect.stringMatching(/^sealed:/) }, { n: 1 }] },
    });
    expect(payload.value).toBe('hunter2hunter2');
    expect(await sealer.unsealPayload(stored)).toMatchObject({ who: { list: [{ idTag: 'A' }, { n: 1 }] } });
  });

  it('seals many values of one payload, and leaves the payload as it is', async () => {
    const payload: JsonObject = { list: [{ tag: 'A', info: { parent: 'P' } }, { tag: 'B' }], whole: { part: 'X' } };
    const before = structuredClone(payload);
    const stored = await sealer.sealPayload(payload, [
      { path: ['list', 0, 'tag'], kind: 'personal' },
      { path: ['list', 0, 'info', 'parent'], kind: 'personal' },
      { path: ['list', 1, 'tag'], kind: 'personal' },
      { path: ['whole', 'part'], kind: 'personal' },
      { path: ['whole'], kind: 'personal' },
    ]);
    const sealed = expect.stringMatching(/^sealed:/);
    expect(stored).toEqual({ list: [{ tag: sealed, info: { parent: sealed } }, { tag: sealed }], whole: sealed });
    expect(await sealer.unsealPayload(stored)).toEqual({ ...before, whole: '{"part":"X"}' });
    expect(payload).toEqual(before);
  });

  it('leaves a text alone that only looks sealed', async () => {
    expect(await sealer.unseal('sealed:nonsense')).toBeUndefined();
    expect(await sealer.unsealPayload(['sealed:nonsense'])).toEqual(['sealed:nonsense']);
  });

  it('keeps neither token nor master key in its files', async () => {
    await sealer.seal('04A2B3C4');
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
    expect(files.join('')).not.toContain('04A2B3C4');
    expect(files.join('')).not.toContain(SECRET);
  });
});
