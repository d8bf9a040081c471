import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chainFlaw, GENESIS_HASH, hashesOf } from './chain.ts';
import type { StoredEvent } from './event-log.ts';
import { emptyHead, Ledger, newEvent } from './ledger.ts';
import { SqliteEventLog } from './sqlite/sqlite-event-log.ts';

describe('the ledger', () => {
  let folder: string;
  let log: SqliteEventLog;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-ledger-'));
    log = await SqliteEventLog.open(folder);
    ledger = new Ledger(log, () => new Date('2026-05-01T12:00:00.000Z'));
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const stored = async (): Promise<StoredEvent[]> => Array.fromAsync(log.readStream('station-a'));
  const recordThree = async () => {
    const first = await ledger.record(emptyHead('station-a'), [
      newEvent('BootNotificationReceived', { a: 1 }),
      newEvent('BootNotificationAnswered', {}),
    ]);
    if (first.outcome === 'conflict') throw new Error('unexpected');
    await ledger.record(first.head, [newEvent('HeartbeatReceived', {}, { messageId: '7' })]);
  };
  const flaws = (events: readonly StoredEvent[]) => {
    let previous = { revision: -1, hash: GENESIS_HASH };
    return events.map((event) => {
      const flaw = chainFlaw(event, previous);
      previous = { revision: event.revision, hash: hashesOf(event)?.hash ?? '' };
      return flaw;
    });
  };

  it('chains every event to the one before it, over appends and restarts', async () => {
    await recordThree();
    expect(flaws(await stored())).toEqual([undefined, undefined, undefined]);
    const head = await ledger.head('station-a');
    expect(head).toEqual({ stream: 'station-a', revision: 2, hash: hashesOf((await stored())[2] as StoredEvent)?.hash });
  });

  it('notes when an event was recorded and what its writer noted', async () => {
    await recordThree();
    const [, , heartbeat] = await Array.fromAsync(ledger.read('station-a'));
    expect(heartbeat?.metadata).toMatchObject({ schemaVersion: 1, recordedAt: '2026-05-01T12:00:00.000Z', messageId: '7' });
  });

  it('tells a stale writer, and keeps what stands', async () => {
    await recordThree();
    expect(await ledger.record(emptyHead('station-a'), [newEvent('HeartbeatReceived', {})])).toEqual({
      outcome: 'conflict',
      actualRevision: 2,
    });
  });

  it('lets several write to the end of a stream', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => ledger.recordAtEnd('command-a', [newEvent('CommandRequested', { index })])),
    );
    const events = await Array.fromAsync(log.readStream('command-a'));
    expect(flaws(events)).toEqual(events.map(() => undefined));
    expect(events).toHaveLength(20);
  });

  it('shows which event was changed, taken out or put elsewhere', async () => {
    await recordThree();
    const events = await stored();
    const [first, second, third] = events as [StoredEvent, StoredEvent, StoredEvent];
    expect(flaws([first, { ...second, data: '{ }' }, third])).toEqual([undefined, 'content-changed', undefined]);
    expect(flaws([first, { ...second, type: 'Other' }, third])).toEqual([undefined, 'content-changed', undefined]);
    expect(flaws([first, third])).toEqual([undefined, 'revision-gap']);
    expect(flaws([first, { ...second, metadata: '{}' }])).toEqual([undefined, 'hash-missing']);
    expect(flaws([first, second, { ...third, revision: 3 }])).toEqual([undefined, undefined, 'content-changed']);
  });
});
