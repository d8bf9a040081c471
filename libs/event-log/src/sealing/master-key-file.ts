import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
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
  const unfinished = `${file}.unfinished`;
  const made = randomBytes(32).toString('base64url');
  // It has its name once it is whole and on the disk: what is sealed with it may be there a moment later.
  await writeFile(unfinished, made, { mode: 0o600, flush: true });
  await rename(unfinished, file);
  await syncFolder(folder);
  return new MasterKey(made);
}

/** The same, making none. A file that is empty is one that a process had begun when it died, and no key. */
export function existingMasterKey(folder: string, secret: string | undefined): MasterKey | undefined {
  if (secret !== undefined) return new MasterKey(secret);
  const file = masterKeyFile(folder);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return kept === '' ? undefined : new MasterKey(kept);
}
