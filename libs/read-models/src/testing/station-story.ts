import { stationStream } from '@wattledger/charging';
import { emptyHead, newEvent } from '@wattledger/event-log';
import type { EventNotes, Ledger, NewEvent, StreamHead } from '@wattledger/event-log';
import { messageEventType } from '@wattledger/ocpp';
import type { MessageDirection, MessageKind, OcppVersion } from '@wattledger/ocpp';

/** When all stories begin. */
export const STORY_BEGIN = '2026-05-01T12:00:00.000Z';

/**
 * Tells the events of one station's stream as the gateway records them: every exchange one append, commands sent and
 * answered apart. Time passes only when {@link after} is called.
 */
export class StationStory {
  readonly stationId: string;
  readonly stream: string;
  /** The appends told so far, oldest first. */
  readonly appends: NewEvent[][] = [];
  private readonly version: OcppVersion;
  private nowMs = Date.parse(STORY_BEGIN);
  private epoch = 0;
  private messages = 0;
  private head: StreamHead;
  private recorded = 0;

  constructor(stationId: string, version: OcppVersion) {
    this.stationId = stationId;
    this.version = version;
    this.stream = stationStream(stationId);
    this.head = emptyHead(this.stream);
  }

  /** The time of the story, as a station with a right clock would say it. */
  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  after(seconds: number): this {
    this.nowMs += seconds * 1_000;
    return this;
  }

  connects(): this {
    this.epoch += 1;
    return this.tells(
      this.platform('StationConnected', {
        ocppVersion: this.version,
        offeredProtocols: [`ocpp${this.version}`],
        remoteAddress: '192.0.2.7',
        authentication: 'basic',
      }),
    );
  }

  disconnects(epoch = this.epoch): this {
    return this.tells(
      newEvent('StationDisconnected', { code: 1006, cause: 'silent' }, { receivedAt: this.now, connectionEpoch: epoch }),
    );
  }

  /** A call of the station, what was decided about it, and our answer. */
  calls(action: string, payload: object, answer: object, decided: readonly (readonly [type: string, data: object])[] = []): this {
    const messageId = this.nextMessageId();
    return this.tells(
      this.message(action, 'fromStation', 'call', payload, { messageId }),
      ...decided.map(([type, data]) => this.platform(type, data)),
      this.message(action, 'toStation', 'result', answer, { messageId }),
    );
  }

  /** A call of ours; its answer follows with {@link answers}. */
  isSent(action: string, payload: object, commandId?: string): { messageId: string; action: string; commandId?: string } {
    const messageId = this.nextMessageId();
    this.tells(this.message(action, 'toStation', 'call', payload, { messageId, commandId }));
    return { messageId, action, commandId };
  }

  answers({ messageId, action, commandId }: { messageId: string; action: string; commandId?: string }, payload: object): this {
    return this.tells(this.message(action, 'fromStation', 'result', payload, { messageId, commandId }));
  }

  answersWithError(
    { messageId, action, commandId }: { messageId: string; action: string; commandId?: string },
    errorCode: string,
  ): this {
    const payload = { errorCode, errorDescription: 'no', errorDetails: {} };
    return this.tells(this.message(action, 'fromStation', 'error', payload, { messageId, commandId }));
  }

  leavesUnanswered({ messageId, commandId }: { messageId: string; commandId?: string }): this {
    return this.tells(this.platform('CallUnanswered', { cause: 'timed-out' }, { messageId, commandId }));
  }

  /** Records what was told since the last time. */
  async record(ledger: Ledger): Promise<void> {
    for (const events of this.appends.slice(this.recorded)) {
      const outcome = await ledger.record(this.head, events);
      if (outcome.outcome === 'conflict') throw new Error(`${this.stream} has another writer`);
      this.head = outcome.head;
      this.recorded += 1;
    }
  }

  private tells(...events: NewEvent[]): this {
    this.appends.push(events);
    return this;
  }

  private platform(type: string, data: object, notes: EventNotes = {}): NewEvent {
    return newEvent(type, data, { receivedAt: this.now, connectionEpoch: this.epoch, ...notes });
  }

  private message(action: string, direction: MessageDirection, kind: MessageKind, payload: object, notes: EventNotes): NewEvent {
    return newEvent(messageEventType(action, direction, kind), payload, {
      receivedAt: this.now,
      direction,
      ocppVersion: this.version,
      action,
      kind,
      connectionEpoch: this.epoch,
      ...notes,
    });
  }

  private nextMessageId(): string {
    this.messages += 1;
    return `${this.stationId}-${this.messages}`;
  }
}
