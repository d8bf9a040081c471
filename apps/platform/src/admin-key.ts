import { ADMIN_KEY_ID, newSecret } from '@wattledger/access';
import type { Access } from '@wattledger/access';
import type { Settings } from './settings.ts';

/**
 * Sees to it that somebody can administer the platform.
 *
 * @returns the key that was made, to be shown once; `undefined` when the operator has set one or there is one from before
 */
export async function ensureAdminKey(settings: Settings, access: Access): Promise<string | undefined> {
  if (settings.adminKey !== undefined) {
    await access.adoptApiKey(ADMIN_KEY_ID, settings.adminKey, {
      name: 'WATTLEDGER_ADMIN_KEY',
      role: 'admin',
      createdBy: 'settings',
    });
    return undefined;
  }
  if (await access.hasApiKey(ADMIN_KEY_ID)) return undefined;
  const key = `wl_${ADMIN_KEY_ID}_${newSecret()}`;
  await access.adoptApiKey(ADMIN_KEY_ID, key, { name: 'first start', role: 'admin', createdBy: 'first start' });
  return key;
}
