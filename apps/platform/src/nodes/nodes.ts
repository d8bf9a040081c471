import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeStream, platformData } from '@wattledger/charging';
import { emptyHead, newEvent, RecordedEvent } from '@wattledger/event-log';
import type { Ledger, StreamHead } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import type { Settings } from '../settings.ts';
import type { Store } from '../store.ts';
import { NodeBook } from './node-book.ts';

/** The processes that share a log, as one of them sees them. */
export interface Nodes {
  /** Names this process; another one after every start. */
  readonly self: string;
  /** Whether a process is there, or may be. */
  isAlive(node: string): boolean;
  /** Whether a process is known to be gone, which is not so of one that was never heard of. */
  isGone(node: string): boolean;
  /** Whether it is known by now which processes are gone. */
  readonly isSettled: boolean;
  /** Told when a process has stopped, or turns out to be gone. @returns a function that ends it */
  onGone(listener: () => void): () => void;
}

/** The one process of an embedded log: whoever was there before is gone. */
export function alone(): Nodes {
  const self = randomUUID();
  const isAlive = (node: string) => node === self;
  return { self, isAlive, isGone: (node) => !isAlive(node), isSettled: true, onGone: () => () => undefined };
}

/** Only the newest word of a process is of use. */
const KEPT_WORDS = 1;

/** Several processes over one log: each says now and then, in a stream of its own, that it is alive. */
export class SharedNodes implements Nodes {
  readonly self = randomUUID();
  private readonly ledger: Ledger;
  private readonly roles: readonly string[];
  private readonly beatSeconds: number;
  private readonly book = new NodeBook(this.self);
  private readonly listeners = new Set<() => void>();
  private head: StreamHead = emptyHead(nodeStream(this.self));

  /** @param beatSeconds how often a process says that it is alive; who says nothing four times is gone */
  constructor(ledger: Ledger, roles: Iterable<string>, beatSeconds: number) {
    this.ledger = ledger;
    this.roles = [...roles];
    this.beatSeconds = beatSeconds;
  }

  isAlive(node: string): boolean {
    return this.book.isAlive(node);
  }

  isGone(node: string): boolean {
    return this.book.isGone(node);
  }

  get isSettled(): boolean {
    return this.book.isSettled;
  }

  onGone(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Hears the others; runs until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const after = await this.ledger.log.head();
    for await (const { events } of this.ledger.log.subscribe({ after, filter: { streamPrefixes: [nodeStream('')] }, signal }))
      for (const stored of events) this.noticed(new RecordedEvent(stored));
  }

  /** Says that this process is alive, until the signal, and then that it has stopped. A beat that cannot be recorded is left out. */
  async beat(signal: AbortSignal): Promise<void> {
    const { self, roles, beatSeconds } = this;
    do await this.say('NodeAlive', { node: self, roles, beatSeconds });
    while (await sleep(beatSeconds * 1_000, true, { signal }).catch(() => false));
    await this.say('NodeStopped', { node: self });
  }

  private async say(type: 'NodeAlive' | 'NodeStopped', data: object): Promise<void> {
    try {
      const outcome = await this.ledger.recordKeeping(KEPT_WORDS, this.head, [newEvent(type, data)]);
      // Nobody else writes here: a conflict is a beat of ours whose answer was lost.
      this.head = outcome.outcome === 'recorded' ? outcome.head : await this.ledger.head(this.head.stream);
    } catch {
      this.head = await this.ledger.head(this.head.stream).catch(() => this.head);
    }
  }

  private noticed(event: RecordedEvent): void {
    const data = event.data as JsonObject;
    if (event.type === 'NodeStopped') this.book.hasStopped(platformData(event.type, data).node);
    const gone = event.type === 'NodeAlive' ? this.book.alive(platformData(event.type, data).node) : [];
    if (event.type === 'NodeStopped' || gone.length > 0) for (const tell of this.listeners) tell();
  }
}

type InBackground = (task: string, work: (signal: AbortSignal) => Promise<void>) => void;

/** The processes that share an EventStoreDB. */
export function sharedNodes({ roles, nodeBeatSeconds }: Settings, { ledger }: Store, inBackground: InBackground): Nodes {
  const nodes = new SharedNodes(ledger, roles, nodeBeatSeconds);
  inBackground('hearing of other processes', (signal) => nodes.follow(signal));
  inBackground('saying that this process is alive', (signal) => nodes.beat(signal));
  return nodes;
}
