import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Drivers } from '@wattledger/access';
import { Ledger, openMasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { FaultyLog } from '../support/faulty-log.ts';

// What takes two appends, and a process that dies between them: it has made the first, and the second one fails. The next process
// knows what is in the log and nothing else.

let folder: string;
let log: FaultyLog;
let keys: SqliteKeyStore;
let sealer: Sealer;
let driverKey: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-between-'));
  log = new FaultyLog(await SqliteEventLog.open(folder));
  const masterKey = openMasterKey(folder, undefined);
  keys = new SqliteKeyStore(folder, masterKey);
  sealer = new Sealer(masterKey, keys);
  driverKey = masterKey.hashingKey;
});
afterAll(async () => {
  await log.close();
  await keys.close();
  await rm(folder, { recursive: true });
});

const ledger = () => new Ledger(log, systemClock);

/** Does something, and dies before the first append to a stream of this kind. */
async function dyingBefore(streams: string, work: () => Promise<unknown>): Promise<void> {
  log.hits = streams;
  log.failNext(1);
  await expect(work()).rejects.toMatchObject({ code: 'log-unwritable' });
}

describe('an account', () => {
  const accounts = () => new Drivers({ ledger: ledger(), sealer, key: driverKey, clock: systemClock }).accounts;

  async function open(userName: string): Promise<string> {
    const opened = await accounts().open({ userName, password: 'correct horse' }, 'ana');
    if (!('accountId' in opened)) throw new Error(opened.code);
    return opened.accountId;
  }

  it('whose name was claimed, and which was not opened, leaves the name to another', async () => {
    await dyingBefore('account-', () => accounts().open({ userName: 'begun' }, 'ana'));
    expect(await accounts().idOf('begun')).toBeDefined();
    const accountId = await open('begun');
    expect(await accounts().idOf('begun')).toBe(accountId);
  });

  it('that was closed, and whose name was not released, leaves the name to another', async () => {
    const closed = await open('closed');
    await dyingBefore('login-', () => accounts().close(closed, 'ana'));
    expect(await accounts().get(closed)).toMatchObject({ status: 'closed' });
    const accountId = await open('closed');
    expect(await accounts().idOf('closed')).toBe(accountId);
  });

  it('that was closed, and whose PIN was not released, leaves the PIN to another', async () => {
    const [closed, other] = [await open('closed with a PIN'), await open('takes its PIN')];
    await accounts().setPin(closed, '112233', 'ana');
    await dyingBefore('pin-', () => accounts().close(closed, 'ana'));
    expect(await accounts().setPin(other, '112233', 'ana')).toBeUndefined();
  });

  it('for which a PIN was claimed that it did not get leaves it to another', async () => {
    const [claims, other] = [await open('claims a PIN'), await open('gets that PIN')];
    await dyingBefore('account-', () => accounts().setPin(claims, '445566', 'ana'));
    expect(await accounts().setPin(other, '445566', 'ana')).toBeUndefined();
    expect(await accounts().setPin(claims, '445566', 'ana')).toMatchObject({ code: 'pin-unusable' });
  });

  it('that has a new PIN, and whose old one was not released, leaves the old one to another', async () => {
    const [changes, other] = [await open('changes its PIN'), await open('gets the old PIN')];
    await accounts().setPin(changes, '778899', 'ana');
    let appends = 0;
    log.hits = 'pin-';
    log.fault = () => ((appends += 1) === 2 ? 'not-written' : undefined);
    await expect(accounts().setPin(changes, '998877', 'ana')).rejects.toMatchObject({ code: 'log-unwritable' });
    expect(await accounts().setPin(other, '778899', 'ana')).toBeUndefined();
    expect(await accounts().setPin(other, '998877', 'ana')).toMatchObject({ code: 'pin-unusable' });
  });
});
