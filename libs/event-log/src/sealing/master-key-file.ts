import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../durable.ts';
import { MasterKey } from './master-key.ts';

const masterKeyFile = (folder: string): string => join(folder, 'master.key');

/**
 * The master key: the operator's, or the one in the data folder, made there if there is none.
 *
 * A key beside the data it seals protects a copy of the log, not a copy of the folder: in production it is set from outside.
 */
export async function openMasterKey(folder: string, secret: string | undefined): Promise<MasterKey> {
  const known = existingMasterKey(folder, secret);
  if (known) return known;
  await mkdir(folder, { recursive: true });
  const file = masterKeyFile(folder);
  const unfinished = `${file}.${randomUUID()}`;
  const made = randomBytes(32).toString('base64url');
  // It has its name once it is whole and on the disk: what is sealed with it may be there a moment later.
  await writeFile(unfinished, made, { mode: 0o600, flush: true });
  // Emptiness is what a process left that died when it made it; anything else another process has made meanwhile.
  if (existsSync(file) && !existingMasterKey(folder, undefined)) await rm(file);
  try {
    await link(unfinished, file);
  } catch (error) {
    // A disk that knows no second names takes the name away from whoever else makes one now; most know them.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rename(unfinished, file);
  }
  await rm(unfinished, { force: true });
  await syncFolder(folder);
  return existingMasterKey(folder, undefined) ?? new MasterKey(made);
}

/** The same, making none. A file that is empty is one that a process had begun when it died, and no key. */
export function existingMasterKey(folder: string, secret: string | undefined): MasterKey | undefined {
  if (secret !== undefined) return new MasterKey(secret);
  const file = masterKeyFile(folder);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return kept === '' ? undefined : new MasterKey(kept);
}
