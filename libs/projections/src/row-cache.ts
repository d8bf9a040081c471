import type { KeyValues } from './row-store.ts';

/** A row in memory. */
export interface HeldRow {
  readonly key: KeyValues;
  /** Absent when there is no such row. */
  row: object | undefined;
  /** Differs from what the store has. */
  changed: boolean;
}

/**
 * Rows in memory, by the text of their key.
 *
 * Two generations approximate least-recently-used at the price of a plain map: when the young one is full it becomes the old
 * one, and what was not used since the last change goes. That happens between batches only, so what a batch has changed is here
 * until it is committed.
 */
export class RowCache {
  private readonly capacity: number;
  private young = new Map<string, HeldRow>();
  private old = new Map<string, HeldRow>();
  private changed: HeldRow[] = [];
  private complete = false;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** True while every row there is lies in memory: one that is not here does not exist. */
  get holdsAll(): boolean {
    return this.complete;
  }

  get(id: string): HeldRow | undefined {
    const held = this.young.get(id);
    if (held) return held;
    const aged = this.old.get(id);
    if (aged) this.young.set(id, aged);
    return aged;
  }

  hold(id: string, key: KeyValues, row: object | undefined): HeldRow {
    const held: HeldRow = { key, row, changed: false };
    this.young.set(id, held);
    return held;
  }

  change(held: HeldRow, row: object | undefined): void {
    held.row = row;
    if (held.changed) return;
    held.changed = true;
    this.changed.push(held);
  }

  /** What was changed since the last call; the next batch begins here. */
  takeChanges(): readonly HeldRow[] {
    const { changed } = this;
    this.changed = [];
    for (const held of changed) held.changed = false;
    if (this.young.size > this.capacity) {
      if (this.old.size > 0) this.complete = false;
      this.old = this.young;
      this.young = new Map();
    }
    return changed;
  }

  /** Forgets everything. `complete`: the store holds no rows either. */
  clear(complete: boolean): void {
    this.young.clear();
    this.old.clear();
    this.changed = [];
    this.complete = complete;
  }
}
