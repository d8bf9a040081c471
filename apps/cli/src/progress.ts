const WIDTH = 30;
const EVERY_MS = 200;

/** A line on standard error that shows how far long work has come; one line a time on a terminal, silent elsewhere but at the end. */
export class Progress {
  private shownAt = 0;
  private readonly started = Date.now();
  private readonly onTerminal = process.stderr.isTTY;

  /** @param total absent when it is not known */
  show(done: number, total: number | undefined, what: string): void {
    if (!this.onTerminal || Date.now() - this.shownAt < EVERY_MS) return;
    this.shownAt = Date.now();
    process.stderr.write(
      `\r\u001b[K${bar(done, total)} ${done.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`} ${what}`,
    );
  }

  end(): void {
    if (this.onTerminal) process.stderr.write('\r\u001b[K');
  }

  get seconds(): number {
    return (Date.now() - this.started) / 1_000;
  }
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return '';
  const filled = Math.min(WIDTH, Math.round((done / total) * WIDTH));
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
}
