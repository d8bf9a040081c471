import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import type { NewEvent, RecordedEvent } from './event.ts';
import { emptyHead } from './ledger.ts';
import type { Ledger, StreamHead } from './ledger.ts';

/** A kind of short stream and what it folds to. */
export interface StreamFold<State> {
  /** Its streams are called `<category>-<id>`. */
  readonly category: string;
  evolve(state: State | undefined, event: RecordedEvent): State | undefined;
}

/** What a stream folds to, and its end. */
export interface Folded<State> {
  readonly state: State | undefined;
  readonly head: StreamHead;
}

/** As many again as were in use before them. */
const REMEMBERED = 100_000;

/** What was read of a stream. One that has changed since is read on from where the last reading ended. */
interface Reading<State> {
  readonly folded: Promise<Folded<State>>;
  done?: Folded<State>;
  stale: boolean;
}

/**
 * Short streams of one kind, such as accounts: what each folds to, and a way to add to one on the strength of that.
 *
 * What was read is kept until its stream changes: whoever holds one follows the log and calls {@link forget} for what others change.
 */
export class FoldedStreams<State> {
  readonly category: string;
  private readonly ledger: Ledger;
  private readonly fold: StreamFold<State>;
  private readonly remembered: number;
  /** What was in use lately, and what was before that: a stream too many forgets what nobody asks for, and not everything. */
  private young = new Map<string, Reading<State>>();
  private old = new Map<string, Reading<State>>();

  /** @param remembered how many streams are kept as they are used; more of a kind than that may be in use, each is read again then */
  constructor(ledger: Ledger, fold: StreamFold<State>, remembered = REMEMBERED) {
    this.ledger = ledger;
    this.fold = fold;
    this.remembered = remembered;
    this.category = fold.category;
  }

  async get(id: string): Promise<State | undefined> {
    return (await this.folded(id)).state;
  }

  /** As the log has it now, whatever was read before: of a stream that is known only what is new is read. */
  getAnew(id: string): Promise<State | undefined> {
    this.forget(this.streamOf(id));
    return this.get(id);
  }

  /** The state with the end of its stream, to say what a decision was based on. */
  folded(id: string): Promise<Folded<State>> {
    const stream = this.streamOf(id);
    const before = this.known(stream);
    if (before && !before.stale) return before.folded;
    const reading: Reading<State> = { folded: this.read(stream, before?.done), done: before?.done, stale: false };
    this.remember(stream, reading);
    reading.folded.then(
      (done) => (reading.done = done),
      () => (reading.stale = true),
    );
    return reading.folded;
  }

  /** The state as it was at a revision of its stream. */
  async at(id: string, revision: number): Promise<State | undefined> {
    return (await this.read(this.streamOf(id), undefined, revision)).state;
  }

  /**
   * Adds to a stream what `decide` says of its state; nothing where it says no. Another writer's event in between means that it
   * is asked again, with what holds now: a no, too, is said of the newest state alone.
   */
  async decide<No extends Refusal>(
    id: string,
    decide: (state: State | undefined) => readonly NewEvent[] | No,
  ): Promise<Folded<State> | No> {
    const stream = this.streamOf(id);
    for (;;) {
      const folded = await this.folded(id);
      const decided = decide(folded.state);
      this.forget(stream);
      if (isRefusal(decided) || decided.length === 0) {
        const { head } = await this.folded(id);
        if (head.revision !== folded.head.revision) continue;
        return isRefusal(decided) ? (decided as No) : folded;
      }
      const outcome = await this.ledger.record(folded.head, decided);
      this.forget(stream);
      if (outcome.outcome === 'recorded') return this.folded(id);
    }
  }

  forget(stream: string): void {
    const reading = this.young.get(stream) ?? this.old.get(stream);
    if (reading) reading.stale = true;
  }

  private known(stream: string): Reading<State> | undefined {
    const young = this.young.get(stream);
    if (young) return young;
    const old = this.old.get(stream);
    if (old) this.remember(stream, old);
    return old;
  }

  private remember(stream: string, reading: Reading<State>): void {
    if (this.young.size >= this.remembered && !this.young.has(stream)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, reading);
  }

  private streamOf(id: string): string {
    return `${this.fold.category}-${id}`;
  }

  private async read(stream: string, before?: Folded<State>, until = Number.MAX_SAFE_INTEGER): Promise<Folded<State>> {
    let { state, head } = before ?? { state: undefined, head: emptyHead(stream) };
    for await (const event of this.ledger.read(stream, { from: head.revision + 1 })) {
      if (event.revision > until) break;
      state = this.fold.evolve(state, event);
      head = { stream, revision: event.revision, hash: event.metadata.hash };
    }
    return { state, head };
  }
}
