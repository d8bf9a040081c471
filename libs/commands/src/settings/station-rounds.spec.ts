import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stationStream } from '@wattledger/charging';
import { BEFORE_FIRST, Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { StationRounds } from './station-rounds.ts';

describe('rounds that begin while a station comes', () => {
  let folder: string;
  let log: SqliteEventLog;
  /** Stations that are in the rows, and how far those are. */
  const rows = { stations: [] as string[], position: BEFORE_FIRST };
  const lookedAfter: string[] = [];
  let rounds: StationRounds;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-rounds-'));
    log = await SqliteEventLog.open(folder);
    Object.assign(rows, { stations: [], position: BEFORE_FIRST });
    lookedAfter.length = 0;
    rounds = new StationRounds(
      {
        records: { stationIds: () => Promise.resolve(rows.stations) },
        rowsAt: () => Promise.resolve(rows.position),
        clock: systemClock,
        log: { error: (details) => expect(details).toBeUndefined() },
      },
      {
        lookAfter: (stationId) => {
          lookedAfter.push(stationId);
          return Promise.resolve(undefined);
        },
        take: () => undefined,
        complaint: 'a spec went wrong',
      },
    );
  });
  afterEach(async () => {
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
  });
});
