import { instantOf } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { allowedPowerW } from './charging-profiles.ts';
import type { ChargingProfile, LimitQuestion } from './charging-profiles.ts';
import type { ChargingState, Connector, Sample, Transaction } from './connector.ts';
import type { Moment, SampleContext, UpdateTrigger } from './dialect.ts';
import type { TransactionMessage } from './outbox.ts';
import type { ProfileCriteria } from './profile-store.ts';
import type { Reservations } from './reservations.ts';
import type { SessionRecord, StopReason } from './session-record.ts';
import type { Station } from './station.ts';

export interface StartOptions {
  readonly remoteStartId?: number;
  /** For this transaction only. */
  readonly chargingProfile?: ChargingProfile;
}

/** Runs the transactions of a station: lets energy flow along the battery's curve and tells the platform about it. */
export class Charging {
  readonly #station: Station;
  readonly #reservations: Reservations;
  readonly #ended: (session: SessionRecord) => void;
  readonly #ticks = new Map<Connector, NodeJS.Timeout>();

  /** `ended` is told once the platform has answered the last message of a transaction. */
  constructor(station: Station, reservations: Reservations, ended: (session: SessionRecord) => void) {
    this.#station = station;
    this.#reservations = reservations;
    this.#ended = ended;
  }

  get transactions(): Transaction[] {
    return this.#station.connectors.flatMap(({ transaction }) => (transaction ? [transaction] : []));
  }

  /** Starts at once; `told` resolves when the platform has answered the first message. */
  start(
    connector: Connector,
    idToken: string,
    { remoteStartId, chargingProfile }: StartOptions,
  ): { transaction: Transaction; told: Promise<void> } {
    const { dialect } = this.#station;
    const now = this.#station.now();
    const transaction: Transaction = {
      id: dialect.newTransactionId(),
      connector,
      idToken,
      startedAt: now,
      meterStartWh: connector.meterWh,
      startSocPercent: connector.battery?.socPercent ?? 0,
      remoteStartId,
      reservationId: this.#reservations.use(connector),
      seqNo: 0,
      chargingState: 'EVConnected',
      limit: {},
      chargedUntil: now,
    };
    connector.transaction = transaction;
    if (chargingProfile) this.#station.profiles.add(chargingProfile);
    const told = this.#tell(transaction, dialect.transactionStarted(transaction, this.#moment(connector, 'Transaction.Begin')));
    this.#follow(transaction, this.#stateOf(connector));
    this.#schedule(transaction);
    return { transaction, told };
  }

