import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Commit, Recipe, RowStore } from '../row-store.ts';
import { table } from '../table.ts';
import type { StoredValue, Table } from '../table.ts';

/** A place for rows, made ready for the contract. */
export interface PlaceForRows {
  /** Opens the store as a process that is started does. */
  store(): Promise<RowStore>;
  /** A table as a reader sees it, in the order of its key. */
  read(table: Table<object>): Promise<Readonly<Record<string, StoredValue>>[]>;
  destroy(): Promise<void>;
}

interface ThingRow {
  readonly shelf: string;
  readonly place: number;
  readonly name?: string;
  readonly weightKg?: number;
  readonly fragile: boolean;
  readonly notes?: readonly string[];
}

const things: Table<ThingRow> = table<ThingRow>({
  name: 'things',
  columns: { shelf: 'text', place: 'integer', name: 'text?', weightKg: 'real?', fragile: 'boolean', notes: 'json?' },
  key: ['shelf', 'place'],
  indexes: [['name']],
});
const thingsTable = things as Table<object>;

interface NoteRow {
  readonly id: string;
  readonly first?: string;
  readonly second?: string;
}
const notesTable = table<NoteRow>({
  name: 'notes',
  columns: { id: 'text', first: 'text?', second: 'text?' },
  key: ['id'],
}) as Table<object>;

const recipe = (version = 1): Recipe => ({
  factsVersion: version,
  projections: [
    { name: 'things', version: 1, table: thingsTable, overlays: false },
    { name: 'notes', version: 1, table: notesTable, overlays: true },
  ],
});

const vase: ThingRow = { shelf: 'a', place: 1, name: 'vase', weightKg: 1.25, fragile: true, notes: ['blue', 'old'] };
const book: ThingRow = { shelf: 'a', place: 2, fragile: false };

const commit = (checkpoint: number, upserts: readonly object[], more: Partial<Commit> = {}): Commit => ({
  checkpoint,
  tables: [{ name: 'things', upserts, deletes: [] }],
  states: [],
  parked: [],
  ...more,
});
const notes = (checkpoint: number, ...upserts: readonly NoteRow[]): Commit =>
  commit(checkpoint, [], { tables: [{ name: 'notes', upserts, deletes: [] }] });

/**
 * What every store of rows must do, as specs. An adapter's spec calls it once:
 *
 *     describeRowStoreContract('SqliteRowStore', async () => placeForRows(await mkdtemp(...)));
 */
