import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commandStream, platformData } from '@wattledger/charging';
import type { Command } from '@wattledger/charging';
import { Ledger, MasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import { CommandDesk, forgetSecrets, openCommand } from './command-desk.ts';
import type { TakenCommand } from './command-desk.ts';

const reset: Command = { name: 'ResetStation', immediate: false };

describe('the command desk', () => {
  let folder: string;
  let log: SqliteEventLog;
  let keys: SqliteKeyStore;
  let ledger: Ledger;
  let sealer: Sealer;
  let desk: CommandDesk;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-commands-'));
    log = await SqliteEventLog.open(folder);
    const masterKey = new MasterKey('a master key that is long enough for specs');
    keys = new SqliteKeyStore(folder, masterKey);
    sealer = new Sealer(masterKey, keys);
    const clock = () => new Date('2026-05-01T12:00:00.000Z');
    ledger = new Ledger(log, clock);
    desk = new CommandDesk(ledger, sealer, clock);
  });
  afterEach(async () => {
    await log.close();
    await keys.close();
    await rm(folder, { recursive: true });
  });

  const ask = (command: Command, more: object = {}) => desk.request({ stationId: 'oak', command, requestedBy: 'ana', ...more });
  const take = async (command: Command, more: object = {}) => (await ask(command, more)) as TakenCommand;
  const requested = async (commandId: string) => {
    const [event] = await Array.fromAsync(ledger.read(commandStream(commandId)));
    if (!event) throw new Error(`${commandId} is in no stream`);
    return { event, data: platformData('CommandRequested', event.data as JsonObject) };
  };

  it('writes down who asked what of whom, why and until when', async () => {
    const { commandId } = await take(reset, { reason: 'stuck', expiresInSeconds: 60, waitForStation: true });
    const { event, data } = await requested(commandId);
    expect(data).toEqual({
      commandId,
      stationId: 'oak',
      command: reset,
      requestedBy: 'ana',
      reason: 'stuck',
      expiresAt: '2026-05-01T12:01:00.000Z',
      waitForStation: true,
      answerTimeoutSeconds: 30,
    });
    expect(event.metadata).toMatchObject({ actor: 'ana', commandId });
  });

  it('takes a command once, however often it is asked for under one key', async () => {
    const first = await take(reset, { idempotencyKey: 'k1' });
    const again = await Promise.all(Array.from({ length: 5 }, () => take(reset, { idempotencyKey: 'k1' })));
    expect(again).toEqual(again.map(() => ({ commandId: first.commandId, repeated: true })));
    expect(await Array.fromAsync(log.readStream(commandStream(first.commandId)))).toHaveLength(1);
  });

  it('refuses a key that was used for something else, and tells the keys of two people apart', async () => {
    await take(reset, { idempotencyKey: 'k1' });
    expect(await ask({ ...reset, immediate: true }, { idempotencyKey: 'k1' })).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await ask(reset, { idempotencyKey: 'k1', stationId: 'elm' })).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await ask(reset, { idempotencyKey: 'k1', requestedBy: 'ben' })).toMatchObject({ repeated: false });
  });

  it.each([
    [{ expiresInSeconds: 0 }, 'command-expiry-invalid'],
    [{ expiresInSeconds: Number.NaN }, 'command-expiry-invalid'],
    [{ expiresInSeconds: 2_592_001 }, 'command-expiry-invalid'],
    [{ answerTimeoutSeconds: 601 }, 'answer-timeout-invalid'],
  ])('refuses %j as %s', async (more, code) => {
    expect(await ask(reset, more)).toMatchObject({ code });
  });

  it('seals a token, which whoever carries the command out can read', async () => {
    const command: Command = { name: 'StartSession', evseId: 1, token: '04A2B3C4' };
    const { commandId } = await take(command, { idempotencyKey: 'k1' });
    const { data } = await requested(commandId);
    expect(JSON.stringify(data)).not.toContain('04A2B3C4');
    expect(await openCommand(sealer, data)).toEqual(command);
    expect(await take(command, { idempotencyKey: 'k1' })).toEqual({ commandId, repeated: true });
  });

  it.each<Command>([
    { name: 'SetVariable', variable: { variable: 'AuthorizationKey' }, value: '0123456789abcdef0123' },
    {
      name: 'SetVariable',
      variable: { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' },
      value: '0123456789abcdef0123',
    },
    { name: 'SendCall', action: 'ChangeConfiguration', payload: { key: 'AuthorizationKey', value: '0123456789abcdef0123' } },
  ])('keeps a secret only until the command has ended: %j', async (command) => {
    const { commandId } = await take(command);
    const { data } = await requested(commandId);
    expect(JSON.stringify(data)).not.toContain('0123456789abcdef0123');
    expect(await openCommand(sealer, data)).toEqual(command);
    await forgetSecrets(sealer, data);
    expect(JSON.stringify(await openCommand(sealer, data))).not.toContain('0123456789abcdef0123');
  });

  it('takes a command with a secret once, also when the secret is forgotten, and makes no key for it anew', async () => {
    const command: Command = { name: 'SetVariable', variable: { variable: 'AuthorizationKey' }, value: '0123456789abcdef0123' };
    const { commandId } = await take(command, { idempotencyKey: 'k1' });
    expect(await ask({ ...command, value: 'ffffffffffffffffffff' }, { idempotencyKey: 'k1' })).toMatchObject({
      code: 'idempotency-key-reused',
    });
    await forgetSecrets(sealer, (await requested(commandId)).data);
    const left = keys.all();
    expect(await ask(command, { idempotencyKey: 'k1' })).toEqual({ commandId, repeated: true });
    const another: Command = { ...command, variable: { variable: 'MyKey' } };
    expect(await ask(another, { idempotencyKey: 'k1' })).toMatchObject({ code: 'idempotency-key-reused' });
    expect(keys.all()).toEqual(left);
  });

  it('keeps every digit of a 64-bit integer', async () => {
    const command: Command = {
      name: 'SendCall',
      action: 'DataTransfer',
      payload: { vendorId: 'v', customData: { id: 9223372036854775807n } },
    };
    const { commandId } = await take(command);
    expect(await openCommand(sealer, (await requested(commandId)).data)).toEqual(command);
  });
});
