import { knownSoon } from './known-soon.ts';

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
    const watched = [...this.watched].map(async ([part, isWhole]) => [part, await knownSoon(isWhole())] as const);
    for (const [part, isWhole] of await Promise.all(watched)) parts[part] = isWhole ? 'ok' : 'degraded';
    return { status: Object.values(parts).includes('unavailable') ? 'unavailable' : 'ok', parts };
  }
}
