import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from './event.ts';
import type { ReadStreamOptions } from './event-log.ts';
import { FoldedStreams } from './folded-streams.ts';
import { Ledger, newEvent } from './ledger.ts';
import { SqliteEventLog } from './sqlite/sqlite-event-log.ts';

/** Tells which streams were read. */
class WatchedLedger extends Ledger {
  readonly wasRead: string[] = [];

  override read(stream: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
    this.wasRead.push(stream);
    return super.read(stream, options);
  }
}

describe('short streams that are remembered as they fold', () => {
  let folder: string;
  let log: SqliteEventLog;
  let ledger: WatchedLedger;
  let streams: FoldedStreams<number>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-folded-'));
    log = await SqliteEventLog.open(folder);
    ledger = new WatchedLedger(log, () => new Date('2026-05-01T12:00:00.000Z'));
    streams = new FoldedStreams(ledger, { category: 'token', evolve: (count = 0) => count + 1 }, 2);
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const happens = (id: string) => ledger.recordAtEnd(`token-${id}`, [newEvent('TokenIssued', {})]);
  const readFor = async (...ids: string[]) => {
    ledger.wasRead.length = 0;
    for (const id of ids) await streams.get(id);
    return [...ledger.wasRead];
  };

  it('are read once, those that there are not too', async () => {
    await happens('a');
    expect(await readFor('a', 'b', 'a', 'b')).toEqual(['token-a', 'token-b']);
    expect(await streams.get('a')).toBe(1);
  });

  it('stay while they are in use, though more come to be known than are kept', async () => {
    await readFor('a', 'b', 'c');
    expect(await readFor('a', 'b', 'c')).toEqual([]);
    expect(await readFor('a', 'd', 'a', 'e', 'a', 'f', 'a', 'g', 'a')).not.toContain('token-a');
    expect(await readFor('b')).toEqual(['token-b']);
  });

  it('are read on when they have changed, wherever they are kept', async () => {
    await happens('a');
    await readFor('a', 'b', 'c');
    await happens('a');
    streams.forget('token-a');
    expect(await streams.get('a')).toBe(2);
  });
});