  /** Ends it at once; resolves when the platform has answered the last message. */
  async stop(transaction: Transaction, reason: StopReason, idToken?: string): Promise<void> {
    const { connector } = transaction;
    if (connector.transaction !== transaction) return;
    const { dialect, profiles } = this.#station;
    this.#advance(transaction);
    clearTimeout(this.#ticks.get(connector));
    this.#ticks.delete(connector);
    const moment = this.#moment(connector, 'Transaction.End');
    const message = dialect.transactionEnded(transaction, moment, reason, idToken);
    connector.transactionEnded();
    profiles.transactionEnded(connector.id);
    const told = this.#station.outbox.push(message);
    void this.#station.reportStatuses();
    await told;
    this.#ended(this.#recordOf(transaction, moment, reason));
  }

  /** What the meter of a connector shows now. */
  sample(connector: Connector): Sample {
    if (connector.transaction) this.#advance(connector.transaction);
    return connector.sample(this.#limitW(connector));
  }

  /** Meter values of a transaction that the platform asked for (TriggerMessage TransactionEvent, MeterValues). */
  update(transaction: Transaction, trigger: UpdateTrigger): void {
    const context = trigger === 'Trigger' ? 'Trigger' : 'Sample.Periodic';
    this.#push(transaction, trigger, context);
  }

  transactionWith(id: string): Transaction | undefined {
    return this.transactions.find((transaction) => String(transaction.id) === id);
  }

  /** False when the profile is for a transaction and none is running there. */
  addProfile(profile: ChargingProfile): boolean {
    const { connectors, profiles } = this.#station;
    const place = profile.evseId === 0 ? connectors[0] : this.#station.connector(profile.evseId);
    if (!place || (profile.purpose === 'transaction' && !place.transaction)) return false;
    profiles.add(profile);
    this.#limitsChanged();
    return true;
  }

  /** How many were removed. */
  clearProfiles(criteria: ProfileCriteria): number {
    const cleared = this.#station.profiles.clear(criteria);
    this.#limitsChanged();
    return cleared;
  }

  /** Connector 0 is answered with the first one's supply. */
  limitQuestion(connectorId: number): LimitQuestion | undefined {
    const connector = this.#station.connector(connectorId === 0 ? 1 : connectorId);
    return connector && { ...this.#limitQuestion(connector), evseId: connectorId };
  }

  /** New interval between meter values. */
  reschedule(): void {
    for (const transaction of this.transactions) this.#schedule(transaction);
  }

  /** The power went: nothing is charged, nothing is said. */
  halt(): void {
    for (const tick of this.#ticks.values()) clearTimeout(tick);
    this.#ticks.clear();
  }

  /** A new limit, or a change of it, takes effect at once. */
  #limitsChanged(): void {
    for (const transaction of this.transactions) {
      this.#advance(transaction);
      this.#follow(transaction, this.#stateOf(transaction.connector));
    }
  }

  #limitQuestion(connector: Connector): LimitQuestion {
    const { supply, transaction, id } = connector;
    return { evseId: id, supply, at: this.#station.now(), transactionStartedAt: transaction?.startedAt };
  }

  #limitW(connector: Connector): number {
    return allowedPowerW(this.#station.profiles.list, this.#limitQuestion(connector)) ?? Infinity;
  }

  #stateOf(connector: Connector): ChargingState {
    if (connector.isFull) return 'SuspendedEV';
    return this.#limitW(connector) <= 0 ? 'SuspendedEVSE' : 'Charging';
  }

  #schedule(transaction: Transaction): void {
    const { connector } = transaction;
    clearTimeout(this.#ticks.get(connector));
    const { meterValueSeconds } = this.#station.settings;
    if (meterValueSeconds <= 0) return;
    this.#ticks.set(
      connector,
      setTimeout(() => this.#tick(transaction), meterValueSeconds * 1_000),
    );
  }

  #tick(transaction: Transaction): void {
    this.#advance(transaction);
    this.#follow(transaction, this.#stateOf(transaction.connector));
    this.#push(transaction, 'MeterValuePeriodic', 'Sample.Periodic');
    const reached = this.#limitReached(transaction);
    if (reached) void this.stop(transaction, reached);
    else this.#schedule(transaction);
  }

  #limitReached({ limit, connector, meterStartWh, startedAt }: Transaction): StopReason | undefined {
    if (limit.energyWh !== undefined && connector.meterWh - meterStartWh >= limit.energyWh) return 'EnergyLimitReached';
    if (limit.socPercent !== undefined && (connector.battery?.socPercent ?? 0) >= limit.socPercent) return 'SOCLimitReached';
    const seconds = (this.#station.now().getTime() - startedAt.getTime()) / 1_000;
    return limit.seconds !== undefined && seconds >= limit.seconds ? 'TimeLimitReached' : undefined;
  }

  #advance(transaction: Transaction): void {
    const now = this.#station.now();
    const seconds = (now.getTime() - transaction.chargedUntil.getTime()) / 1_000;
    transaction.chargedUntil = now;
    transaction.connector.advance(seconds * this.#station.timeScale, this.#limitW(transaction.connector));
  }

  /** Tells a change of the charging state: as connector status, and in 2.x as an update of the transaction. */
  #follow(transaction: Transaction, state: ChargingState): void {
    if (transaction.chargingState === state) return;
    transaction.chargingState = state;
    this.#push(transaction, 'ChargingStateChanged', 'Sample.Periodic');
    void this.#station.reportStatuses();
  }

  #push(transaction: Transaction, trigger: UpdateTrigger, context: SampleContext): void {
    const message = this.#station.dialect.transactionUpdated(transaction, this.#moment(transaction.connector, context), trigger);
    if (message) void this.#tell(transaction, message);
  }

  #tell(transaction: Transaction, message: TransactionMessage): Promise<void> {
    const answered = (answer: JsonObject) => {
      message.answered?.(answer);
      this.#heed(transaction, answer);
    };
    return this.#station.outbox.push({ ...message, answered });
  }

  #heed(transaction: Transaction, answer: JsonObject): void {
    const verdict = this.#station.dialect.verdict(answer);
    if (!verdict) return;
    if (verdict.limit) transaction.limit = verdict.limit;
    if (verdict.totalCost !== undefined) transaction.totalCost = verdict.totalCost;
    const refused = verdict.status !== undefined && verdict.status !== 'Accepted';
    if (refused && this.#station.settings.kept.get('StopTransactionOnInvalidId') !== 'false')
      void this.stop(transaction, 'DeAuthorized');
  }

  #moment(connector: Connector, context: SampleContext): Moment {
    const sample = connector.sample(this.#limitW(connector));
    return { at: this.#station.now(), offline: !this.#station.online, sample, context };
  }

  #recordOf(transaction: Transaction, { at, sample }: Moment, reason: StopReason): SessionRecord {
    return {
      stationId: this.#station.id,
      connectorId: transaction.connector.id,
      version: this.#station.dialect.version,
      transactionId: String(transaction.id),
      idToken: transaction.idToken,
      startedAt: instantOf(transaction.startedAt),
      stoppedAt: instantOf(at),
      meterStartWh: transaction.meterStartWh,
      meterStopWh: sample.energyWh,
      startSocPercent: transaction.startSocPercent,
      stopSocPercent: sample.socPercent ?? transaction.startSocPercent,
      reason,
    };
  }
}
