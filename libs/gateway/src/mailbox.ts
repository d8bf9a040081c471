type Task = () => Promise<void>;

/** Does one thing after the other: exchanges of a station never overlap. */
export class Mailbox {
  private readonly tasks: Task[] = [];
  private readonly onFault: (error: unknown) => void;
  private readonly onDone: () => void;
  private busy = false;
  private whenIdle: (() => void)[] = [];

  /** @param onDone told after every task; may put more */
  constructor(onFault: (error: unknown) => void, onDone: () => void = () => undefined) {
    this.onFault = onFault;
    this.onDone = onDone;
  }

  /** How many tasks wait or run. */
  get size(): number {
    return this.tasks.length + (this.busy ? 1 : 0);
  }

  put(task: Task): void {
    this.tasks.push(task);
    if (!this.busy) void this.work();
  }

  /** Settles when nothing is left to do. */
  idle(): Promise<void> {
    if (!this.busy) return Promise.resolve();
    return new Promise((resolve) => this.whenIdle.push(resolve));
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let task = this.tasks.shift(); task; task = this.tasks.shift()) {
      try {
        await task();
      } catch (error) {
        this.onFault(error);
      }
      this.onDone();
    }
    this.busy = false;
    for (const resolve of this.whenIdle.splice(0)) resolve();
  }
}
