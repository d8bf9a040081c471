import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MasterKey, Sealer, SqliteKeyStore } from '@wattledger/event-log';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import { pino } from 'pino';
import { openKeys } from './keys.ts';
import { readSettings } from './settings.ts';

const SECRET = 'a secret of more than thirty-two characters';

describe('the keys of a platform without a database', () => {
  it.each([
    ['gateway', 1],
    ['gateway,projector,api', 0],
  ])('are in its folder, which it says where others may miss them: %s', async (roles, warnings) => {
    const folder = await mkdtemp(join(tmpdir(), 'wattledger-keys-'));
    const warned: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(line) });
    const settings = readSettings({
      WATTLEDGER_DATA_DIR: folder,
      WATTLEDGER_EVENTSTORE_URL: 'esdb://db.example:2113',
      WATTLEDGER_MASTER_KEY: SECRET,
      WATTLEDGER_ROLES: roles,
    });
    const keys = await openKeys(settings, new MasterKey(SECRET), log);
    expect(warned.filter((line) => line.includes('must share the folder'))).toHaveLength(warnings);
    await keys.close();
    await rm(folder, { recursive: true });
  });
});

describeWithPostgres('the keys of a platform that gets a database', () => {
  let server: PostgresTestServer;
  let folder: string;
  beforeAll(async () => {
    server = await startPostgresTestServer();
    folder = await mkdtemp(join(tmpdir(), 'wattledger-keys-'));
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('move there from the data folder, so that an erased person is in neither', async () => {
    const masterKey = new MasterKey(SECRET);
    const before = new SqliteKeyStore(folder, masterKey);
    const sealed = await new Sealer(masterKey, before).seal('04A2B3C4');
    await before.close();

    const settings = readSettings({
      WATTLEDGER_DATA_DIR: folder,
      WATTLEDGER_DATABASE_URL: await server.database(),
      WATTLEDGER_MASTER_KEY: SECRET,
    });
    const keys = await openKeys(settings, masterKey, undefined);
    const sealer = new Sealer(masterKey, keys);
    expect(await sealer.unseal(sealed)).toBe('04A2B3C4');
    expect(SqliteKeyStore.isIn(folder)).toBe(false);
    await sealer.erase('04A2B3C4');
    await keys.close();

    const again = await openKeys(settings, masterKey, undefined);
    expect(await new Sealer(masterKey, again).unseal(sealed)).toBeUndefined();
    await again.close();
  });
});
