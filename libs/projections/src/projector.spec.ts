import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import Database from 'better-sqlite3';
import type { FactReader } from './fact-reader.ts';
import { projection } from './projection.ts';
import type { AnyProjection } from './projection.ts';
import { Projector } from './projector.ts';
import type { Committed } from './row-store.ts';
import { SqliteRowStore } from './sqlite/sqlite-row-store.ts';
import { table } from './table.ts';

// A small domain of its own: shelves on which things are put, and from which they are taken.

type Fact = { readonly type: 'Put'; readonly thing: string } | { readonly type: 'Taken'; readonly thing: string };
interface Source {
  readonly shelf: string;
}
interface Shelf {
  readonly things: number;
}
interface ShelfRow {
  readonly shelf: string;
  readonly things: number;
  readonly lastThing?: string;
  readonly full: boolean;
}
interface ThingRow {
  readonly thing: string;
  readonly shelf: string;
}

const reader: FactReader<Shelf, Fact, Source> = {
  version: 1,
  streamPrefixes: ['shelf-'],
  hasState: () => true,
  read(state = { things: 0 }, event) {
    const { thing } = event.data as { thing: string };
    if (thing === 'unreadable') throw new Error('nobody can read this');
    const source = { shelf: event.stream };
    // The same thing is put again: only the state can tell.
    if (event.type === 'Put') return { state: { things: state.things + 1 }, facts: [{ type: 'Put', thing }], source };
    return { state: { things: state.things - 1 }, facts: state.things > 0 ? [{ type: 'Taken', thing }] : [], source };
  },
};

const shelves = (version = 1): AnyProjection<Fact, Source> =>
  projection<ShelfRow, Fact, Source>({
    name: 'shelves',
    version,
    table: table<ShelfRow>({
      name: 'shelves',
      columns: { shelf: 'text', things: 'integer', lastThing: 'text?', full: 'boolean' },
      key: ['shelf'],
      indexes: [['things']],
    }),
    key: (_fact, { shelf }) => shelf,
    on: {
      Put: (row, { thing }, { shelf }) => ({ shelf, things: (row?.things ?? 0) + 1, lastThing: thing, full: row?.things === 9 }),
      Taken: (row, { thing }) => {
        if (thing === 'poison') throw new Error('this fold cannot swallow it');
        return row && { ...row, things: row.things - 1, full: false };
      },
    },
  });

const things = projection<ThingRow, Fact, Source>({
  name: 'things',
  version: 1,
  table: table<ThingRow>({ name: 'things', columns: { thing: 'text', shelf: 'text' }, key: ['thing'] }),
  key: ({ thing }) => thing,
  on: { Put: (_row, { thing }, { shelf }) => ({ thing, shelf }), Taken: () => 'delete' },
});

