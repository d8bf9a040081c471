/** What must work before this process can do its work. */
export class Readiness {
  private readonly parts = new Map<string, () => boolean>();

  /** @param isReady asked anew for every report */
  add(part: string, isReady: () => boolean): void {
    this.parts.set(part, isReady);
  }

  report(): { readonly status: 'ok' | 'unavailable'; readonly parts: Readonly<Record<string, 'ok' | 'unavailable'>> } {
    const parts = Object.fromEntries([...this.parts].map(([part, isReady]) => [part, isReady() ? 'ok' : 'unavailable'] as const));
    return { status: Object.values(parts).includes('unavailable') ? 'unavailable' : 'ok', parts };
  }
}
