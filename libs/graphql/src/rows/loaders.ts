import DataLoader from 'dataloader';
import type { Page } from './page.ts';
import type { PageRequest } from './page-request.ts';
import type { Rows } from './rows.ts';

/** How the values of many keys are read at once; the keys and the values are in the same order. */
export type Batch<Key, Value> = (rows: Rows, keys: readonly Key[]) => Promise<readonly Value[]>;

/** Names what a key is remembered under, where the key is not a text or a number itself. */
type NameOf<Key> = (key: Key) => string;

export interface Loader<Key, Value> {
  readonly batch: Batch<Key, Value>;
  readonly nameOf?: NameOf<Key>;
  /** Its keys have no names, so nothing is remembered. */
  readonly once?: true;
}

/** Defines how something is read for many parents in one statement. Ask for it with {@link Loaders.load}. */
export const loader = <Key, Value>(batch: Batch<Key, Value>, nameOf?: NameOf<Key>): Loader<Key, Value> => ({ batch, nameOf });

/** Reads what nested fields of one request ask for: one statement per field and level, however many parents there are. */
export class Loaders {
  private readonly rows: Rows;
  private readonly remember: boolean;
  private readonly running = new Map<object, object>();

  /** @param remember off where the context outlives one answer, as it does in a subscription */
  constructor(rows: Rows, remember: boolean) {
    this.rows = rows;
    this.remember = remember;
  }

  load<Key, Value>(of: Loader<Key, Value>, key: Key): Promise<Value> {
    return this.loaderOf(of).load(key);
  }

  /** A page of a nested list; the pages of all parents are read together. */
  page<Row>(request: PageRequest<Row>): Promise<Page<Row>> {
    return this.load(pagesOf<Row>(request.table), request);
  }

  private loaderOf<Key, Value>(of: Loader<Key, Value>): DataLoader<Key, Value, Key | string> {
    let found = this.running.get(of) as DataLoader<Key, Value, Key | string> | undefined;
    if (!found) {
      const { batch, nameOf, once } = of;
      found = new DataLoader<Key, Value, Key | string>((keys) => batch(this.rows, keys), {
        cache: this.remember && !once,
        ...(nameOf && { cacheKeyFn: nameOf }),
      });
      this.running.set(of, found);
    }
    return found;
  }
}

const pageLoaders = new WeakMap<object, object>();

function pagesOf<Row>(table: object): Loader<PageRequest<Row>, Page<Row>> {
  let found = pageLoaders.get(table) as Loader<PageRequest<Row>, Page<Row>> | undefined;
  if (!found) pageLoaders.set(table, (found = { batch: readPages, once: true }));
  return found;
}

function readPages<Row>(rows: Rows, requests: readonly PageRequest<Row>[]): Promise<Page<Row>[]> {
  return rows.pages(requests);
}