describe('a projector', () => {
  let folder: string;
  let log: SqliteEventLog;
  let ledger: Ledger;
  const rowsFile = () => join(folder, 'rows.sqlite');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-projector-'));
    log = await SqliteEventLog.open(folder);
    ledger = new Ledger(log, () => new Date('2026-05-01T12:00:00Z'));
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const put = (shelf: string, ...names: string[]) =>
    ledger.recordAtEnd(
      `shelf-${shelf}`,
      names.map((thing) => newEvent('Put', { thing })),
    );
  const take = (shelf: string, thing: string) => ledger.recordAtEnd(`shelf-${shelf}`, [newEvent('Taken', { thing })]);

  /** Catches up with the log, as a process that is started, and ends it. */
  async function catchUp(projections = [shelves(), things], batchSize = 1_000) {
    const store = new SqliteRowStore(rowsFile());
    const committed: Committed[] = [];
    const projector = await Projector.open({
      log,
      store,
      reader,
      projections,
      batchSize,
      positionsCountEvents: true,
      onCommitted: (news) => committed.push(news),
    });
    const before = await projector.status();
    await projector.run({ until: await log.head() });
    const after = await projector.status();
    store.close();
    return { before, after, committed };
  }

  function rows(name: string): unknown[] {
    const database = new Database(rowsFile(), { readonly: true });
    try {
      return database.prepare(`SELECT * FROM ${name} ORDER BY 1`).all();
    } finally {
      database.close();
    }
  }

  it('makes rows of what the log says', async () => {
    await put('a', 'cup', 'bowl');
    await put('b', 'book');
    await take('a', 'cup');
    await catchUp();
    expect(rows('shelves')).toEqual([
      { shelf: 'shelf-a', things: 1, lastThing: 'bowl', full: 0 },
      { shelf: 'shelf-b', things: 1, lastThing: 'book', full: 0 },
    ]);
    expect(rows('things')).toEqual([
      { thing: 'book', shelf: 'shelf-b' },
      { thing: 'bowl', shelf: 'shelf-a' },
    ]);
  });

  it('goes on where it stopped, with what it knew of every stream', async () => {
    await put('a', 'cup');
    await catchUp();
    await take('a', 'cup');
    await take('a', 'cup');
    const { before, after } = await catchUp();
    expect(before).toMatchObject({ checkpoint: 0, head: 2, eventsBehind: 2, behindSince: '2026-05-01T12:00:00.000Z' });
    expect(after).toMatchObject({ checkpoint: 2, head: 2, behindSince: undefined, eventsProjected: 2 });
    expect(rows('shelves')).toMatchObject([{ things: 0 }]);
  });

  it('tells which rows every commit changed', async () => {
    await put('a', 'cup');
    await put('b', 'book');
    const { committed } = await catchUp();
    expect(committed).toEqual([
      {
        position: 1,
        events: 2,
        caughtUp: true,
        changes: [
          { table: 'shelves', keys: [['shelf-a'], ['shelf-b']] },
          { table: 'things', keys: [['cup'], ['book']] },
        ],
      },
    ]);
  });

  it('says "many" instead of naming very many rows', async () => {
    await put('a', ...Array.from({ length: 300 }, (_, index) => `thing ${index}`));
    const { committed } = await catchUp();
    expect(committed[0]?.changes.at(-1)).toEqual({ table: 'things', keys: 'many' });
  });

  it('makes all rows anew when the version of a projection has risen', async () => {
    await put('a', 'cup', 'bowl');
    await catchUp();
    const { before } = await catchUp([shelves(2), things]);
    expect(before).toMatchObject({ checkpoint: 1, rebuiltTo: -1 });
    expect(rows('shelves')).toMatchObject([{ things: 2 }]);
  });

  it('gives the same rows when it is asked to make them anew', async () => {
    await put('a', 'cup', 'bowl');
    await take('a', 'cup');
    await catchUp(undefined, 1);
    const found = [rows('shelves'), rows('things')];
    const store = new SqliteRowStore(rowsFile());
    const projector = await Projector.open({ log, store, reader, projections: [shelves(), things] });
    await projector.rebuild();
    store.close();
    expect([rows('shelves'), rows('things')]).toEqual(found);
  });

  it('parks a projection whose fold throws, and goes on with the others', async () => {
    await put('a', 'cup', 'poison');
    await take('a', 'poison');
    await put('a', 'bowl');
    const parked = [{ projection: 'shelves', position: 2, error: 'Error: this fold cannot swallow it' }];
    expect((await catchUp()).after.parked).toEqual(parked);
    expect(rows('shelves')).toMatchObject([{ things: 2, lastThing: 'poison' }]);
    expect(rows('things')).toMatchObject([{ thing: 'bowl' }, { thing: 'cup' }]);
    await put('a', 'plate');
    expect((await catchUp()).after.parked).toEqual(parked);
    expect(rows('shelves')).toMatchObject([{ things: 2, lastThing: 'poison' }]);
  });

  it('takes up a parked projection when it is asked to, while the others go on', async () => {
    let poisonous = true;
    const sound = shelves();
    const takenFrom = sound.folds.get('Taken');
    const folds = new Map(sound.folds).set('Taken', (row, fact, source) => {
      if (poisonous && fact.thing === 'cup') throw new Error('this fold cannot swallow it');
      return takenFrom?.(row, fact, source);
    });
    const store = new SqliteRowStore(rowsFile());
    const stopping = new AbortController();
    const projector = await Projector.open({ log, store, reader, projections: [{ ...sound, folds }, things] });
    const running = projector.run({ signal: stopping.signal });
    const upTo = async () => {
      const head = await log.head();
      while ((await projector.status()).checkpoint < head) await nextTurn();
    };
    await put('a', 'cup', 'bowl');
    await take('a', 'cup');
    await put('b', 'book');
    await upTo();
    expect(rows('shelves')).toMatchObject([{ shelf: 'shelf-a', things: 2 }]);

    const failure = { projection: 'shelves', position: 2, error: 'Error: this fold cannot swallow it' };
    expect(await projector.retry('shelves')).toEqual({ outcome: 'parked-again', ...failure });
    expect(rows('shelves')).toMatchObject([{ shelf: 'shelf-a', things: 2 }]);
    expect((await projector.status()).parked).toEqual([failure]);
    expect(await projector.retry('things')).toEqual({ outcome: 'not-parked' });

    poisonous = false;
    const retried = projector.retry('shelves');
    await put('b', 'plate');
    expect(await retried).toMatchObject({ outcome: 'retried' });
    await put('b', 'fork');
    await upTo();
    expect(rows('shelves')).toMatchObject([
      { shelf: 'shelf-a', things: 1 },
      { shelf: 'shelf-b', things: 3, lastThing: 'fork' },
    ]);
    expect(rows('things')).toHaveLength(4);
    expect((await projector.status()).parked).toEqual([]);
    stopping.abort();
    await running;
    store.close();
    expect((await catchUp()).before.parked).toEqual([]);
  });

  it('passes over an event that cannot be read, and reports it', async () => {
    await put('a', 'cup', 'unreadable', 'bowl');
    const { after } = await catchUp();
    expect(after).toMatchObject({
      checkpoint: 2,
      parked: [{ projection: 'facts', position: 1, error: 'Error: nobody can read this' }],
    });
    expect(rows('shelves')).toMatchObject([{ things: 2 }]);
  });

  it('is the only writer of its rows', () => {
    const store = new SqliteRowStore(rowsFile());
    expect(() => new SqliteRowStore(rowsFile())).toThrow(expect.objectContaining({ code: 'rows-in-use' }));
    store.close();
    new SqliteRowStore(rowsFile()).close();
  });

  it('stops when it is told to', async () => {
    const store = new SqliteRowStore(rowsFile());
    const stopping = new AbortController();
    const projector = await Projector.open({ log, store, reader, projections: [things], onCommitted: () => stopping.abort() });
    const running = projector.run({ signal: stopping.signal });
    await put('a', 'cup');
    await running;
    store.close();
    expect(rows('things')).toHaveLength(1);
  });
});
