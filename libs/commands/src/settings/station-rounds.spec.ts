import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { stationStream } from '@wattledger/charging';
import { BEFORE_FIRST, Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { StationRounds, TRY_AGAIN_MS } from './station-rounds.ts';

describe('rounds that begin while a station comes', () => {
  let folder: string;
  let log: SqliteEventLog;
  /** Stations that are in the rows, and how far those are. */
  const rows = { stations: [] as string[], position: BEFORE_FIRST, areAway: false };
  const lookedAfter: string[] = [];
  const complaints: string[] = [];
  let taken = 0;
  let rounds: StationRounds;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-rounds-'));
    log = await SqliteEventLog.open(folder);
    Object.assign(rows, { stations: [], position: BEFORE_FIRST, areAway: false });
    lookedAfter.length = 0;
    complaints.length = 0;
    taken = 0;
    rounds = new StationRounds(
      {
        records: { stationIds: () => (rows.areAway ? Promise.reject(new Error('away')) : Promise.resolve(rows.stations)) },
        rowsAt: () => Promise.resolve(rows.position),
        clock: systemClock,
        log: { error: (_details, message) => complaints.push(message) },
      },
      {
        lookAfter: (stationId) => {
          lookedAfter.push(stationId);
          return Promise.resolve(undefined);
        },
        take: () => {
          taken += 1;
        },
        complaint: 'a spec went wrong',
      },
    );
  });
  afterEach(async () => {
    jest.useRealTimers();
    await rounds.stop();
    await log.close();
    await rm(folder, { recursive: true });
  });

  const comes = (stationId: string) =>
    new Ledger(log, systemClock).recordAtEnd(stationStream(stationId), [newEvent('StationConnected', {})]);
  const begin = () => rounds.begin(log, ['station-'], () => rounds.addAll());
  const commit = async (...stations: string[]) => {
    rows.stations = stations;
    rows.position = await log.head();
    rounds.rowsChanged({ position: rows.position, changes: [] });
  };

  it('look after it when the rows know of it, though it came before the log was read', async () => {
    await comes('oak');
    expect(await begin()).toBe(await log.head());
    expect(lookedAfter).toEqual([]);
    await commit('oak');
    await nextTurn();
    expect(lookedAfter).toEqual(['oak']);
  });

  it('look after it once where the rows know everything', async () => {
    await comes('oak');
    await commit('oak');
    await begin();
    await comes('elm');
    await commit('oak', 'elm');
    await nextTurn();
    expect(lookedAfter).toEqual(['oak']);
    expect(complaints).toEqual([]);
  });

  it('look after it once the rows can be read again that were away when they knew of it', async () => {
    await comes('oak');
    await begin();
    rows.areAway = true;
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    await commit('oak');
    rounds.addAllSoon();
    await nextTurn();
    expect(complaints.length).toBeGreaterThan(0);
    jest.advanceTimersByTime(TRY_AGAIN_MS);
    await nextTurn();
    expect(lookedAfter).toEqual([]);
    rows.areAway = false;
    jest.advanceTimersByTime(TRY_AGAIN_MS);
    await nextTurn();
    expect(lookedAfter).toContain('oak');
  });

  it('look at everything instead of at each of very many things that happened while the rows were behind', async () => {
    await begin();
    const events = Array.from({ length: 10_001 }, (_, position) => ({
      id: String(position),
      stream: 'station-oak',
      revision: position,
      position,
      type: 'StationConnected',
      metadata: '{}',
      data: '{}',
    }));
    for (const event of events) rounds.noticed(event);
    rows.stations = ['elm'];
    rounds.rowsChanged({ position: 9_999, changes: [] });
    await nextTurn();
    expect([taken, lookedAfter]).toEqual([0, []]);
    rounds.rowsChanged({ position: 10_000, changes: [] });
    await nextTurn();
    expect([taken, lookedAfter]).toEqual([0, ['elm']]);
  });

  it('come at most once a minute where it cannot be told whom a change concerns', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    rows.stations = ['oak'];
    const rounded = async (afterMs: number) => {
      jest.advanceTimersByTime(afterMs);
      await nextTurn();
      return lookedAfter.length;
    };
    rounds.addAllNowAndThen();
    expect(await rounded(0)).toBe(1);
    rounds.addAllNowAndThen();
    rounds.addAllNowAndThen();
    expect(await rounded(59_000)).toBe(1);
    expect(await rounded(1_000)).toBe(2);
    expect(await rounded(600_000)).toBe(2);
  });

  it('look after a station once for each time that its command has moved on, as long as it is waited for', async () => {
    rounds.awaits('command', 'oak');
    const moves = async () => {
      rounds.rowsChanged({ position: 1, changes: [{ table: 'commands', keys: 'many' }] });
      await nextTurn();
      return lookedAfter.length;
    };
    expect([await moves(), await moves()]).toEqual([1, 1]);
    rounds.awaits('command', 'oak');
    expect(await moves()).toBe(2);
  });
});
