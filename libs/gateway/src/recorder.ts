import { setTimeout as sleep } from 'node:timers/promises';
import { stationStream } from '@wattledger/charging';
import type { Ledger, RecordedEvent, StreamHead } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';
import type { Span } from '@wattledger/kernel';
import { remembered } from './exchange.ts';
import type { Recordable } from './exchange.ts';
import type { GatewayLog } from './gateway-log.ts';
import type { GatewayMetrics } from './metrics.ts';
import { openStation, writeSnapshot } from './station-snapshots.ts';
import type { OpenedStation } from './station-snapshots.ts';

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

/** The end of the stream when this gateway wrote there last. */
interface Held {
  readonly revision: number;
  /** The last event of an append of which nobody knows what became. */
  readonly inDoubt?: string;
}

/** An append that may have to be made again: the same events as long as the stream has not moved. */
interface Attempt {
  readonly revision: number;
  readonly events: readonly Recordable[];
}

/**
 * A station's end of its stream: opens it, appends to it, remembers what it holds. One task of the mailbox at a time.
 *
 * A gateway takes a station over with its first append, and holds it until somebody else writes to the stream. Whoever has lost a
 * station writes nothing more for it, however often the stream is read anew, until a new connection takes it over again.
 */
export class Recorder {
  private readonly stationId: string;
  private readonly services: RecorderServices;
  private readonly onLost: () => void;
  /** The end of the stream of snapshots, once one was taken. */
  private snapshots: StreamHead | undefined;
  private state: OpenedStation | undefined;
  private held: Held | undefined;

  /** @param onLost told when another gateway turns out to hold the station */
  constructor(stationId: string, services: RecorderServices, onLost: () => void) {
    this.stationId = stationId;
    this.services = services;
    this.onLost = onLost;
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
   * Appends what a new connection begins with, wherever the station was before: from then on every other gateway that believes to
   * hold it gets a conflict.
   *
   * @param eventsFor is asked again when the stream turns out to have moved on; says `undefined` when the connection is not to have it
   * @returns false when the log could not be written in time, or nothing was to be
   */
  takeOver(eventsFor: (opened: OpenedStation) => readonly Recordable[] | undefined): Promise<boolean> {
    return this.append(eventsFor);
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
    if (!span) return this.recordHeld(events);
    const appending = span.child('append', { 'wattledger.events': events.length });
    const { traceparent } = appending;
    const recorded = await this.recordHeld(
      events.map(({ event, data }) => ({ data, event: { ...event, notes: { ...event.notes, traceparent } } })),
    );
    appending.end(recorded ? undefined : 'not recorded');
    return recorded;
  }

  async eventsAt(...revisions: readonly number[]): Promise<(RecordedEvent | undefined)[]> {
    const stream = stationStream(this.stationId);
    return Promise.all(
      revisions.map(async (revision) => {
        for await (const event of this.services.ledger.read(stream, { from: revision, limit: 1 })) return event;
        return undefined;
      }),
    );
  }

  /** Snapshots are a short cut only: they may be missing or old, and are never trusted over the stream. */
  async takeSnapshot(): Promise<void> {
    if (!this.state || this.state.snapshotAt === this.state.head.revision) return;
    const { head, memory } = this.state;
    this.state = { ...this.state, snapshotAt: head.revision };
    try {
      this.snapshots = await writeSnapshot(this.services.ledger, this.stationId, this.snapshots, { head, memory });
    } catch (error) {
      this.snapshots = undefined;
      this.services.log.warn({ stationId: this.stationId, error: String(error) }, 'a snapshot could not be taken');
    }
  }

  private recordHeld(events: readonly Recordable[]): Promise<boolean> {
    return this.append((opened) => (this.isHeldAt(opened) ? events : undefined));
  }

  private async append(eventsFor: (opened: OpenedStation) => readonly Recordable[] | undefined): Promise<boolean> {
    const deadline = performance.now() + this.services.settings.recordTimeoutSeconds * 1_000;
    let attempt: Attempt | undefined;
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
      const opened = this.state ?? (await this.opened());
      if (opened && attempt && opened.newestId === lastOf(attempt)) return this.hold(opened.head.revision);
      if (opened && attempt?.revision !== opened.head.revision) {
        const events = attempt && (await this.hasLanded(attempt)) ? undefined : eventsFor(opened);
        if (!events) return this.lose();
        attempt = { revision: opened.head.revision, events };
      }
      if (opened && attempt) {
        const outcome = await this.appendOnce(opened, attempt.events);
        if (outcome !== 'unknown') return outcome === 'recorded';
      }
      if (performance.now() + pause > deadline) return false;
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }

  private async appendOnce(opened: OpenedStation, events: readonly Recordable[]): Promise<'recorded' | 'unknown' | 'failed'> {
    const started = performance.now();
    try {
      const outcome = await this.services.ledger.record(
        opened.head,
        events.map(({ event }) => event),
      );
      if (outcome.outcome === 'conflict') {
        this.state = undefined;
        return 'unknown';
      }
      this.services.metrics.appended(events.length, (performance.now() - started) / 1_000);
      this.advance(opened, outcome.head, events);
      this.hold(outcome.head.revision);
      return 'recorded';
    } catch (error) {
      this.state = undefined;
      if (this.held) this.held = { ...this.held, inDoubt: events.at(-1)?.event.id };
      const retryable = error instanceof Fault && error.retryable;
      this.services.log.error({ stationId: this.stationId, error: String(error), retryable }, 'an append failed');
      return retryable ? 'unknown' : 'failed';
    }
  }

  /** Whether an append of which nobody knew is in the log after all, with what others wrote behind it. */
  private async hasLanded(attempt: Attempt): Promise<boolean> {
    const [there] = await this.eventsAt(attempt.revision + attempt.events.length);
    return there?.id === lastOf(attempt);
  }

  private hold(revision: number): true {
    this.held = { revision };
    return true;
  }

  /** Whether nobody else has written since this gateway wrote last. */
  private isHeldAt({ head, newestId }: OpenedStation): boolean {
    if (!this.held) return false;
    if (this.held.revision === head.revision) return true;
    return newestId !== undefined && newestId === this.held.inDoubt && this.hold(head.revision);
  }

  private lose(): false {
    const { held } = this;
    this.held = undefined;
    if (held) this.onLost();
    return false;
  }

  private advance(opened: OpenedStation, head: StreamHead, events: readonly Recordable[]): void {
    let { revision } = opened.head;
    for (const event of events) opened.memory.remember(remembered(event, (revision += 1)));
    const snapshotAt = this.state?.snapshotAt ?? -1;
    this.state = { head, memory: opened.memory, snapshotAt };
    if (head.revision - snapshotAt >= EVENTS_PER_SNAPSHOT) void this.takeSnapshot();
  }

  private async open(): Promise<OpenedStation> {
    const { ledger, log } = this.services;
    const opened = await openStation(ledger, this.stationId, (why, about) =>
      log.warn({ stationId: this.stationId, ...about }, why),
    );
    this.state = opened;
    return opened;
  }
}

const lastOf = ({ events }: Attempt): string | undefined => events.at(-1)?.event.id;