export function describeRowStoreContract(name: string, makePlace: () => Promise<PlaceForRows>): void {
  describe(`${name}, as a store of rows`, () => {
    let place: PlaceForRows;
    let store: RowStore;

    beforeEach(async () => {
      place = await makePlace();
      store = await place.store();
    });
    afterEach(async () => {
      await store.close();
      await place.destroy();
    });

    /** The process ends, and another one begins. */
    async function restart(version = 1) {
      await store.close();
      store = await place.store();
      return store.open(recipe(version));
    }
    const shelves = async () => (await place.read(thingsTable)).map(({ shelf }) => shelf);

    it('begins empty, and readers see that at once', async () => {
      expect(await store.open(recipe())).toEqual({ checkpoint: BEFORE_FIRST, parked: [] });
      expect(await place.read(thingsTable)).toEqual([]);
    });

    it('changes its recipe at once while it holds nothing', async () => {
      await store.open(recipe());
      expect(await restart(2)).toEqual({ checkpoint: BEFORE_FIRST, parked: [] });
    });

    it('keeps rows of every kind together with how far they are', async () => {
      await store.open(recipe());
      await store.commit(commit(7, [vase, book]));
      expect(await restart()).toEqual({ checkpoint: 7, parked: [] });
      const keys = [
        ['a', 2],
        ['b', 9],
        ['a', 1],
      ];
      expect(await store.loadRows('things', keys)).toEqual([book, undefined, vase]);
      expect(await place.read(thingsTable)).toEqual([
        { shelf: 'a', place: 1, name: 'vase', weightKg: 1.25, fragile: 1, notes: '["blue","old"]' },
        { shelf: 'a', place: 2, name: null, weightKg: null, fragile: 0, notes: null },
      ]);
    });

    it('replaces rows, and takes them away', async () => {
      await store.open(recipe());
      await store.commit(commit(1, [vase, book]));
      const { name: _name, ...nameless } = vase;
      await store.commit(commit(2, [], { tables: [{ name: 'things', upserts: [nameless], deletes: [['a', 2]] }] }));
      expect(
        await store.loadRows('things', [
          ['a', 1],
          ['a', 2],
        ]),
      ).toEqual([nameless, undefined]);
    });

    it('only fills in the rows of a projection that overlays', async () => {
      await store.open(recipe());
      await store.commit(notes(1, { id: 'n', first: 'one' }));
      await store.commit(notes(2, { id: 'n', second: 'two' }));
      expect(await place.read(notesTable)).toEqual([{ id: 'n', first: 'one', second: 'two' }]);
    });

    it('keeps the states of streams and what is parked', async () => {
      await store.open(recipe());
      const states = [
        { stream: 's-1', state: '{"at":1}' },
        { stream: 's-2', state: '{"at":2}' },
      ];
      await store.commit(commit(3, [], { states, parked: [{ projection: 'things', position: 3, error: 'broken\0here' }] }));
      await store.commit(commit(4, [], { states: [{ stream: 's-1', state: '{"at":4}' }] }));
      expect(await restart()).toEqual({
        checkpoint: 4,
        parked: [{ projection: 'things', position: 3, error: 'broken\uFFFDhere' }],
      });
      expect(await store.loadStates(['s-2', 's-3', 's-1'])).toEqual(['{"at":2}', undefined, '{"at":4}']);
    });

    it('takes whatever a station may say', async () => {
      await store.open(recipe());
      const long = 'long'.repeat(5_000);
      const said: ThingRow[] = [
        { ...book, shelf: 'nul\0', name: 'a\0b', notes: ['c\0d'] },
        { ...book, shelf: 'half \uD83D', name: '\uDE00' },
        { ...book, shelf: long, name: `${long}!` },
        { ...book, shelf: 'numbers', place: 2 ** 53 - 1, weightKg: Number.NaN },
        { ...book, shelf: 'fraction', place: 1.5, weightKg: 1e300 },
        { ...book, shelf: `"';\\{}, NULL`, name: '' },
      ];
      await store.commit(commit(1, said));
      const found = new Map((await place.read(thingsTable)).map((row) => [String(row['shelf']), row]));
      expect(found.get('nul\uFFFD')).toMatchObject({ name: 'a\uFFFDb', notes: '["c\\u0000d"]' });
      expect(found.get('half \uFFFD')).toMatchObject({ name: '\uFFFD' });
      expect(found.get('numbers')).toMatchObject({ place: 2 ** 53 - 1, weightKg: null });
      expect(found.get('fraction')).toMatchObject({ place: 1.5, weightKg: 1e300 });
      expect(found.get(`"';\\{}, NULL`)).toMatchObject({ name: '' });
      expect([...found.keys()].filter((shelf) => shelf.startsWith('longlong') && shelf.length < 100)).toHaveLength(1);
      expect(found.size).toBe(said.length);
    });

    it('sorts texts by their bytes', async () => {
      await store.open(recipe());
      const inOrder = ['', 'B', 'a', 'a b', 'ab', 'z', 'ä', '€', '\u{1F600}'];
      await store.commit(
        commit(
          1,
          inOrder.toReversed().map((shelf) => ({ ...book, shelf })),
        ),
      );
      expect(await shelves()).toEqual(inOrder);
    });

    it('takes large batches', async () => {
      await store.open(recipe());
      const many = Array.from({ length: 12_000 }, (_, place): ThingRow => ({ ...vase, place }));
      await store.commit(commit(12_000, many));
      const keys = many.map(({ shelf, place }) => [shelf, place]);
      expect(await store.loadRows('things', keys)).toEqual(many);
      await store.commit(commit(12_001, [], { tables: [{ name: 'things', upserts: [], deletes: keys }] }));
      expect(await place.read(thingsTable)).toEqual([]);
    });

    describe('when rows are made anew', () => {
      beforeEach(async () => {
        await store.open(recipe());
        await store.commit(commit(5, [vase]));
      });

      it('shows the old ones until the new ones are published', async () => {
        expect(await restart(2)).toEqual({ checkpoint: BEFORE_FIRST, parked: [], inShadowOf: 5 });
        await store.commit(commit(5, [{ ...vase, shelf: 'new' }]));
        expect(await shelves()).toEqual(['a']);
        expect(await store.publish()).toBeUndefined();
        expect(await shelves()).toEqual(['new']);
        await store.commit(commit(6, [{ ...vase, shelf: 'newer' }]));
        expect(await shelves()).toEqual(['new', 'newer']);
        expect(await restart(2)).toEqual({ checkpoint: 6, parked: [] });
      });

      it('goes on after a process that was killed', async () => {
        await restart(2);
        await store.commit(commit(3, [{ ...vase, shelf: 'new' }]));
        expect(await restart(2)).toEqual({ checkpoint: 3, parked: [], inShadowOf: 5 });
        expect(
          await store.loadRows('things', [
            ['new', 1],
            ['a', 1],
          ]),
        ).toEqual([{ ...vase, shelf: 'new' }, undefined]);
        expect(await shelves()).toEqual(['a']);
      });

      it('begins once more when the recipe has changed again, and goes back to the old rows with the old recipe', async () => {
        await restart(2);
        await store.commit(commit(3, [{ ...vase, shelf: 'new' }]));
        expect(await restart(3)).toEqual({ checkpoint: BEFORE_FIRST, parked: [], inShadowOf: 5 });
        expect(await restart(1)).toEqual({ checkpoint: 5, parked: [] });
      });

      it('does so when asked, over and over', async () => {
        for (const shelf of ['once', 'twice', 'thrice']) {
          expect(await store.clear()).toEqual({ checkpoint: BEFORE_FIRST, parked: [], inShadowOf: 5 });
          await store.commit(commit(5, [{ ...vase, shelf }]));
          expect(await shelves()).not.toContain(shelf);
          await store.publish();
          expect(await shelves()).toEqual([shelf]);
        }
      });

      it('does not go back behind what readers see already', async () => {
        await store.clear();
        await store.commit(commit(4, [{ ...vase, shelf: 'new' }]));
        expect(await store.publish()).toBe(5);
        expect(await shelves()).toEqual(['a']);
      });
    });
  });
}
