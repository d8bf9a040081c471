import { setImmediate } from 'node:timers/promises';

export interface Batch<Item> {
  readonly items: readonly Item[];
  /** Nothing else was at hand when these were taken. */
  readonly drained: boolean;
}

/**
 * Gathers what a source gives while the consumer is busy, up to `size` items, and hands it over in batches.
 *
 * The source is given a signal that ends it when the consumer leaves.
 */
export async function* inBatches<Item>(
  size: number,
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<Item>,
): AsyncGenerator<Batch<Item>> {
  const leaving = new AbortController();
  const waiting: Item[] = [];
  let changed = Promise.withResolvers<void>();
  const change = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  let end: { readonly error?: unknown } | undefined;

  const gather = async (): Promise<void> => {
    try {
      for await (const item of open(AbortSignal.any([signal, leaving.signal]))) {
        waiting.push(item);
        change();
        while (waiting.length >= size && !leaving.signal.aborted) await changed.promise;
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    change();
  };

  const gathering = gather();
  try {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        if (end && 'error' in end) throw end.error;
        if (end) return;
        await changed.promise;
        // What arrived in the same packet belongs to the same batch.
        await setImmediate();
        continue;
      }
      const items = waiting.splice(0, size);
      const drained = waiting.length === 0;
      change();
      yield { items, drained };
    }
  } finally {
    leaving.abort();
    change();
    await gathering;
  }
}
