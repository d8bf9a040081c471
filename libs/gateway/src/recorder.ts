import { setTimeout as sleep } from 'node:timers/promises';
import { stationStream } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { Ledger, RecordedEvent, StreamHead } from '@wattledger/event-log';
import { Fault, isJsonObject } from '@wattledger/kernel';
import type { Span } from '@wattledger/kernel';
import { remembered } from './exchange.ts';
import type { Recordable } from './exchange.ts';
import type { GatewayLog } from './gateway-log.ts';
import type { GatewayMetrics } from './metrics.ts';
import { MEMORY_FORMAT, snapshotStream, StationMemory } from './station-memory.ts';

export interface OpenedStation {
  readonly memory: StationMemory;
  readonly head: StreamHead;
  /** The event at the head, where the stream was read up to it. */
  readonly newestId?: string;
}

interface RecorderServices {
  readonly ledger: Ledger;
  readonly log: GatewayLog;
  readonly metrics: GatewayMetrics;
  readonly settings: { readonly recordTimeoutSeconds: number };
}

/** So many events may have to be read again when a station comes back. */
const EVENTS_PER_SNAPSHOT = 256;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

/** A station's end of its stream: opens it, appends to it, remembers what it holds. One task of the mailbox at a time. */
export class Recorder {
  private readonly stationId: string;
  private readonly services: RecorderServices;
  /** The end of the stream of snapshots, once one was taken. */
  private snapshots: StreamHead | undefined;
  private state: (OpenedStation & { snapshotAt: number }) | undefined;

  constructor(stationId: string, services: RecorderServices) {
    this.stationId = stationId;
    this.services = services;
  }

  /** The station as its stream tells it, at once where it is known; `undefined` when the log cannot be read now. */
  opened(): OpenedStation | Promise<OpenedStation | undefined> {
    return (
      this.state ??
      this.open().catch((error: unknown) => {
        this.services.log.error({ stationId: this.stationId, error: String(error) }, 'the stream of a station cannot be read');
        return undefined;
      })
    );
  }

  /**
   * Appends all events, or none. True once they are durable.
   *
   * A log that is away or full is tried again for a while, on the same head. A stream that has moved on meanwhile holds
   * either these very events, because only the word of it was lost, or those of another gateway that has the station now.
   *
   * @param span of the work that led to them; they carry it, so that whoever reads them can go on with the trace
   */
  async record(events: readonly Recordable[], span?: Span): Promise<boolean> {
    if (!span) return this.keepRecording(events);
    const appending = span.child('append', { 'wattledger.events': events.length });
    const { traceparent } = appending;
    const recorded = await this.keepRecording(
      events.map(({ event, data }) => ({ data, event: { ...event, notes: { ...event.notes, traceparent } } })),
    );
    appending.end(recorded ? undefined : 'not recorded');
    return recorded;
  }

  private async keepRecording(events: readonly Recordable[]): Promise<boolean> {
    const deadline = performance.now() + this.services.settings.recordTimeoutSeconds * 1_000;
    let tried: StreamHead | undefined;
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
      const opened = this.state ?? (await this.opened());
      if (opened && tried && opened.head.revision !== tried.revision) return opened.newestId === events.at(-1)?.event.id;
      if (opened) {
        tried = opened.head;
        const outcome = await this.append(opened, events);
        if (outcome !== 'retry') return outcome === 'recorded';
      }
      if (performance.now() + pause > deadline) return false;
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }

  async eventsAt(...revisions: readonly number[]): Promise<(RecordedEvent | undefined)[]> {
    const stream = stationStream(this.stationId);
    return Promise.all(
      revisions.map(async (revision) => {
        for await (const event of this.services.ledger.read(stream, { from: revision, limit: 1 })) {
          return event.revision === revision && !event.isOfNewerVersion ? event : undefined;
        }
        return undefined;
      }),
    );
  }

