import {
  measuredIn,
  noteMeterStart,
  noteRegister,
  platformData,
  snapshotOf,
  stationStream,
  tokenSubjectOf,
  withSample,
} from '@wattledger/charging';
import type { ChargingPeriod, RegisterDraft, SessionMeter, SessionRegisters, SessionTerms, Vote } from '@wattledger/charging';
import { subjectIn } from '@wattledger/event-log';
import type { EventNotes } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import { interpret } from '@wattledger/ocpp';
import type { Fact, MessageDirection, MessageKind, OcppMessage, OcppVersion } from '@wattledger/ocpp';
import { interpretedCall } from './interpreted.ts';
import { stopAttempted } from './stop-attempts.ts';
import type { StopAttempts } from './stop-attempts.ts';

/** An event of the station's stream, as the memory looks at it. */
export interface RememberedEvent {
  readonly type: string;
  readonly revision: number;
  readonly notes: EventNotes;
  readonly data: Json;
}

/** A transaction that runs, with what its price and its limits depend on. */
export interface OpenTransaction {
  readonly startedAt?: Instant;
  /** Of the newest message about it. */
  readonly updatedAt?: Instant;
  /** When that message came, by our clock. */
  readonly heardAt?: Instant;
  readonly evseId?: number;
  readonly connectorId?: number;
  /** Whose token started it, see `tokenSubjectOf`. */
  readonly tokenSubject?: string;
  /** What it was started under; absent while nobody has decided. */
  readonly terms?: SessionTerms;
  /** Why its driver may not charge; a station may let the session run all the same. */
  readonly refused?: string;
  /** Its end was decided and the station told so. */
  readonly stop?: StopAttempts;
  /** Plugins in the shadow that would have ended it: of each it is recorded once. */
  readonly stopAdvisedBy?: readonly string[];
  readonly meter?: SessionMeter;
  readonly powerW?: number;
  readonly stateOfChargePercent?: number;
  readonly registers?: SessionRegisters;
  /** It has ended and its start was never told of: its price waits for that. */
  readonly endedAt?: Instant;
}

interface Exchange {
  readonly messageId: string;
  readonly action: string;
  readonly callRevision: number;
  readonly answerRevision: number;
}

/** The newest connection of a station, as it is recorded. */
export interface NewestConnection {
  /** By the clock of the process that has it. */
  readonly openedAt: Instant;
  readonly node: string | undefined;
  readonly hasEnded: boolean;
}

interface State {
  epoch: number;
  connection?: NewestConnection;
  exchanges: Exchange[];
  starts: { readonly key: string; readonly transactionId: number }[];
  /** How many StartTransactions were ever answered. */
  startCount: number;
  /** By the station's id, the oldest first. */
  transactions: [id: string, transaction: OpenTransaction][];
  sentCommands: string[];
  showsCost?: boolean;
}

