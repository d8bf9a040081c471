/** Tasks by name: one that is asked for again while it waits is done once, one of a name at a time, a few names at once. */
export class WorkQueue {
  private readonly waiting = new Set<string>();
  /** Stands behind what was taken: a look from the beginning would pass over all of it once more. */
  private line = this.waiting.values();
  private readonly running = new Set<string>();
  private readonly again = new Set<string>();
  private readonly atOnce: number;
  private readonly work: (name: string) => Promise<void>;
  private stopped = false;
  private idle: (() => void)[] = [];

  /** @param work never rejects */
  constructor(atOnce: number, work: (name: string) => Promise<void>) {
    this.atOnce = atOnce;
    this.work = work;
  }

  add(name: string): void {
    if (this.stopped) return;
    if (this.running.has(name)) this.again.add(name);
    else this.waiting.add(name);
    this.next();
  }

  /** Lets what runs come to its end and begins nothing more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.again.clear();
    if (this.running.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private next(): void {
    while (this.running.size < this.atOnce) {
      const name = this.first();
      if (name === undefined) return;
      this.waiting.delete(name);
      this.running.add(name);
      void this.work(name).finally(() => this.done(name));
    }
  }

  private first(): string | undefined {
    const next = this.line.next();
    if (!next.done) return next.value;
    // One that has come to an end hears of nothing more.
    this.line = this.waiting.values();
    return this.line.next().value;
  }

  private done(name: string): void {
    this.running.delete(name);
    if (this.again.delete(name)) this.waiting.add(name);
    this.next();
    if (this.running.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }
}
