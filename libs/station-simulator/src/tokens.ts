/** An entry of a local list; without a status a differential update removes it. */
export interface LocalListEntry {
  readonly idToken: string;
  readonly status?: string;
}

/** What the station itself knows about id tokens: the local list the platform sent, and answers it remembers. */
export class Tokens {
  readonly #list = new Map<string, string>();
  readonly #cache = new Map<string, string>();
  readonly #groups = new Map<string, string>();
  #listVersion = 0;

  get listVersion(): number {
    return this.#listVersion;
  }

  updateList(version: number, full: boolean, entries: readonly LocalListEntry[]): 'Accepted' | 'VersionMismatch' {
    if (!full && version <= this.#listVersion) return 'VersionMismatch';
    if (full) this.#list.clear();
    for (const { idToken, status } of entries) {
      if (status === undefined) this.#list.delete(idToken);
      else this.#list.set(idToken, status);
    }
    this.#listVersion = version;
    return 'Accepted';
  }

  remember(idToken: string, status: string, group?: string): void {
    this.#cache.set(idToken, status);
    if (group !== undefined) this.#groups.set(idToken, group);
  }

  groupOf(idToken: string): string | undefined {
    return this.#groups.get(idToken);
  }

  clearCache(): void {
    this.#cache.clear();
    this.#groups.clear();
  }

  /** The list goes before the cache (OCPP 1.6 section 3.5.3). */
  offlineStatus(idToken: string): string | undefined {
    return this.#list.get(idToken) ?? this.#cache.get(idToken);
  }
}
