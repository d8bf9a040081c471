import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MasterKey } from './master-key.ts';
import { existingMasterKey, openMasterKey } from './master-key-file.ts';

describe('the master key of a data folder', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'wattledger-master-key-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const subjectOf = (key: MasterKey | undefined) => key?.subjectOf('04A2B3C4');

  it('is made once, and kept', async () => {
    const made = await openMasterKey(folder, undefined);
    expect(await readdir(folder)).toEqual(['master.key']);
    expect(subjectOf(await openMasterKey(folder, undefined))).toBe(subjectOf(made));
    expect(subjectOf(existingMasterKey(folder, undefined))).toBe(subjectOf(made));
  });

  it('is not the emptiness that a process left which died when it made it', async () => {
    await writeFile(join(folder, 'master.key'), '');
    expect(existingMasterKey(folder, undefined)).toBeUndefined();
    const made = await openMasterKey(folder, undefined);
    expect(subjectOf(made)).not.toBe(subjectOf(new MasterKey('')));
    expect(await readFile(join(folder, 'master.key'), 'utf8')).toHaveLength(43);
  });

  it('is one for all processes that make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => openMasterKey(folder, undefined)));
    expect(new Set(made.map(subjectOf)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['master.key']);
  });
});
