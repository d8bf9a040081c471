import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MasterKey } from '@wattledger/event-log';
import { newSecret } from '@wattledger/access';

/**
 * The master key: the operator's, or one made at the first start.
 *
 * A key beside the data it seals protects a copy of the log, not a copy of the folder: in production it is set from outside.
 */
export function masterKeyOf(settings: { readonly dataFolder: string; readonly masterKey: string | undefined }): MasterKey {
  if (settings.masterKey !== undefined) return new MasterKey(settings.masterKey);
  const file = join(settings.dataFolder, 'master.key');
  if (!existsSync(file)) {
    mkdirSync(settings.dataFolder, { recursive: true });
    writeFileSync(file, newSecret(), { mode: 0o600, flag: 'wx' });
  }
  return new MasterKey(readFileSync(file, 'utf8').trim());
}
