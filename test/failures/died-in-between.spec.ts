import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Drivers } from '@wattledger/access';
import { OPEN_COMMANDS_STREAM, stationStream } from '@wattledger/charging';
import { CommandDesk, CommandKeeper } from '@wattledger/commands';
import { Ledger, newEvent, openMasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import type { KeyStore } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { FaultyLog } from '../support/faulty-log.ts';
import { until } from '../support/until.ts';

// What takes two appends, and a process that dies between them: it has made the first, and the second one fails. The next process
// knows what is in the log and nothing else.

let folder: string;
let log: FaultyLog;
let keys: SqliteKeyStore;
let sealer: Sealer;
/** The same where no key can be destroyed: the process dies before, or the database of the keys is away. */
let withoutErasing: Sealer;
let driverKey: Buffer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-between-'));
  log = new FaultyLog(await SqliteEventLog.open(folder));
  const masterKey = await openMasterKey(folder, undefined);
  keys = new SqliteKeyStore(folder, masterKey);
  sealer = new Sealer(masterKey, keys);
  const undestroyed: KeyStore = {
    keyFor: (subject) => keys.keyFor(subject),
    existingKey: (subject) => keys.existingKey(subject),
    destroy: () => Promise.reject(new Error('the keys of this spec are away')),
    onForgotten: () => undefined,
    close: () => Promise.resolve(),
  };
  withoutErasing = new Sealer(masterKey, undestroyed);
  driverKey = masterKey.hashingKey;
});
afterEach(async () => {
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

describe('a command with a secret in it', () => {
  const LATER_MS = 600_000;
  const later = () => new Date(Date.now() + LATER_MS);
  let stopping: AbortController;
  let running: Promise<void>[];
  beforeEach(() => {
    stopping = new AbortController();
    running = [];
  });
  afterEach(async () => {
    stopping.abort();
    await Promise.all(running);
  });

  /** A process that keeps the commands. */
  function keeping(seals: Sealer, clock = systemClock, { signal } = stopping): CommandKeeper {
    const keeper = new CommandKeeper({
      ledger: ledger(),
      sealer: seals,
      clock,
      log: { warn: () => undefined, error: () => undefined },
      node: `node ${running.length}`,
      isAlive: () => false,
      hesitateMs: 0,
      sendingMs: 0,
    });
    running.push(keeper.run(signal));
    return keeper;
  }

  const secrets = () => keys.all().length;

  async function asked(stationId: string): Promise<string> {
    const command = { name: 'SetVariable', variable: { variable: 'AuthorizationKey' }, value: '0123456789abcdef0123' } as const;
    const before = secrets();
    const request = { stationId, command, requestedBy: 'ana', waitForStation: true };
    const taken = await new CommandDesk(ledger(), sealer, systemClock).request(request);
    if (!('commandId' in taken)) throw new Error(taken.code);
    expect(secrets()).toBe(before + 1);
    return taken.commandId;
  }

  /** A process that stops in good order, and notes which commands are open. */
  async function noted(commandId: string): Promise<void> {
    const own = new AbortController();
    const keeper = keeping(sealer, systemClock, own);
    await until('the command to be known', () => keeper.open(commandId));
    own.abort();
    await running.at(-1);
  }

  it.each([
    ['', () => Promise.resolve()],
    [', after it was noted as open,', noted],
  ])('that ended%s when the process died has it forgotten by the next', async (_when, meanwhile) => {
    const before = secrets();
    const dying = keeping(withoutErasing);
    const commandId = await asked('ended');
    await until('the command to be known', () => dying.open(commandId));
    await meanwhile(commandId);
    await expect(dying.end(commandId, 'CommandExpired')).rejects.toThrow('the keys of this spec are away');
    keeping(sealer, later);
    await until('the secret to be forgotten', () => secrets() === before);
  });

  it('is noted as open in a stream that keeps the newest notes alone, though the process died when it began it', async () => {
    await asked('noted');
    log.hits = `$$${OPEN_COMMANDS_STREAM}`;
    log.failNext(1);
    keeping(sealer);
    await expect(running.pop()).rejects.toMatchObject({ code: 'log-unwritable' });
    await noted(await asked('noted'));
    expect(await log.readStreamMetadata(OPEN_COMMANDS_STREAM)).toEqual({ maxCount: 2 });
  });

  it('that was sent when the keys were away has it forgotten when its time is over', async () => {
    const before = secrets();
    let now = systemClock;
    let seals = withoutErasing;
    const changing = { subjectOf: (value: string) => seals.subjectOf(value), erase: (value: string) => seals.erase(value) };
    const keeper = keeping(changing as Sealer, () => now());
    const commandId = await asked('sent');
    await until('the command to be known', () => keeper.open(commandId));
    expect(await keeper.take(commandId, 1)).toBe(true);
    const call = newEvent('ChangeConfigurationCalled', {}, { commandId, connectionEpoch: 1, direction: 'toStation' });
    await ledger().recordAtEnd(stationStream('sent'), [call]);
    await expect(keeper.sent(commandId)).rejects.toThrow('the keys of this spec are away');
    seals = sealer;
    now = later;
    expect(keeper.of('sent')).toEqual([]);
    await until('the secret to be forgotten', () => secrets() === before);
  });
});
