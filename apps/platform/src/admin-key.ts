import { ADMIN_KEY_ID, newSecret } from '@wattledger/access';
import type { Access } from '@wattledger/access';
import type { Settings } from './settings.ts';

/** Makes the key good that the operator has set, if any. */
export async function adoptAdminKey({ adminKey }: Settings, access: Access): Promise<void> {
  if (adminKey === undefined) return;
  await access.adoptApiKey(ADMIN_KEY_ID, adminKey, { name: 'WATTLEDGER_ADMIN_KEY', role: 'admin', createdBy: 'settings' });
}

/**
 * Sees to it that somebody can administer the platform; last of all, for a start that fails behind it has made a key that nobody was shown.
 *
 * @returns the key that was made, to be shown once; `undefined` when there is one
 */
export async function makeAdminKey(access: Access): Promise<string | undefined> {
  if (await access.hasApiKey(ADMIN_KEY_ID)) return undefined;
  const key = `wl_${ADMIN_KEY_ID}_${newSecret()}`;
  await access.adoptApiKey(ADMIN_KEY_ID, key, { name: 'first start', role: 'admin', createdBy: 'first start' });
  return key;
}