/** The form of {@link StationMemory.toJson}; another number means: read the stream from its begin. */
export const MEMORY_FORMAT = 4;

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
  private readonly state: Omit<State, 'transactions'>;
  /** A map: ids that look like integers keep their place too, and none is `__proto__`. */
  private readonly transactions: Map<string, OpenTransaction>;
  private pendingStart: { key: string; call: OcppMessage; receivedAt: Instant } | undefined;
  private lastCall: { messageId: string; action: string; revision: number } | undefined;

  constructor(state?: Partial<State>) {
    const { transactions = [], ...rest } = state ?? {};
    this.transactions = new Map(transactions);
    this.state = { epoch: 0, exchanges: [], starts: [], startCount: 0, sentCommands: [], ...rest };
  }

  static fromJson(json: JsonObject): StationMemory {
    return new StationMemory(json as Partial<State>);
  }

  toJson(): JsonObject {
    return JSON.parse(JSON.stringify({ ...this.state, transactions: [...this.transactions] })) as JsonObject;
  }

  /** The number of the station's newest connection, 0 before its first. */
  get epoch(): number {
    return this.state.epoch;
  }

  /** `undefined` where a snapshot of an older version does not tell. */
  get connection(): NewestConnection | undefined {
    return this.state.connection;
  }

  /** Where the answer lies that the newest call with this id got. */
  exchange(messageId: string, action: string): Exchange | undefined {
    return this.state.exchanges.findLast((exchange) => exchange.messageId === messageId && exchange.action === action);
  }

  /** Which action the newest call with this id had that was answered. */
  actionAnswered(messageId: string): string | undefined {
    return this.state.exchanges.findLast((exchange) => exchange.messageId === messageId)?.action;
  }

  /**
   * The id that a StartTransaction got before, when the station asks again because it never saw our answer. A start whose
   * transaction was stopped is over: the same words, from a station whose clock stands still, are another session.
   */
  transactionStartedBy(payload: JsonObject): number | undefined {
    const key = startKey(payload);
    return this.state.starts.find((start) => start.key === key)?.transactionId;
  }

  /**
   * Names a StartTransaction that is to be answered: the same until an answer is recorded, so that a start that is repeated because it
   * could not be recorded is the same session to whoever was asked about it.
   */
  nameOfStart(payload: JsonObject): string {
    return `${this.state.startCount}|${startKey(payload)}`;
  }

  knowsTransaction(transactionId: number): boolean {
    return (
      this.state.starts.some((start) => start.transactionId === transactionId) || this.transactions.has(String(transactionId))
    );
  }

  transaction(transactionId: string): OpenTransaction | undefined {
    return this.transactions.get(transactionId);
  }

  /** The transaction that runs at an EVSE, for readings that name none. */
  transactionAt(evseId: number | undefined): [id: string, transaction: OpenTransaction] | undefined {
    if (evseId === undefined || evseId === 0) return undefined;
    return [...this.transactions].findLast(
      ([, transaction]) => transaction.evseId === evseId && transaction.endedAt === undefined,
    );
  }

  /** Every transaction that runs, the oldest first. */
  get openTransactions(): IterableIterator<[id: string, transaction: OpenTransaction]> {
    return this.transactions.entries();
  }

  /** The station has announced that it shows drivers what they pay when it is told. */
  get showsCost(): boolean {
    return this.state.showsCost ?? false;
  }

  hasSent(commandId: string): boolean {
    return this.state.sentCommands.includes(commandId);
  }

  remember(event: RememberedEvent): void {
    const { notes } = event;
    if (notes.kind === undefined) {
      if (event.type === 'StationConnected') this.rememberConnection(event);
      else if (event.type === 'StationDisconnected') this.connectionEnded();
      else if (event.type === 'CallUnanswered') this.stopFailed(notes.commandId);
      else if (isJsonObject(event.data)) this.rememberDecision(event.type, event.data);
      return;
    }
    if (notes.direction === 'fromStation') this.rememberReceived(event);
    else if (notes.kind === 'call') this.rememberSent(event);
    else this.rememberAnswer(event);
  }

  private rememberConnection({ notes, data }: RememberedEvent): void {
    this.state.epoch = notes.connectionEpoch ?? this.state.epoch;
    const { node } = platformData('StationConnected', data as JsonObject);
    this.state.connection = notes.receivedAt === undefined ? undefined : { openedAt: notes.receivedAt, node, hasEnded: false };
  }

  private connectionEnded(): void {
    if (this.state.connection) this.state.connection = { ...this.state.connection, hasEnded: true };
  }

  /** Decisions stand before the answer they led to, so the transaction of a start may not be there yet. */
  private rememberDecision(type: string, data: JsonObject): void {
    if (type === 'AuthorizationDecided') {
      const { transactionId, purpose, status, reason } = platformData(type, data);
      if (transactionId === undefined || purpose !== 'start') return;
      this.openTransaction(transactionId, { refused: status === 'Accepted' ? undefined : (reason ?? status) });
    } else if (type === 'SessionStartDecided') {
      const { transactionId, terms, outcome, reason } = platformData(type, data);
      this.openTransaction(transactionId, { terms, ...(outcome === 'stop' && { refused: reason ?? outcome }) });
    } else if (type === 'SessionStopAdvised') {
      const { transactionId, votes } = platformData(type, data);
      const open = this.transactions.get(transactionId);
      const stopAdvisedBy = [...new Set([...(open?.stopAdvisedBy ?? []), ...stopAdvisers(votes)])];
      if (open) this.openTransaction(transactionId, { stopAdvisedBy });
    } else if (type === 'SessionStopDecided') {
      const { transactionId, progress } = platformData(type, data);
      const open = this.transactions.get(transactionId);
      if (open) this.openTransaction(transactionId, { stop: stopAttempted(open.stop, progress.updatedAt) });
    } else if (type === 'SessionPriced' || type === 'SessionPricingFailed') {
      const { transactionId } = platformData(type, data);
      if (this.transactions.get(transactionId)?.endedAt !== undefined) this.transactions.delete(transactionId);
    }
  }

  private openTransaction(transactionId: string, more: Partial<OpenTransaction>): void {
    this.transactions.set(transactionId, { ...this.transactions.get(transactionId), ...more });
    const [oldest] = this.transactions.keys();
    if (oldest !== undefined && this.transactions.size > KEPT_TRANSACTIONS) this.transactions.delete(oldest);
  }

  private rememberReceived(event: RememberedEvent): void {
    const { action = '', kind, messageId = '' } = event.notes;
    if (TELLS_OF_VARIABLES.has(action)) this.rememberVariables(event);
    if (kind !== 'call') return this.rememberStation(event);
    this.lastCall = { messageId, action, revision: event.revision };
    // After a reboot stations count their message ids anew.
    if (action === 'BootNotification') this.state.exchanges = [];
    const message = messageOf(event);
    if (!message) return;
    if (action === 'StartTransaction')
      this.pendingStart = { key: startKey(message.payload), call: message, receivedAt: receiptOf(event) };
    else if (TELLS_OF_TRANSACTIONS.has(action)) this.rememberFacts(message, receiptOf(event));
  }

  private rememberVariables(event: RememberedEvent): void {
    const message = messageOf(event);
    for (const fact of message ? interpret(message, { receivedAt: receiptOf(event) }) : []) {
      if (fact.type !== 'VariablesReported') continue;
      const announced = fact.variables.findLast(announcesCosts);
      if (announced) this.state.showsCost = announced.value?.toLowerCase() === 'true';
    }
  }

  private rememberSent(event: RememberedEvent): void {
    const { commandId } = event.notes;
    if (commandId === undefined) return;
    keep(this.state.sentCommands, commandId, KEPT_COMMANDS);
    if (!STOPS.has(event.notes.action ?? '') || !isJsonObject(event.data)) return;
    const transactionId = String(event.data['transactionId']);
    const stop = this.transactions.get(transactionId)?.stop;
    if (stop) this.openTransaction(transactionId, { stop: { ...stop, commandId } });
  }

  /** What a station answers to a stop: one that is not accepted has failed. */
  private rememberStation({ notes, data }: RememberedEvent): void {
    if (!STOPS.has(notes.action ?? '')) return;
    const accepted = notes.kind === 'result' && isJsonObject(data) && data['status'] === 'Accepted';
    if (!accepted) this.stopFailed(notes.commandId);
  }

  private stopFailed(commandId: string | undefined): void {
    if (commandId === undefined) return;
    for (const [id, { stop }] of this.transactions)
      if (stop?.commandId === commandId) this.openTransaction(id, { stop: { ...stop, failed: true } });
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
    this.state.startCount += 1;
    const message = messageOf(event);
    if (message) this.rememberFacts(message, this.pendingStart.receivedAt, this.pendingStart.call);
    const transactionId = message?.payload['transactionId'];
    if (typeof transactionId === 'number') keep(this.state.starts, { key: this.pendingStart.key, transactionId }, KEPT_STARTS);
    this.pendingStart = undefined;
  }

  private rememberFacts(message: OcppMessage, receivedAt: Instant, call?: OcppMessage): void {
    const facts = call ? interpret(message, { receivedAt, call }) : interpretedCall(message, receivedAt);
    // An end that comes before its start brings readings that belong to it.
    const end = facts.find((fact) => fact.type === 'SessionEnded');
    if (end && canComeFirst(message) && !this.transactions.has(end.transactionId)) {
      this.openTransaction(end.transactionId, { endedAt: end.at });
    }
    for (const fact of facts) this.rememberFact(fact, receivedAt);
  }

  private rememberFact(fact: Fact, receivedAt: Instant): void {
    switch (fact.type) {
      case 'SessionStarted': {
        const running = this.transactions.get(fact.transactionId);
        const startedAt = running?.startedAt ?? fact.at;
        this.openTransaction(fact.transactionId, { ...begun(running, fact), ...known(fact, receivedAt), startedAt });
        return;
      }
      case 'SessionUpdated': {
        // Of a transaction whose start never came, nothing is known that could be priced or limited.
        const running = this.transactions.get(fact.transactionId);
        if (running) this.openTransaction(fact.transactionId, { ...begun(running, fact), ...known(fact, receivedAt) });
        return;
      }
      case 'MetersRead': {
        const [id, open] = this.metered(fact) ?? [];
        if (id !== undefined && open) this.openTransaction(id, metered(open, fact, receivedAt));
        return;
      }
      case 'SessionEnded':
        if (this.transactions.get(fact.transactionId)?.endedAt === undefined) this.transactions.delete(fact.transactionId);
        this.state.starts = this.state.starts.filter(({ transactionId }) => String(transactionId) !== fact.transactionId);
    }
  }

  private metered({ transactionId, evseId }: MetersRead): [id: string, transaction: OpenTransaction] | undefined {
    if (transactionId === undefined) return this.transactionAt(evseId);
    const open = this.transactions.get(transactionId);
    return open && [transactionId, open];
  }
}

