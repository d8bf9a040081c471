import type { AnyFact, AnyProjection, Folded, RowKey } from './projection.ts';
import { RowCache } from './row-cache.ts';
import type { HeldRow } from './row-cache.ts';
import type { Commit, KeyValues, RowStore } from './row-store.ts';

const ROWS_IN_MEMORY = 10_000;
/** Beyond this, whoever listens had better look at the table. */
const KEYS_TOLD = 200;

/** The rows of a table that a batch changed: their keys, or that there are too many to name. */
export interface TableChange {
  readonly table: string;
  readonly keys: readonly KeyValues[] | 'many';
}

/** A projection at work: its rows in memory and what the present batch has changed of them. */
export class RunningProjection<Fact extends AnyFact, Source> {
  readonly projection: AnyProjection<Fact, Source>;
  parked = false;
  private readonly store: RowStore;
  private readonly rows = new RowCache(ROWS_IN_MEMORY);

  constructor(projection: AnyProjection<Fact, Source>, store: RowStore) {
    this.projection = projection;
    this.store = store;
  }

  /** The row of a key; a promise only when it must first come from elsewhere. */
  held(key: RowKey): HeldRow | Promise<HeldRow> {
    const id = rowId(key);
    const held = this.rows.get(id);
    if (held) return held;
    const values = keyValues(key);
    if (this.projection.overlays || this.rows.holdsAll) return this.rows.hold(id, values, undefined);
    const loaded = this.store.loadRow(this.projection.table.name, values);
    return loaded instanceof Promise ? loaded.then((row) => this.rows.hold(id, values, row)) : this.rows.hold(id, values, loaded);
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
    this.rows.clear(storeIsEmpty);
  }
}

const keyValues = (key: RowKey): KeyValues => (typeof key === 'object' ? key : [key]);

/** The text of a key. Databases hold well-formed text only, so two keys that differ in nothing else are the same row. */
function rowId(key: RowKey): string {
  const id = typeof key === 'string' ? key : typeof key === 'number' ? String(key) : key.join('\u0000');
  return id.isWellFormed() ? id : id.toWellFormed();
}
