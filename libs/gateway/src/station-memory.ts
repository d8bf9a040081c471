import { stationStream } from '@wattledger/charging';
import { subjectIn } from '@wattledger/event-log';
import type { EventNotes } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import { interpret } from '@wattledger/ocpp';
import type { Fact, MessageDirection, MessageKind, OcppMessage, OcppVersion } from '@wattledger/ocpp';

/** An event of the station's stream, as the memory looks at it. */
export interface RememberedEvent {
  readonly type: string;
  readonly revision: number;
  readonly notes: EventNotes;
  readonly data: Json;
}

/** A transaction that runs, with what its price will depend on. */
export interface OpenTransaction {
  readonly startedAt: Instant;
  readonly firstWh?: number;
  readonly lastWh?: number;
}

interface Exchange {
  readonly messageId: string;
  readonly action: string;
  readonly callRevision: number;
  readonly answerRevision: number;
}

interface State {
  epoch: number;
  exchanges: Exchange[];
  starts: { readonly key: string; readonly transactionId: number }[];
  transactions: Record<string, OpenTransaction>;
  sentCommands: string[];
}

/** The form of {@link StationMemory.toJson}; another number means: read the stream from its begin. */
export const MEMORY_FORMAT = 1;

const KEPT_EXCHANGES = 16;
const KEPT_STARTS = 16;
const KEPT_TRANSACTIONS = 64;
const KEPT_COMMANDS = 64;

/**
 * What the gateway must remember of a station to answer it rightly: a fold of its stream.
 *
 * Bounded, so that a station of ten years costs what a new one costs. It can be dropped at any time and read again.
 */
export class StationMemory {
  private readonly state: State;
  private pendingStart: { key: string; call: OcppMessage } | undefined;
  private lastCall: { messageId: string; action: string; revision: number } | undefined;

  constructor(state?: Partial<State>) {
    // Stations name their transactions as they like, `__proto__` included.
    const transactions = Object.assign(Object.create(null) as State['transactions'], state?.transactions);
    this.state = { epoch: 0, exchanges: [], starts: [], sentCommands: [], ...state, transactions };
  }

  static fromJson(json: JsonObject): StationMemory {
    return new StationMemory(json as Partial<State>);
  }

  toJson(): JsonObject {
    return JSON.parse(JSON.stringify(this.state)) as JsonObject;
  }

  /** The number of the station's newest connection, 0 before its first. */
  get epoch(): number {
    return this.state.epoch;
  }

  /** Where the answer lies that the newest call with this id got. */
  exchange(messageId: string, action: string): Exchange | undefined {
    return this.state.exchanges.findLast((exchange) => exchange.messageId === messageId && exchange.action === action);
  }

  /** The id that a StartTransaction got before, when the station asks again because it never saw our answer. */
  transactionStartedBy(payload: JsonObject): number | undefined {
    const key = startKey(payload);
    return this.state.starts.find((start) => start.key === key)?.transactionId;
  }

  knowsTransaction(transactionId: number): boolean {
    return (
      this.state.starts.some((start) => start.transactionId === transactionId) || String(transactionId) in this.state.transactions
    );
  }

  transaction(transactionId: string): OpenTransaction | undefined {
    return this.state.transactions[transactionId];
  }

  hasSent(commandId: string): boolean {
    return this.state.sentCommands.includes(commandId);
  }

  remember(event: RememberedEvent): void {
    const { notes } = event;
    if (notes.kind === undefined) {
      if (event.type === 'StationConnected') this.state.epoch = notes.connectionEpoch ?? this.state.epoch;
      return;
    }
    if (notes.direction === 'fromStation') this.rememberReceived(event);
    else if (notes.kind === 'call') this.rememberSent(event);
    else this.rememberAnswer(event);
  }