/** Our calls that end a transaction. */
const STOPS: ReadonlySet<string> = new Set(['RemoteStopTransaction', 'RequestStopTransaction']);

const TELLS_OF_TRANSACTIONS: ReadonlySet<string> = new Set(['StopTransaction', 'TransactionEvent', 'MeterValues']);

const TELLS_OF_VARIABLES: ReadonlySet<string> = new Set(['GetConfiguration', 'GetVariables', 'NotifyReport']);

/** 2.x: `Enabled[Cost]` of the `TariffCostCtrlr`; 1.6: the key of OCA's "OCPP & California Pricing Requirements". */
const announcesCosts = ({ component, variable, variableInstance }: ReportedVariable): boolean =>
  variable === 'CustomDisplayCostAndPrice' ||
  (component === 'TariffCostCtrlr' && variable === 'Enabled' && variableInstance === 'Cost');

type ReportedVariable = Extract<Fact, { type: 'VariablesReported' }>['variables'][number];
type MetersRead = Extract<Fact, { type: 'MetersRead' }>;

/** In 2.x the station names its transactions, and what it queued may come in any order. */
const canComeFirst = ({ action }: OcppMessage): boolean => action === 'TransactionEvent';

/** What a start or a progress tells of meters and of the flow of energy. */
export function begun(
  running: OpenTransaction | undefined,
  fact: Extract<Fact, { type: 'SessionStarted' | 'SessionUpdated' }>,
): Pick<OpenTransaction, 'registers' | 'meter'> {
  const { at, chargingState } = fact;
  const energyWh = fact.type === 'SessionStarted' ? fact.meterStartWh : undefined;
  const state = chargingState === undefined ? undefined : flowOf(chargingState);
  const registers: RegisterDraft = { ...running?.registers };
  if (energyWh !== undefined) noteMeterStart(registers, energyWh, at);
  const meter =
    energyWh === undefined && state === undefined
      ? running?.meter
      : withSample(running?.meter ?? [], { at, ...(energyWh !== undefined && { energyWh }), ...(state && { state }) });
  return { registers, ...(meter && { meter }) };
}

