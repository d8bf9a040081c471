import type { AnyFact, AnyProjection, Folded, RowKey } from './projection.ts';
import { RowCache } from './row-cache.ts';
import type { HeldRow } from './row-cache.ts';
import type { Commit, KeyValues, RowStore, TableChange } from './row-store.ts';
import { indexable } from './storable-text.ts';

const ROWS_IN_MEMORY = 10_000;
/** Beyond this, whoever listens had better look at the table. */
const KEYS_TOLD = 200;

/** A projection at work: its rows in memory and what the present batch has changed of them. */
export class RunningProjection<Fact extends AnyFact, Source> {
  readonly projection: AnyProjection<Fact, Source>;
  parked = false;
  private readonly store: RowStore;
  private readonly rows = new RowCache(ROWS_IN_MEMORY);
  private missing: HeldRow[] = [];

  constructor(projection: AnyProjection<Fact, Source>, store: RowStore) {
    this.projection = projection;
    this.store = store;
  }

  /** The row of a key. One that is not in memory is empty until {@link load}. */
  held(key: RowKey): HeldRow {
    const id = rowId(key);
    const known = this.rows.get(id);
    if (known) return known;
    const held = this.rows.hold(id, keyValues(key), undefined);
    if (!this.projection.overlays && !this.rows.holdsAll) this.missing.push(held);
    return held;
  }

  /** Fetches what was not in memory, all at once; a promise only where the store is elsewhere. */
  load(): Promise<void> | undefined {
    const { missing } = this;
    if (missing.length === 0) return undefined;
    this.missing = [];
    const fill = (rows: readonly (object | undefined)[]): void => missing.forEach((held, index) => void (held.row = rows[index]));
    const loaded = this.store.loadRows(
      this.projection.table.name,
      missing.map(({ key }) => key),
    );
    if (loaded instanceof Promise) return loaded.then(fill);
    fill(loaded);
    return undefined;
  }

  fold(held: HeldRow, fact: Fact, source: Source): void {
    const folded: Folded<object> = this.projection.folds.get(fact.type)?.(held.row, fact, source);
    if (folded === undefined || folded === held.row) return;
    this.rows.change(held, folded === 'delete' ? undefined : folded);
  }

  takeChanges(): { rows: Commit['tables'][number]; change: TableChange } | undefined {
    const changed = this.rows.takeChanges();
    // Rows that are only filled in are never looked at again.
    if (this.projection.overlays) this.rows.clear(false);
    if (changed.length === 0) return undefined;
    const upserts: object[] = [];
    const deletes: KeyValues[] = [];
    for (const { key, row } of changed) {
      if (row) upserts.push(row);
      else deletes.push(key);
    }
    const { name } = this.projection.table;
    const keys = changed.length > KEYS_TOLD ? 'many' : changed.map(({ key }) => key);
    return { rows: { name, upserts, deletes }, change: { table: name, keys } };
  }

  clear(storeIsEmpty: boolean): void {
    this.missing = [];
    this.rows.clear(storeIsEmpty);
  }
}

const keyValues = (key: RowKey): KeyValues => (typeof key === 'object' ? key : [key]).map(keyValue);

const keyValue = (value: string | number): string | number => (typeof value === 'string' ? indexable(value) : value);

/** The text of a key as the database holds it: keys that differ in what it cannot hold are the same row. */
function rowId(key: RowKey): string {
  if (typeof key !== 'object') return String(keyValue(key));
  let id = '';
  for (const value of key) id += `${keyValue(value)}\0`;
  return id;
}
