/**
 * Rows in memory, by the text of their key: `undefined` is not known here, `null` is known to be absent.
 *
 * Two generations approximate least-recently-used at the price of a plain map: when the young one is full it becomes the old
 * one, and what was not used since the last change goes.
 */
export class RowCache<Row> {
  private readonly capacity: number;
  private young = new Map<string, Row | null>();
  private old = new Map<string, Row | null>();
  /** Nothing has been put anywhere else: what is not here does not exist. */
  private complete = false;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get(id: string): Row | null | undefined {
    const row = this.young.get(id);
    if (row !== undefined) return row;
    const aged = this.old.get(id);
    if (aged === undefined) return this.complete ? null : undefined;
    this.set(id, aged);
    return aged;
  }

  set(id: string, row: Row | null): void {
    this.young.set(id, row);
    if (this.young.size <= this.capacity) return;
    if (this.old.size > 0) this.complete = false;
    this.old = this.young;
    this.young = new Map();
  }

  /** Forgets everything. `empty`: the store holds no rows either. */
  clear(empty: boolean): void {
    this.young.clear();
    this.old.clear();
    this.complete = empty;
  }
}