/** OCPP 2.x `ChargingStateEnumType`. */
const flowOf = (chargingState: string): ChargingPeriod['state'] => (chargingState === 'Charging' ? 'charging' : 'idle');

/** What a message about a transaction tells beside its meters. */
function known(
  { at, evseId, connectorId, token }: Extract<Fact, { type: 'SessionStarted' | 'SessionUpdated' }>,
  heardAt: Instant,
): OpenTransaction {
  const tokenSubject = tokenSubjectOf(token);
  return {
    updatedAt: at,
    heardAt,
    ...(evseId && { evseId }),
    ...(connectorId && { connectorId }),
    ...(tokenSubject !== undefined && { tokenSubject }),
  };
}

const receiptOf = ({ notes }: RememberedEvent): Instant => notes.receivedAt ?? new Date(0).toISOString();

/** A transaction with one more set of readings. */
export function metered(open: OpenTransaction, { at, readings }: MetersRead, heardAt: Instant): OpenTransaction {
  const { energyWh, energyOf, powerW, stateOfChargePercent } = measuredIn(readings);
  const isNews = open.updatedAt === undefined || at >= open.updatedAt;
  const now: OpenTransaction = {
    ...open,
    ...(isNews && {
      updatedAt: at,
      heardAt,
      ...(powerW !== undefined && { powerW }),
      ...(stateOfChargePercent !== undefined && { stateOfChargePercent }),
    }),
  };
  if (energyWh === undefined) return now;
  const registers: RegisterDraft = { ...open.registers };
  noteRegister(registers, energyWh, at, energyOf);
  return { ...now, registers, meter: withSample(open.meter ?? [], { at, energyWh }) };
}

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

export const snapshotStream = (stationId: string): string => snapshotOf(stationStream(stationId));

/** The plugins in the shadow that would have ended a session. */
export const stopAdvisers = (votes: readonly Vote[]): string[] =>
  votes.filter(({ shadow, answer, failure }) => shadow && failure === undefined && answer === 'stop').map(({ voter }) => voter);
