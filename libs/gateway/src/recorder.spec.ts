import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stationStream } from '@wattledger/charging';
import { emptyHead, Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import type { StreamHead } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { Registry } from 'prom-client';
import { platformEvent } from './exchange.ts';
import { GatewayMetrics } from './metrics.ts';
import { Recorder } from './recorder.ts';
import { MEMORY_FORMAT, snapshotStream, StationMemory } from './station-memory.ts';

const AT_ONCE = 1_000;

/** Counts the events of one stream that are read. */
class CountingLog {
  readonly log: SqliteEventLog;
  read = 0;
  /** The next time that metadata are written fails. */
  failsMetadata = false;

  constructor(log: SqliteEventLog) {
    this.log = log;
  }

  ledger(): Ledger {
    const { log } = this;
    return new Ledger(
      {
        append: (...asked) => log.append(...asked),
        readStream: (...asked) => this.counting(...asked),
        readAll: (...asked) => log.readAll(...asked),
        subscribe: (...asked) => log.subscribe(...asked),
        head: () => log.head(),
        readStreamMetadata: (...asked) => log.readStreamMetadata(...asked),
        writeStreamMetadata: (...asked) => {
          if (!this.failsMetadata) return log.writeStreamMetadata(...asked);
          this.failsMetadata = false;
          return Promise.reject(new Error('the log of this spec is away'));
        },
        truncate: (...asked) => log.truncate(...asked),
        close: () => log.close(),
      },
      systemClock,
    );
  }

  private async *counting(...asked: Parameters<SqliteEventLog['readStream']>) {
    for await (const event of this.log.readStream(...asked)) {
      this.read += 1;
      yield event;
    }
  }
}

let folder: string;
let log: SqliteEventLog;
let counting: CountingLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-recorder-'));
  log = await SqliteEventLog.open(folder);
  counting = new CountingLog(log);
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const warned: string[] = [];
const quiet = { info: () => undefined, warn: (_: object, message: string) => void warned.push(message), error: () => undefined };
const services = () => ({
  ledger: counting.ledger(),
  clock: systemClock,
  log: quiet,
  metrics: new GatewayMetrics(new Registry()),
  settings: { recordTimeoutSeconds: 1 },
});
const connected = (epoch: number) => platformEvent('StationConnected', { ocppVersion: '1.6' }, { connectionEpoch: epoch });
const heartbeat = () => platformEvent('LateFrameReceived', { text: '' }, { connectionEpoch: 1 });

/** A station with so many events and a snapshot as the gateway would have left it. */
async function history(stationId: string, events: number): Promise<StreamHead> {
  const ledger = new Ledger(log, systemClock);
  let head = emptyHead(stationStream(stationId));
  for (let left = events; left > 0; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(left, AT_ONCE) }, () =>
      newEvent('StationConnected', { ocppVersion: '1.6' }, { connectionEpoch: 7 }),
    );
    const outcome = await ledger.record(head, some);
    if (outcome.outcome === 'recorded') head = outcome.head;
  }
  return head;
}

async function snapshot(stationId: string, head: StreamHead, hash = head.hash): Promise<void> {
  const memory = new StationMemory({ epoch: 7 }).toJson();
  const data = { format: MEMORY_FORMAT, revision: head.revision, hash, memory };
  await new Ledger(log, systemClock).recordAtEnd(snapshotStream(stationId), [newEvent('StationSnapshotTaken', data)]);
}

describe('opening a station', () => {
  it('reads as much of one with a long history as of one with a short one', async () => {
    const reads: number[] = [];
    for (const [stationId, events] of [
      ['short', 1_000],
      ['long', 20_000],
    ] as const) {
      await snapshot(stationId, await history(stationId, events));
      counting.read = 0;
      expect((await new Recorder(stationId, services(), () => undefined).opened())?.memory.epoch).toBe(7);
      reads.push(counting.read);
    }
    expect(reads).toEqual([2, 2]);
  });

  it('believes its stream and not a snapshot that was taken of another', async () => {
    await snapshot('forged', await history('forged', 10), 'A'.repeat(43));
    counting.read = 0;
    expect((await new Recorder('forged', services(), () => undefined).opened())?.head.revision).toBe(9);
    expect(counting.read).toBe(12);
    expect(warned).toContain('the newest snapshot of a station does not go with its stream, which is read from its begin');
  });

  it('keeps the newest snapshots only, also where the log was away when the first was taken', async () => {
    const recorder = new Recorder('kept', services(), () => undefined);
    await recorder.takeOver(() => [connected(1)]);
    counting.failsMetadata = true;
    await recorder.takeSnapshot();
    await recorder.record([heartbeat()]);
    await recorder.takeSnapshot();
    expect(await log.readStreamMetadata(snapshotStream('kept'))).toEqual({ maxCount: 2 });
  });
});

describe('two gateways that both believe to hold a station', () => {
  it('write as one: who took it over last goes on, the other finds out and writes nothing more', async () => {
    const lost: string[] = [];
    const first = new Recorder('contested', services(), () => void lost.push('first'));
    const second = new Recorder('contested', services(), () => void lost.push('second'));
    expect(await first.takeOver(() => [connected(1)])).toBe(true);
    expect(await second.takeOver(({ memory }) => [connected(memory.epoch + 1)])).toBe(true);
    expect(await first.record([heartbeat()])).toBe(false);
    expect(lost).toEqual(['first']);
    expect(await first.record([heartbeat()])).toBe(false);
    expect(await second.record([heartbeat()])).toBe(true);
    expect(await first.takeOver(({ memory }) => [connected(memory.epoch + 1)])).toBe(true);
    expect(await second.record([heartbeat()])).toBe(false);
    expect(lost).toEqual(['first', 'second']);
  });
});
