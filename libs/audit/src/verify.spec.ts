import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Ledger, MasterKey, newEvent, SqliteEventLog, SqliteLogReader } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { anchorLog } from './anchor.ts';
import { verifiable, verify } from './verify.ts';

describe('verifying a log', () => {
  let folder: string;
  const STATIONS = 5;
  const EVENTS = 8;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-verify-'));
    const log = await SqliteEventLog.open(folder);
    const ledger = new Ledger(log, systemClock);
    for (let round = 0; round < EVENTS; round += 1) {
      const station = (id: number) =>
        ledger.recordAtEnd(`station-${id}`, [newEvent('MeterValuesReceived', { meter: 1_000 + round, id })]);
      await Promise.all(Array.from({ length: STATIONS }, (_, id) => station(id)));
    }
    await log.writeStreamMetadata('station-1', { maxCount: 1_000 });
    await log.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const check = async () => {
    const reader = new SqliteLogReader(folder);
    try {
      return await verify(await verifiable(reader));
    } finally {
      reader.close();
    }
  };
  /** Changes the log as someone with the file and no scruples would. */
  const tamper = (
    change: (lines: string) => string,
    where = 'position = (SELECT min(position) FROM commits WHERE lines LIKE ?)',
    like: string | number = '%"meter":1003%',
  ) => {
    const database = new Database(join(folder, 'events.sqlite'));
    const row = database
      .prepare<[string | number], { position: number; lines: string }>(`SELECT position, lines FROM commits WHERE ${where}`)
      .get(like);
    if (!row) throw new Error('nothing to tamper with');
    database.prepare('UPDATE commits SET lines = ? WHERE position = ?').run(change(row.lines), row.position);
    database.close();
    return row;
  };

  it('finds nothing where nothing was changed', async () => {
    expect(await check()).toMatchObject({ events: STATIONS * EVENTS + 1, streams: STATIONS, anchors: 0, broken: undefined });
  });

  it('names the event of which one byte was changed', async () => {
    tamper((lines) => lines.replace('"meter":1003,"id":2', '"meter":9003,"id":2'), undefined, '%"meter":1003,"id":2%');
    expect((await check()).broken).toMatchObject({
      stream: 'station-2',
      revision: 3,
      type: 'MeterValuesReceived',
      flaw: 'content-changed',
    });
  });

  it('finds a changed byte wherever it is', async () => {
    const places = 40;
    for (let place = 0; place < places; place += 1) {
      const { position, lines: original } = tamper((lines) => {
        const at = Math.floor(((lines.length - 1) * place) / (places - 1));
        return lines.slice(0, at) + (lines[at] === 'x' ? 'y' : 'x') + lines.slice(at + 1);
      });
      const { broken } = await check();
      expect(broken?.position).toBeGreaterThanOrEqual(position);
      expect(broken?.position).toBeLessThan(position + STATIONS);
      tamper(() => original, 'position = ?', position);
    }
    expect((await check()).broken).toBeUndefined();
  });

  it('finds an event that was taken out', async () => {
    tamper((lines) => lines.split('\n').slice(1).join('\n'));
    expect((await check()).broken).toMatchObject({ flaw: expect.stringMatching(/revision-gap|event-unreadable/) });
  });

  it('finds two events that changed places', async () => {
    tamper((lines) => lines.split('\n').reverse().join('\n').replace(/\t3\t/, '\t4\t'));
    expect((await check()).broken).toMatchObject({ flaw: 'content-changed' });
  });

  describe('with anchors', () => {
    const key = new MasterKey('a master key that is long enough for specs').signingKey();
    /** Writes as the platform does when it runs on. */
    const goOn = async (work: (ledger: Ledger) => Promise<unknown>) => {
      const log = await SqliteEventLog.open(folder);
      await work(new Ledger(log, systemClock));
      await log.close();
    };
    const more = (ledger: Ledger) => ledger.recordAtEnd('station-0', [newEvent('HeartbeatReceived', {})]);
    const cutOff = (condition: string) => {
      const database = new Database(join(folder, 'events.sqlite'));
      database.exec(`DELETE FROM commits WHERE ${condition}`);
      database.close();
    };

    it('tells how far the log is signed for', async () => {
      await goOn((ledger) => anchorLog(ledger, key));
      await goOn(more);
      await goOn((ledger) => anchorLog(ledger, key));
      expect(await check()).toMatchObject({ anchors: 2, broken: undefined });
    });

    it('makes no anchor when nothing was recorded since the last one', async () => {
      await goOn((ledger) => anchorLog(ledger, key));
      await goOn(async (ledger) => expect(await anchorLog(ledger, key)).toBeUndefined());
    });

    it('goes on from each anchor once, however many processes make the next at the same time', async () => {
      await goOn((ledger) => anchorLog(ledger, key));
      await goOn(more);
      await goOn(async (ledger) => {
        const made = await Promise.all(Array.from({ length: 3 }, () => anchorLog(ledger, key)));
        expect(made.filter((anchor) => anchor !== undefined)).toHaveLength(1);
      });
      expect(await check()).toMatchObject({ anchors: 2, broken: undefined });
    });

    it('finds a whole stream that was taken out', async () => {
      await goOn(more);
      await goOn((ledger) => ledger.recordAtEnd('station-9', [newEvent('HeartbeatReceived', {})]));
      await goOn(more);
      await goOn((ledger) => anchorLog(ledger, key));
      cutOff("lines LIKE 'station-9%'");
      const { broken } = await check();
      expect(broken?.flaw).toMatch(/anchor-mismatch|event-unreadable/);
    });

    it('finds an anchor that somebody else has made', async () => {
      await goOn((ledger) => anchorLog(ledger, key));
      tamper((lines) => lines.replace(/"signature":"...../, '"signature":"AAAAA'), 'lines LIKE ?', '%LogAnchored%');
      const { broken } = await check();
      expect(broken?.flaw).toMatch(/anchor-unsigned|content-changed/);
    });
  });
});
