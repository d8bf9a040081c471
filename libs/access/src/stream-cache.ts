import type { Ledger, RecordedEvent } from '@wattledger/event-log';

const REMEMBERED = 100_000;

/**
 * Keeps what short streams fold to, and forgets an entry as soon as its stream changes, whoever changed it.
 *
 * `follow` must run for as long as the cache is asked.
 */
export class StreamCache<State> {
  private readonly ledger: Ledger;
  private readonly streamOf: (id: string) => string;
  private readonly fold: (state: State | undefined, event: RecordedEvent) => State | undefined;
  private readonly known = new Map<string, Promise<State | undefined>>();

  constructor(
    ledger: Ledger,
    streamOf: (id: string) => string,
    fold: (state: State | undefined, event: RecordedEvent) => State | undefined,
  ) {
    this.ledger = ledger;
    this.streamOf = streamOf;
    this.fold = fold;
  }

  get(id: string): Promise<State | undefined> {
    const stream = this.streamOf(id);
    let state = this.known.get(stream);
    if (!state) {
      if (this.known.size >= REMEMBERED) this.known.clear();
      state = this.read(stream);
      this.known.set(stream, state);
      state.catch(() => this.known.delete(stream));
    }
    return state;
  }

  forget(stream: string): void {
    this.known.delete(stream);
  }

  private async read(stream: string): Promise<State | undefined> {
    let state: State | undefined;
    for await (const event of this.ledger.read(stream)) state = this.fold(state, event);
    return state;
  }
}