  private rememberReceived(event: RememberedEvent): void {
    const { action = '', kind, messageId = '' } = event.notes;
    if (kind !== 'call') return;
    this.lastCall = { messageId, action, revision: event.revision };
    // After a reboot stations count their message ids anew.
    if (action === 'BootNotification') this.state.exchanges = [];
    const message = messageOf(event);
    if (!message) return;
    if (action === 'StartTransaction') this.pendingStart = { key: startKey(message.payload), call: message };
    else if (action === 'StopTransaction' || action === 'TransactionEvent') this.rememberFacts(event, message);
  }

  private rememberSent(event: RememberedEvent): void {
    const { commandId } = event.notes;
    if (commandId !== undefined) keep(this.state.sentCommands, commandId, KEPT_COMMANDS);
  }

  private rememberAnswer(event: RememberedEvent): void {
    const { action = '', messageId = '', kind } = event.notes;
    // What was refused is looked at anew when it is asked again.
    if (kind !== 'result' || this.lastCall?.messageId !== messageId || this.lastCall.action !== action) return;
    keep(
      this.state.exchanges,
      { messageId, action, callRevision: this.lastCall.revision, answerRevision: event.revision },
      KEPT_EXCHANGES,
    );
    if (action !== 'StartTransaction' || !this.pendingStart) return;
    const message = messageOf(event);
    if (message) this.rememberFacts(event, message, this.pendingStart.call);
    const transactionId = message?.payload['transactionId'];
    if (typeof transactionId === 'number') keep(this.state.starts, { key: this.pendingStart.key, transactionId }, KEPT_STARTS);
    this.pendingStart = undefined;
  }

  private rememberFacts(event: RememberedEvent, message: OcppMessage, call?: OcppMessage): void {
    const receivedAt = event.notes.receivedAt ?? new Date(0).toISOString();
    for (const fact of interpret(message, { receivedAt, ...(call && { call }) })) this.rememberFact(fact);
  }

  private rememberFact(fact: Fact): void {
    const { transactions } = this.state;
    if (fact.type === 'SessionStarted') {
      transactions[fact.transactionId] ??= { startedAt: fact.at, firstWh: fact.meterStartWh, lastWh: fact.meterStartWh };
      const [oldest, ...others] = Object.keys(transactions);
      if (oldest !== undefined && others.length >= KEPT_TRANSACTIONS) delete transactions[oldest];
    } else if (fact.type === 'MetersRead' && fact.transactionId !== undefined) {
      const open = transactions[fact.transactionId];
      const wh = energyRegisterOf(fact);
      if (open && wh !== undefined) transactions[fact.transactionId] = { ...open, firstWh: open.firstWh ?? wh, lastWh: wh };
    } else if (fact.type === 'SessionEnded') {
      delete transactions[fact.transactionId];
    }
  }
}

/** The imported-energy register in a set of readings, Wh: the total over all phases where the station sends it. */
export const energyRegisterOf = (fact: Extract<Fact, { type: 'MetersRead' }>): number | undefined =>
  fact.readings.find((reading) => reading.measurand === 'Energy.Active.Import.Register' && reading.phase === undefined)?.value;

/** The message in an event of the log; `undefined` when the event is no message. */
export function messageOf(event: RememberedEvent): OcppMessage | undefined {
  const { direction, kind, action, messageId, ocppVersion, flags } = event.notes;
  if (direction === undefined || kind === undefined || action === undefined || !isJsonObject(event.data)) return undefined;
  return {
    version: ocppVersion as OcppVersion,
    direction: direction as MessageDirection,
    kind: kind as MessageKind,
    action,
    messageId: messageId ?? '',
    payload: event.data,
    deviations: flags ?? [],
  };
}

/** Two StartTransactions are the same when all that a station says about the start is the same. */
function startKey(payload: JsonObject): string {
  const { connectorId, idTag, timestamp, meterStart } = payload;
  const driver = typeof idTag === 'string' ? (subjectIn(idTag) ?? idTag) : idTag;
  return [connectorId, driver, timestamp, meterStart].map(String).join('|');
}

function keep<T>(list: T[], entry: T, most: number): void {
  list.push(entry);
  if (list.length > most) list.shift();
}

export const snapshotStream = (stationId: string): string => `snapshot-${stationStream(stationId)}`;
