/** An event as the wire brings it: texts are bytes here. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
}

export interface KeptEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly created: Date;
}

export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

export type WriteResult =
  | { readonly written: true; readonly revision: number; /** absent: it was there before */ readonly position?: number }
  | { readonly written: false; readonly current: number };

/** What an EventStoreDB server keeps, and by which rules it takes appends. */
export class MemoryStore {
  readonly all: KeptEvent[] = [];
  private readonly streams = new Map<string, KeptEvent[]>();
  private readonly listeners = new Set<() => void>();
  private position = 256;

  stream(name: string): readonly KeptEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** The events of a stream that its settings (`$maxCount`, `$tb`) leave readable. */
  readable(name: string): readonly KeptEvent[] {
    const events = this.stream(name);
    const settings = this.stream(`$$${name}`).at(-1);
    if (!settings) return events;
    const { $maxCount = Number.POSITIVE_INFINITY, $tb = 0 } = settingsIn(settings.data);
    return events.filter((event) => event.revision >= $tb && event.revision >= events.length - $maxCount);
  }

  /** What the settings of streams leave unreadable is gone, from `$all` too. */
  scavenge(): void {
    const names = new Set(this.all.map(({ stream }) => stream));
    const left = new Set([...names].flatMap((name) => this.readable(name)));
    const kept = this.all.filter((event) => left.has(event));
    this.all.splice(0, this.all.length, ...kept);
  }

  /** Like the server, knows events again by their ids, and then writes nothing. */
  append(stream: string, expected: Expected, proposed: readonly ProposedEvent[]): WriteResult {
    const events = this.streams.get(stream) ?? [];
    const current = events.length - 1;
    const before = expected === 'no-stream' ? -1 : expected;
    const begin = typeof before === 'number' ? before + 1 : events.findLastIndex((event) => event.id === proposed[0]?.id);
    const known = begin >= 0 && proposed.every((event, index) => events[begin + index]?.id === event.id);
    if (known && proposed.length > 0) return { written: true, revision: begin + proposed.length - 1 };

    if (typeof before === 'number' && before !== current) return { written: false, current };
    if (expected === 'stream-exists' && current < 0) return { written: false, current };

    for (const event of proposed) {
      const kept = { ...event, stream, revision: events.length, position: this.position, created: new Date() };
      this.position += 64 + event.data.length + event.metadata.length;
      events.push(kept);
      this.all.push(kept);
    }
    this.streams.set(stream, events);
    for (const listener of this.listeners) listener();
    return { written: true, revision: events.length - 1, position: this.all.at(-1)?.position };
  }

  /** Calls back after each append, until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function settingsIn(data: Uint8Array): { readonly $maxCount?: number; readonly $tb?: number } {
  const settings: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  return typeof settings === 'object' && settings !== null ? settings : {};
}
