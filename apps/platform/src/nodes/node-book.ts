/** A process that was not heard of during so many of our own beats is gone. */
const MISSED_BEATS = 4;

/**
 * Which of the processes that share a log are alive, by what the log tells.
 *
 * The clock is the log itself: a process counts its own beats as they come back to it, and whoever has said nothing during four of them
 * is gone. So clocks need not agree, and while the log cannot be written nobody is taken for dead.
 */
export class NodeBook {
  private readonly self: string;
  private ownBeats = 0;
  /** How many beats of ours had come when a process was last heard of. */
  private readonly heardAt = new Map<string, number>();
  private readonly stopped = new Set<string>();

  constructor(self: string) {
    this.self = self;
  }

  /** @returns the processes that turn out to be gone */
  alive(node: string): readonly string[] {
    if (node !== this.self) {
      this.heardAt.set(node, this.ownBeats);
      return [];
    }
    this.ownBeats += 1;
    return [...this.heardAt.keys()].filter((each) => this.ownBeats - (this.heardAt.get(each) ?? 0) === MISSED_BEATS);
  }

  hasStopped(node: string): void {
    this.stopped.add(node);
    this.heardAt.delete(node);
  }

  /** One that was never heard of may be alive until it has had the time to say so. */
  isAlive(node: string): boolean {
    if (node === this.self) return true;
    return !this.stopped.has(node) && this.ownBeats - (this.heardAt.get(node) ?? 0) < MISSED_BEATS;
  }

  /** Of one that was never heard of nobody can say so: it may have started while nothing was heard. */
  isGone(node: string): boolean {
    return (this.heardAt.has(node) || this.stopped.has(node)) && !this.isAlive(node);
  }

  /** Whether enough has been heard to tell who is gone. */
  get isSettled(): boolean {
    return this.ownBeats >= MISSED_BEATS;
  }
}
