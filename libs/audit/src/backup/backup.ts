import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyLogAndKeys, existingMasterKey, SqliteKeyStore, SqliteLogReader, syncFile, syncFolder } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';
import { archiveFolder, compareWithRebuild, rebuildReadModels } from '@wattledger/read-models';
import { auditFault } from '../errors.ts';
import { verifiable, verify } from '../verify.ts';
import type { Verification } from '../verify.ts';

/** What stands in `backup.json`: what the copy was when it was made. */
export interface BackupRecord {
  readonly format: 1;
  readonly madeAt: string;
  /** How many events the log has, and the position of the newest. */
  readonly events: number;
  readonly head: number;
  /** Whether the master key lies in the backup. Without it, personal data in it cannot be read, and no platform started with it. */
  readonly holdsMasterKey: boolean;
}

export interface BackedUp extends BackupRecord {
  readonly verification: Verification;
}

const RECORD = 'backup.json';
const MASTER_KEY = 'master.key';

/**
 * Copies the log, the keys and the archives of a data folder, beside a running platform, and verifies the copy.
 *
 * Rows are not copied: they are made anew from the log.
 *
 * @param to a folder that is empty or not there yet
 * @throws Fault `backup-folder-taken`, `backup-broken`
 */
export async function backUp(
  dataFolder: string,
  to: string,
  { withMasterKey = false, now = new Date() } = {},
): Promise<BackedUp> {
  if (await isTaken(to)) throw auditFault('backup-folder-taken', `${to} is not empty`);
  await mkdir(to, { recursive: true });
  await copyLogAndKeys(dataFolder, to);
  // After the log: what it calls archived lay there before it said so.
  await copyArchives(dataFolder, to);
  if (withMasterKey && existsSync(join(dataFolder, MASTER_KEY))) await copyMasterKey(dataFolder, to);
  const { verification, head } = await verified(to);
  const record: BackupRecord = {
    format: 1,
    madeAt: now.toISOString(),
    events: verification.events,
    head,
    holdsMasterKey: existsSync(join(to, MASTER_KEY)),
  };
  await writeFile(join(to, RECORD), `${JSON.stringify(record, undefined, 1)}\n`, { flush: true });
  await syncFolder(to);
  return { ...record, verification };
}

export interface Restored extends BackedUp {
  /** `undefined` where there is no master key to try the keys with. */
  readonly keysOpen: boolean | undefined;
}

/**
 * Makes a data folder of a backup: verified before and after, with rows made anew and compared.
 *
 * @param to a folder that is empty or not there yet; `master.key` may lie in it already
 * @throws Fault `backup-unreadable`, `backup-broken`, `backup-folder-taken`
 */
export async function restore(backup: string, to: string, masterKey?: string): Promise<Restored> {
  const record = await recordOf(backup);
  if (await isTaken(to, MASTER_KEY)) throw auditFault('backup-folder-taken', `${to} is not empty`);
  const { verification, head } = await verified(backup);
  if (head !== record.head || verification.events !== record.events) {
    throw auditFault('backup-broken', `${backup} holds other events than it held when it was made`);
  }
  await copyLogAndKeys(backup, to);
  await copyArchives(backup, to);
  if (record.holdsMasterKey) await copyMasterKey(backup, to);
  await syncFolder(to);
  await verified(to);
  await makeRows(to);
  return { ...record, verification, keysOpen: await keysOpen(to, masterKey) };
}

async function verified(folder: string): Promise<{ verification: Verification; head: number }> {
  const reader = new SqliteLogReader(folder);
  try {
    const verification = await verify(await verifiable(reader));
    const { broken } = verification;
    if (broken) throw auditFault('backup-broken', `${folder}: position ${broken.position}: ${broken.explanation}`);
    return { verification, head: reader.head() };
  } finally {
    reader.close();
  }
}

/** Anew, and held against a second time. */
async function makeRows(folder: string): Promise<void> {
  const log = new SqliteLogReader(folder);
  try {
    const rows = { log, dataFolder: folder };
    await rebuildReadModels(rows);
    const { differences } = await compareWithRebuild(rows);
    if (differences.length > 0) throw auditFault('backup-broken', `The rows of ${folder} are not what its log says`);
  } finally {
    log.close();
  }
}

async function copyArchives(from: string, to: string): Promise<void> {
  if (!existsSync(archiveFolder(from))) return;
  await cp(archiveFolder(from), archiveFolder(to), { recursive: true });
  for (const name of await readdir(archiveFolder(to))) await syncFile(join(archiveFolder(to), name));
  await syncFolder(archiveFolder(to));
}

async function copyMasterKey(from: string, to: string): Promise<void> {
  await copyFile(join(from, MASTER_KEY), join(to, MASTER_KEY));
  await syncFile(join(to, MASTER_KEY));
}

async function recordOf(backup: string): Promise<BackupRecord> {
  try {
    return JSON.parse(await readFile(join(backup, RECORD), 'utf8')) as BackupRecord;
  } catch (cause) {
    throw auditFault('backup-unreadable', `There is no whole backup in ${backup}`, { cause });
  }
}

async function isTaken(folder: string, ...allowed: readonly string[]): Promise<boolean> {
  if (!existsSync(folder)) return false;
  return (await readdir(folder)).some((name) => !allowed.includes(name));
}

async function keysOpen(folder: string, secret: string | undefined): Promise<boolean | undefined> {
  const masterKey = existingMasterKey(folder, secret);
  if (!masterKey) return undefined;
  try {
    await new SqliteKeyStore(folder, masterKey).close();
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
