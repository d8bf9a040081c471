import { Inject, Injectable } from '@nestjs/common';
import { restAfter } from '@wattledger/kernel';
import type { KeyValues, Table, TableChange } from '@wattledger/projections';
import { ROW_CHANGES, ROWS } from '../collaborators.ts';
import type { RowChanges } from '../collaborators.ts';
import type { Condition } from '../rows/conditions.ts';
import type { Rows } from '../rows/rows.ts';
import { abortable } from './abortable.ts';

/** Beyond this a slow reader's list of changed rows is given up for a look at the table. */
const KEYS_KEPT = 5_000;

/** On a large fleet every commit changes too many rows to be listed: looks at the table leave the database time for others. */
const LONGEST_REST_MS = 10_000;

/** Which rows someone wants to see change. */
export interface Watch<Row> {
  readonly table: Table<Row>;
  /** Only the row with this key: it is given once at the start, too, so that nothing is missed between a query and this. */
  readonly key?: KeyValues;
  /** Which of the changed rows are wanted; all of them when absent. */
  readonly where?: Condition;
  /** Where to look when so many rows have changed that nobody lists them: what lives now, or did lately. */
  readonly lately: () => readonly Condition[];
}

/**
 * Follows rows as the projector writes them.
 *
 * Whoever reads slowly sees every changed row, but not every state it was in: changes of a row that have not been read yet are
 * one. So what is kept for a reader is bounded.
 */
@Injectable()
export class LiveRows {
  private readonly rows: Rows;
  private readonly changes: RowChanges;

  constructor(@Inject(ROWS) rows: Rows, @Inject(ROW_CHANGES) changes: RowChanges) {
    this.rows = rows;
    this.changes = changes;
  }

  watch<Row>(watch: Watch<Row>): AsyncIterableIterator<Row> {
    return abortable((signal) => this.follow(watch, signal));
  }

  private async *follow<Row>({ table, key, where, lately }: Watch<Row>, signal: AbortSignal): AsyncGenerator<Row> {
    const changed = new ChangedKeys(table.name, key);
    const stop = this.changes.onChange((changes) => changed.note(changes));
    signal.addEventListener('abort', () => changed.wake(), { once: true });
    try {
      while (!signal.aborted) {
        const keys = changed.take();
        if (keys === 'none') {
          await changed.news(signal);
          continue;
        }
        const wanted = where ? [where] : [];
        if (keys !== 'many') {
          yield* await this.rows.withKeys(table, keys, ...wanted);
          continue;
        }
        const began = performance.now();
        yield* this.rows.each(table, ...wanted, ...lately());
        await restAfter(performance.now() - began, LONGEST_REST_MS, signal);
      }
    } finally {
      stop();
    }
  }
}

/** The keys of rows that have changed since they were last taken. */
class ChangedKeys {
  private readonly table: string;
  private readonly only: KeyValues | undefined;
  private keys = new Map<string, KeyValues>();
  private many = false;
  private waiting: (() => void) | undefined;

  constructor(table: string, only: KeyValues | undefined) {
    this.table = table;
    this.only = only;
    if (only) this.keys.set(JSON.stringify(only), only);
  }

  note(changes: readonly TableChange[]): void {
    for (const { table, keys } of changes) {
      if (table === this.table) this.add(keys);
    }
    if (this.many || this.keys.size > 0) this.wake();
  }

  take(): readonly KeyValues[] | 'many' | 'none' {
    const taken = this.many ? 'many' : this.keys.size > 0 ? [...this.keys.values()] : 'none';
    this.keys = new Map();
    this.many = false;
    return taken;
  }

  async news(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.many || this.keys.size > 0) return;
    await new Promise<void>((resolve) => (this.waiting = resolve));
  }

  wake(): void {
    this.waiting?.();
    this.waiting = undefined;
  }

  private add(keys: TableChange['keys']): void {
    if (this.only) {
      const wanted = JSON.stringify(this.only);
      if (keys === 'many' || keys.some((key) => JSON.stringify(key) === wanted)) this.keys.set(wanted, this.only);
      return;
    }
    if (keys === 'many' || this.keys.size + keys.length > KEYS_KEPT) this.many = true;
    else for (const key of keys) this.keys.set(JSON.stringify(key), key);
  }
}
