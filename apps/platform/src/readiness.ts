type State = 'ok' | 'degraded' | 'unavailable';

/** What must work before this process can do its work. */
export class Readiness {
  private readonly parts = new Map<string, () => boolean>();
  private readonly watched = new Map<string, () => Promise<boolean>>();

  /** @param isReady asked anew for every report */
  add(part: string, isReady: () => boolean): void {
    this.parts.set(part, isReady);
  }

  /** A part without which this process does its work all the same: somebody should look at it. */
  watch(part: string, isWhole: () => Promise<boolean>): void {
    this.watched.set(part, isWhole);
  }

  async report(): Promise<{ readonly status: 'ok' | 'unavailable'; readonly parts: Readonly<Record<string, State>> }> {
    const parts: Record<string, State> = {};
    for (const [part, isReady] of this.parts) parts[part] = isReady() ? 'ok' : 'unavailable';
    for (const [part, isWhole] of this.watched) parts[part] = (await isWhole()) ? 'ok' : 'degraded';
    return { status: Object.values(parts).includes('unavailable') ? 'unavailable' : 'ok', parts };
  }
}
