/**
 * An iteration that can be ended from outside while it waits.
 *
 * `return()` of a plain async generator takes effect only when the generator next comes to rest, which for one that waits
 * for news may be never. This one is told by its signal.
 */
export function abortable<Value>(start: (signal: AbortSignal) => AsyncGenerator<Value>): AsyncIterableIterator<Value> {
  const end = new AbortController();
  const generator = start(end.signal);
  return {
    next: () => generator.next(),
    return: () => {
      end.abort();
      return generator.return(undefined);
    },
    throw: (error: unknown) => {
      end.abort();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
