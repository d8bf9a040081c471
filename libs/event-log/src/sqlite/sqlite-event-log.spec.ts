import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { describeEventLogContract } from '../testing/event-log-contract.ts';
import { SqliteEventLog } from './sqlite-event-log.ts';
import { SqliteLogReader } from './sqlite-log-reader.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'wattledger-log-'));

describeEventLogContract('SqliteEventLog', async () => {
  const folder = await newFolder();
  let log = await SqliteEventLog.open(folder);
  return {
    log,
    reopen: async () => {
      await log.close();
      log = await SqliteEventLog.open(folder);
      return log;
    },
    close: async () => {
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the embedded log', () => {
  let folder: string;
  const event = (id: string) => ({ id, type: 'HeartbeatReceived', metadata: '{}', data: '{}' });
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('belongs to one writing process at a time', async () => {
    const log = await SqliteEventLog.open(folder);
    await expect(SqliteEventLog.open(folder)).rejects.toMatchObject({ code: 'log-in-use' });
    await log.close();
    await (await SqliteEventLog.open(folder)).close();
  });

  it('can be read beside its writer, what is not indexed yet included', async () => {
    const log = await SqliteEventLog.open(folder);
    const reader = new SqliteLogReader(folder);
    for (let revision = 0; revision < 300; revision += 1)
      await log.append('station-a', revision === 0 ? 'no-stream' : revision - 1, [event(`a${revision}`)]);
    const ids: string[] = [];
    for await (const { id } of reader.readStream('station-a')) ids.push(id);
    expect(ids).toEqual(Array.from({ length: 300 }, (_, revision) => `a${revision}`));
    const backwards: string[] = [];
    for await (const { id } of reader.readStream('station-a', { direction: 'backwards' })) backwards.push(id);
    expect(backwards).toEqual(ids.reverse());
    reader.close();
    await log.close();
  });

  it('comes to an end for a reader beside its writer who looks for what is not there', async () => {
    const log = await SqliteEventLog.open(folder);
    await log.append('station-a', 'no-stream', [event('a0'), event('a1')]);
    const reader = new SqliteLogReader(folder);
    for (const filter of [{ types: ['ResetSent'] }, { streamPrefixes: ['station-b'] }]) {
      expect(await Array.fromAsync(reader.readAll({ filter }))).toEqual([]);
      expect(await Array.fromAsync(reader.readAll({ filter, after: 0 }))).toEqual([]);
    }
    reader.close();
    await log.close();
  });

  it('makes its index anew when the file is gone', async () => {
    const log = await SqliteEventLog.open(folder);
    await log.append('station-a', 'no-stream', [event('a0')]);
    await log.close();
    await rm(join(folder, 'events-index.sqlite'));
    const again = await SqliteEventLog.open(folder);
    expect(await again.append('station-a', 'no-stream', [event('a1')])).toEqual({ outcome: 'conflict', actualRevision: 0 });
    await again.close();
  });

  it('is made ready by the next process where one died when it made the file', async () => {
    const begun = new Database(join(folder, 'events.sqlite'));
    begun.exec('CREATE TABLE commits (position INTEGER PRIMARY KEY, events INTEGER NOT NULL, lines TEXT NOT NULL) STRICT');
    begun.close();
    const log = await SqliteEventLog.open(folder);
    expect(await log.append('station-a', 'no-stream', [event('a0')])).toMatchObject({ outcome: 'appended', revision: 0 });
    await log.close();
  });

  it('refuses an event that would not fit on one line', async () => {
    const log = await SqliteEventLog.open(folder);
    await expect(log.append('station-a', 'any', [{ ...event('a0'), data: '{\n}' }])).rejects.toMatchObject({
      code: 'event-malformed',
    });
    expect(await log.append('station-a', 'no-stream', [event('a1')])).toMatchObject({ outcome: 'appended', revision: 0 });
    await log.close();
  });

  it('refuses a folder without a log, for reading', () => {
    expect(() => new SqliteLogReader(folder)).toThrow(expect.objectContaining({ code: 'log-missing' }));
  });
});
