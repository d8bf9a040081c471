import type { AnyFact, AnyProjection, Folded, RowKey } from './projection.ts';
import { RowCache } from './row-cache.ts';
import type { Commit, KeyValues } from './row-store.ts';

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
  readonly rows = new RowCache<object>(ROWS_IN_MEMORY);
  parked = false;
  private readonly changed = new Map<string, { key: KeyValues; row: object | null }>();

  constructor(projection: AnyProjection<Fact, Source>) {
    this.projection = projection;
  }

  /** The row as it is now; `undefined` when only the store knows. */
  row(id: string): object | null | undefined {
    const change = this.changed.get(id);
    if (change) return change.row;
    return this.projection.overlays ? null : this.rows.get(id);
  }

  apply(id: string, key: RowKey, row: object | undefined, folded: Folded<object>): void {
    if (folded === undefined || folded === row) return;
    const next = folded === 'delete' ? null : folded;
    if (!this.projection.overlays) this.rows.set(id, next);
    const change = this.changed.get(id);
    if (change) change.row = next;
    else this.changed.set(id, { key: keyValues(key), row: next });
  }

  takeChanges(): { rows: Commit['tables'][number]; change: TableChange } | undefined {
    if (this.changed.size === 0) return undefined;
    const upserts: object[] = [];
    const deletes: KeyValues[] = [];
    const keys: KeyValues[] = [];
    for (const { key, row } of this.changed.values()) {
      if (row) upserts.push(row);
      else deletes.push(key);
      if (keys.length < KEYS_TOLD) keys.push(key);
    }
    const many = this.changed.size > KEYS_TOLD;
    this.changed.clear();
    const { name } = this.projection.table;
    return { rows: { name, upserts, deletes }, change: { table: name, keys: many ? 'many' : keys } };
  }

  clear(storeIsEmpty: boolean): void {
    this.rows.clear(storeIsEmpty);
    this.changed.clear();
  }
}

export const keyValues = (key: RowKey): KeyValues => (typeof key === 'object' ? key : [key]);

/** The text of a key. Databases hold well-formed text only, so two keys that differ in nothing else are the same row. */
export function rowId(key: RowKey): string {
  const id = typeof key === 'string' ? key : typeof key === 'number' ? String(key) : key.join('\u0000');
  return id.isWellFormed() ? id : id.toWellFormed();
}