  /** Snapshots are a short cut only: they may be missing or old, and are never trusted over the stream. */
  async takeSnapshot(): Promise<void> {
    if (!this.state || this.state.snapshotAt === this.state.head.revision) return;
    const { head, memory } = this.state;
    this.state.snapshotAt = head.revision;
    const data = { format: MEMORY_FORMAT, revision: head.revision, hash: head.hash, memory: memory.toJson() };
    try {
      this.snapshots ??= await this.services.ledger.head(snapshotStream(this.stationId));
      const outcome = await this.services.ledger.record(this.snapshots, [newEvent('StationSnapshotTaken', data)]);
      this.snapshots = outcome.outcome === 'recorded' ? outcome.head : undefined;
    } catch (error) {
      this.services.log.warn({ stationId: this.stationId, error: String(error) }, 'a snapshot could not be taken');
    }
  }

  private async append(opened: OpenedStation, events: readonly Recordable[]): Promise<'recorded' | 'conflict' | 'retry'> {
    const started = performance.now();
    try {
      const outcome = await this.services.ledger.record(
        opened.head,
        events.map(({ event }) => event),
      );
      if (outcome.outcome === 'conflict') {
        this.state = undefined;
        this.services.log.warn({ stationId: this.stationId }, 'another gateway has written to the stream of this station');
        return 'conflict';
      }
      this.services.metrics.appended(events.length, (performance.now() - started) / 1_000);
      this.advance(opened, outcome.head, events);
      return 'recorded';
    } catch (error) {
      this.state = undefined;
      const retryable = error instanceof Fault && error.retryable;
      this.services.log.error({ stationId: this.stationId, error: String(error), retryable }, 'an append failed');
      return retryable ? 'retry' : 'conflict';
    }
  }

  private advance(opened: OpenedStation, head: StreamHead, events: readonly Recordable[]): void {
    let { revision } = opened.head;
    for (const event of events) opened.memory.remember(remembered(event, (revision += 1)));
    const snapshotAt = this.state?.snapshotAt ?? -1;
    this.state = { head, memory: opened.memory, snapshotAt };
    if (head.revision - snapshotAt >= EVENTS_PER_SNAPSHOT) void this.takeSnapshot();
  }

  private async open(): Promise<OpenedStation> {
    const stream = stationStream(this.stationId);
    const snapshot = await this.newestSnapshot();
    const memory = snapshot?.memory ?? new StationMemory();
    let head: StreamHead | undefined;
    let newestId: string | undefined;
    for await (const event of this.services.ledger.read(stream, { from: snapshot ? snapshot.revision + 1 : 0 })) {
      if (event.isOfNewerVersion) this.passOver(event);
      else memory.remember({ type: event.type, revision: event.revision, notes: event.metadata, data: event.data });
      head = { stream, revision: event.revision, hash: event.metadata.hash };
      newestId = event.id;
    }
    head ??= await this.services.ledger.head(stream);
    this.state = { head, newestId, memory, snapshotAt: snapshot?.revision ?? -1 };
    return this.state;
  }

  /** The station is served on, by what else is known of it. */
  private passOver({ stream, revision, type }: RecordedEvent): void {
    const event = { stream, revision, type };
    this.services.log.warn(event, 'an event of a newer version of the platform cannot be read and is passed over');
  }

  private async newestSnapshot(): Promise<{ revision: number; memory: StationMemory } | undefined> {
    const newest = { direction: 'backwards', limit: 1 } as const;
    for await (const event of this.services.ledger.read(snapshotStream(this.stationId), newest)) {
      if (event.isOfNewerVersion) return undefined;
      const { data } = event;
      if (!isJsonObject(data) || data['format'] !== MEMORY_FORMAT || !isJsonObject(data['memory'])) return undefined;
      return { revision: Number(data['revision']), memory: StationMemory.fromJson(data['memory']) };
    }
    return undefined;
  }
}
