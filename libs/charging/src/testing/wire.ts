import { interpret } from '@wattledger/ocpp';
import type { MessageDirection, MessageKind, OcppMessage, OcppVersion } from '@wattledger/ocpp';
import type { JsonObject } from '@wattledger/kernel';
import { callAnswered, evolveStation, newStation } from '../station/index.ts';
import type { FactSource, StationFact, StationFactType, StationHappening, StationState } from '../station/index.ts';

/** When all conversations begin. */
export const WIRE_BEGIN = '2026-05-01T12:00:00.000Z';

/**
 * One station's conversation with the platform, folded as it is told.
 *
 * The state goes through JSON after every message, as it does between batches.
 */
export class Wire {
  readonly facts: StationFact[] = [];
  state: StationState;
  private readonly version: OcppVersion;
  private nowMs = Date.parse(WIRE_BEGIN);
  private messages = 0;
  private position = 0;
  private epoch = 0;

  constructor(version: OcppVersion, stationId = 'oak-1') {
    this.version = version;
    this.state = newStation(stationId);
  }

  /** The platform's clock, `seconds` away from now. */
  time(seconds = 0): string {
    return new Date(this.nowMs + seconds * 1_000).toISOString();
  }

  after(seconds: number): this {
    this.nowMs += seconds * 1_000;
    return this;
  }

  connects(): this {
    this.epoch += 1;
    const data = {
      ocppVersion: this.version,
      offeredProtocols: [],
      remoteAddress: '192.0.2.7',
      authentication: 'basic',
    } as const;
    return this.happens({ kind: 'platform', type: 'StationConnected', data });
  }

  disconnects(epoch = this.epoch): this {
    const data = { code: 1006, cause: 'silent' } as const;
    return this.happens({ kind: 'platform', type: 'StationDisconnected', data }, { connectionEpoch: epoch });
  }

  prices(transactionId: string, amount: string): this {
    const data = { transactionId, energyWh: 0, amount, currency: 'EUR', votes: [] };
    return this.happens({ kind: 'platform', type: 'SessionPriced', data });
  }

  /** A call of the station and our answer. */
  calls(action: string, payload: object, answer: object = {}): this {
    const messageId = this.nextId();
    this.says(action, 'fromStation', 'call', payload, messageId);
    return this.says(action, 'toStation', 'result', answer, messageId);
  }

  /** A call of ours, not answered yet. */
  isSent(action: string, payload: object, commandId?: string): string {
    const messageId = this.nextId();
    this.says(action, 'toStation', 'call', payload, messageId, commandId);
    return messageId;
  }

  answers(action: string, messageId: string, payload: object, commandId?: string): this {
    return this.says(action, 'fromStation', 'result', payload, messageId, commandId);
  }

  refuses(action: string, messageId: string, errorCode: string): this {
    return this.says(action, 'fromStation', 'error', { errorCode, errorDescription: 'no', errorDetails: {} }, messageId);
  }

  leavesUnanswered(messageId: string): this {
    return this.happens({ kind: 'platform', type: 'CallUnanswered', data: { cause: 'timed-out' } }, { messageId });
  }

  /** All facts of a type, oldest first. */
  told<Type extends StationFactType>(type: Type): Extract<StationFact, { type: Type }>[] {
    return this.facts.filter((fact): fact is Extract<StationFact, { type: Type }> => fact.type === type);
  }

  /** What was told of sessions, as `type sessionId`. */
  get sessionStory(): string[] {
    const types = ['SessionStarted', 'SessionUpdated', 'SessionEnded', 'SessionInterrupted', 'SessionResumed'];
    return this.facts.flatMap((fact) =>
      types.includes(fact.type) && 'sessionId' in fact ? [`${fact.type} ${fact.sessionId}`] : [],
    );
  }

  private says(
    action: string,
    direction: MessageDirection,
    kind: MessageKind,
    payload: object,
    messageId: string,
    commandId?: string,
  ): this {
    const message: OcppMessage = {
      version: this.version,
      direction,
      kind,
      action,
      messageId,
      payload: payload as JsonObject,
      deviations: [],
    };
    const call = callAnswered(this.state, message)?.message;
    const facts = interpret(message, { receivedAt: this.time(), call });
    return this.happens({ kind: 'message', message, facts }, { commandId, messageId });
  }

  private happens(happening: StationHappening, notes: Partial<FactSource> = {}): this {
    this.position += 1;
    const source: FactSource = {
      stationId: this.state.stationId,
      eventId: `event-${this.position}`,
      revision: this.position,
      position: this.position,
      receivedAt: this.time(),
      connectionEpoch: this.epoch,
      ...notes,
    };
    const { state, facts } = evolveStation(this.state, happening, source);
    this.state = JSON.parse(JSON.stringify(state)) as StationState;
    this.facts.push(...facts);
    return this;
  }

  private nextId(): string {
    this.messages += 1;
    return `m${this.messages}`;
  }
}
