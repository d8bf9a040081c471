import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MasterKey } from './master-key.ts';

const masterKeyFile = (folder: string): string => join(folder, 'master.key');

/**
 * The master key: the operator's, or the one in the data folder, made there if there is none.
 *
 * A key beside the data it seals protects a copy of the log, not a copy of the folder: in production it is set from outside.
 */
export function openMasterKey(folder: string, secret: string | undefined): MasterKey {
  const known = existingMasterKey(folder, secret);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  writeFileSync(masterKeyFile(folder), randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return openMasterKey(folder, undefined);
}

/** The same, making none. */
export function existingMasterKey(folder: string, secret: string | undefined): MasterKey | undefined {
  if (secret !== undefined) return new MasterKey(secret);
  return existsSync(masterKeyFile(folder)) ? new MasterKey(readFileSync(masterKeyFile(folder), 'utf8').trim()) : undefined;
}
