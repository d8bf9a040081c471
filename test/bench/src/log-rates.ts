import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { stationStream } from '@wattledger/charging';
import { emptyHead, Ledger, SqliteEventLog, SqliteLogReader } from '@wattledger/event-log';
import type { NewEvent } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { rebuildReadModels } from '@wattledger/read-models';
import { median } from './rounds.ts';
import type { Section } from './section.ts';
import { sessionEvents } from './session-events.ts';

const STATIONS = 200;
const SESSIONS_PER_STATION = 10;
/** Events that the bare loop commits together: what 200 stations with one call outstanding can make of a group. */
const BARE_GROUP = STATIONS;

interface Rates {
  readonly append: number;
  readonly bareAppend: number;
  readonly replay: number;
  readonly bareReplay: number;
  readonly rebuild: number;
}

/** How fast the embedded log takes events, gives them back, and has its rows made anew; against bare loops of the same driver. */
export const logRates: Section = {
  name: 'log',
  title: 'Embedded log, events per second',

  async run({ settings, say }) {
    const rounds: Rates[] = [];
    for (let round = 1; round <= settings.rounds; round += 1) {
      say(`log, round ${round} of ${settings.rounds}`);
      rounds.push(await oneRound());
    }
    const of = (pick: (rates: Rates) => number) => median(rounds.map(pick));
    const rate = (value: number) => Math.round(value).toLocaleString('en');
    return {
      columns: ['work', 'bare loop', 'platform', 'ratio'],
      rows: [
        [
          'append, every event durable',
          rate(of((r) => r.bareAppend)),
          rate(of((r) => r.append)),
          of((r) => r.append / r.bareAppend).toFixed(2),
        ],
        [
          'replay from the first event',
          rate(of((r) => r.bareReplay)),
          rate(of((r) => r.replay)),
          of((r) => r.replay / r.bareReplay).toFixed(2),
        ],
        ['rebuild of all read models', '', rate(of((r) => r.rebuild)), ''],
      ],
      notes: [
        `${STATIONS} stations append one exchange each at a time, hashed and chained; the bare loop commits ${BARE_GROUP} lines of the same bytes per row.`,
        'The bare replay reads the rows and parts the lines.',
      ],
      data: rounds,
    };
  },
};

async function oneRound(): Promise<Rates> {
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-bench-log-'));
  try {
    const append = await appendSessions(folder);
    const lines = await allLines(folder);
    const bareAppend = bareLoop(join(folder, 'bare.sqlite'), lines);
    const bareReplay = bareRead(join(folder, 'bare.sqlite'));
    const replay = await replayAll(folder);
    const log = new SqliteLogReader(folder);
    const started = performance.now();
    const rebuilt = await rebuildReadModels({ log, dataFolder: folder });
    log.close();
    return { append, bareAppend, replay, bareReplay, rebuild: perSecond(rebuilt, started) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function appendSessions(folder: string): Promise<number> {
  const work = Array.from({ length: STATIONS }, (_, station) =>
    Array.from({ length: SESSIONS_PER_STATION }, (__, session) => sessionEvents(station, session)).flat(),
  );
  const log = await SqliteEventLog.open(folder);
  const ledger = new Ledger(log, systemClock);
  const started = performance.now();
  await Promise.all(work.map((exchanges, station) => recordAll(ledger, `bench-${station}`, exchanges)));
  const rate = perSecond(work.flat(2).length, started);
  await log.close();
  return rate;
}

async function recordAll(ledger: Ledger, stationId: string, exchanges: readonly (readonly NewEvent[])[]): Promise<void> {
  let head = emptyHead(stationStream(stationId));
  for (const exchange of exchanges) {
    const outcome = await ledger.record(head, exchange);
    if (outcome.outcome === 'conflict') throw new Error(`${stationId} has another writer`);
    head = outcome.head;
  }
}

async function allLines(folder: string): Promise<string[]> {
  const reader = new SqliteLogReader(folder);
  const lines: string[] = [];
  for await (const { stream, revision, id, type, metadata, data } of reader.readAll()) {
    lines.push([stream, revision, id, type, metadata, data].join('\t'));
  }
  reader.close();
  return lines;
}

function bareLoop(file: string, lines: readonly string[]): number {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE commits (position INTEGER PRIMARY KEY, lines TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO commits VALUES (?, ?)');
  const started = performance.now();
  for (let from = 0; from < lines.length; from += BARE_GROUP) insert.run(from, lines.slice(from, from + BARE_GROUP).join('\n'));
  const rate = perSecond(lines.length, started);
  database.close();
  return rate;
}

function bareRead(file: string): number {
  const database = new Database(file, { readonly: true });
  const started = performance.now();
  let count = 0;
  for (const lines of database.prepare<[], string>('SELECT lines FROM commits ORDER BY position').pluck().iterate()) {
    for (const line of lines.split('\n')) count += line.split('\t').length === 6 ? 1 : 0;
  }
  const rate = perSecond(count, started);
  database.close();
  return rate;
}

async function replayAll(folder: string): Promise<number> {
  const reader = new SqliteLogReader(folder);
  const started = performance.now();
  let count = 0;
  for await (const event of reader.readAll()) count += event.revision >= 0 ? 1 : 0;
  const rate = perSecond(count, started);
  reader.close();
  return rate;
}

const perSecond = (count: number, startedMs: number): number => count / ((performance.now() - startedMs) / 1_000);
