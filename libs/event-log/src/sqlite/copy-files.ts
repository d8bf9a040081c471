import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { syncFile, syncFolder } from '../durable.ts';
import { eventLogFault } from '../errors.ts';
import { openLogForReading } from './files.ts';

/**
 * Copies the log and the keys of a data folder to another one, beside whoever writes to it: each as it is at one moment.
 *
 * The log comes first. A key is durable before anything is sealed with it, so the keys of a moment later open all that the copy of
 * the log holds, but for persons who were erased meanwhile.
 *
 * @throws Fault `log-missing`, `log-unreadable`, `log-unwritable`
 */
export async function copyLogAndKeys(folder: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const log = openLogForReading(folder);
  await copy(log, join(to, 'events.sqlite'));
  const keys = join(folder, 'keys.sqlite');
  if (existsSync(keys)) await copy(new Database(keys, { readonly: true, timeout: 10_000 }), join(to, 'keys.sqlite'));
  await syncFolder(to);
}

/** One read of the whole file, which no writer has to wait for. The copy is on the disk when it is done. */
async function copy(database: Database.Database, file: string): Promise<void> {
  try {
    database.prepare('VACUUM INTO ?').run(file);
    await syncFile(file);
  } catch (cause) {
    throw eventLogFault('log-unwritable', `${file} cannot be written: ${String(cause)}`, { cause });
  } finally {
    database.close();
  }
}
