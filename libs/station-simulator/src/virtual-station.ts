import { Fault, systemClock } from '@wattledger/kernel';
import type { Clock, JsonObject } from '@wattledger/kernel';
import { answerCall } from './answer-call.ts';
import { someVehicle } from './battery.ts';
import type { Vehicle } from './battery.ts';
import { Charging } from './charging.ts';
import type { StartOptions } from './charging.ts';
import type { CommandedStation } from './command.ts';
import { Connector } from './connector.ts';
import type { Transaction } from './connector.ts';
import type { BootReason, Dialect, SimulatedVersion, StationIdentity } from './dialect.ts';
import { fault } from './errors.ts';
import { Misbehaviour } from './misbehaviour.ts';
import { Outbox } from './outbox.ts';
import { PlatformLink } from './platform-link.ts';
import { ProfileStore } from './profile-store.ts';
import { between, seededRandom, seedOf } from './random.ts';
import type { Random } from './random.ts';
import { Reservations } from './reservations.ts';
import type { RpcPeer } from './rpc-peer.ts';
import type { SessionRecord, StopReason } from './session-record.ts';
import { defaultSupplies } from './station-options.ts';
import type { StationObserver, StationOptions, StationSettings } from './station-options.ts';
import { TariffStore } from './tariff-store.ts';
import { Tokens } from './tokens.ts';
import { Triggers } from './triggers.ts';

/**
 * A charge point over a real socket: boots, sends heartbeats, charges vehicles, obeys the platform, comes back when the
 * connection is lost and then tells what it could not tell.
 *
 * ```ts
 * const station = new VirtualStation({ url: 'ws://localhost:9000/ocpp', id: 'oak-street-1', version: '2.0.1' });
 * await station.start();
 * await station.plugIn(1);
 * await station.startTransaction(1, 'CARD-1');
 * ```
 */
export class VirtualStation implements CommandedStation {
  readonly id: string;
  readonly identity: StationIdentity;
  readonly connectors: readonly Connector[];
  readonly settings: StationSettings;
  readonly timeScale: number;
  readonly outbox: Outbox;
  readonly tokens = new Tokens();
  readonly profiles = new ProfileStore();
  readonly tariffs: TariffStore;
  readonly reservations: Reservations;
  readonly charging: Charging;
  readonly triggers: Triggers;
  readonly misbehave: Misbehaviour;
  readonly #link: PlatformLink;
  readonly #observer: StationObserver | undefined;
  readonly #clock: Clock;
  readonly #random: Random;
  #rebootWhenIdle = false;

  constructor(options: StationOptions) {
    const { id, connectors = defaultSupplies, seed = 1, timeScale = 1, meterValueSeconds = 30 } = options;
    this.#observer = options.observer;
    this.#clock = options.clock ?? systemClock;
    this.#random = seededRandom(seedOf(id, seed));
    this.id = id;
    this.timeScale = timeScale;
    this.identity = {
      vendor: 'Wattledger',
      model: 'Virtual Station',
      serialNumber: id.slice(0, 25),
      firmwareVersion: '1.0.0',
      ...options.identity,
    };
    this.connectors = connectors.map(
      (supply, index) => new Connector(index + 1, supply, Math.round(between(this.#random, 50_000, 5_000_000))),
    );
    this.tariffs = new TariffStore(this.connectors.map((connector) => connector.id));
    this.settings = { heartbeatSeconds: options.heartbeatSeconds ?? 0, meterValueSeconds, kept: new Map() };
    this.outbox = new Outbox(options.transactionMessages ?? { attempts: 3, pauseMs: 1_000 }, (reason) => this.#failed(reason));
    this.reservations = new Reservations(this);
    this.charging = new Charging(this, this.reservations, (session) => this.#sessionEnded(session));
    this.triggers = new Triggers(this, this.charging);
    this.#link = new PlatformLink(this, options, {
      admitted: (peer, booted) => this.#admitted(peer, booted),
      lost: () => this.#lost(),
      answer: (action, payload) => (this.misbehave.ignoresCalls ? undefined : answerCall(this, action, payload)),
    });
    this.misbehave = new Misbehaviour(this.#link);
  }

  get version(): SimulatedVersion {
    return this.dialect.version;
  }

  get dialect(): Dialect {
    return this.#link.dialect;
  }

  get online(): boolean {
    return this.#link.online;
  }

  get hasPassword(): boolean {
    return this.#link.hasPassword;
  }

  now(): Date {
    return this.#clock();
  }

  /**
   * Connects and boots, or comes back after a line that was cut for good; resolves once the platform accepts the station.
   *
   * @throws Fault `connection-refused`
   */
  start(): Promise<void> {
    return this.#link.open();
  }

  /** Ends what is charging, waits (at most one call time-out) until the platform knows, and disconnects. */
  async stop(): Promise<void> {
    const told = Promise.all(
      this.charging.transactions.map((transaction) => this.charging.stop(transaction, 'Local', transaction.idToken)),
    );
    if (this.online) await this.#link.atMostOneCall(told);
    this.charging.halt();
    for (const connector of this.connectors) this.reservations.release(connector);
    await this.#link.close();
  }

  connector(connectorId: number): Connector | undefined {
    return this.connectors.find(({ id }) => id === connectorId);
  }

  /** A vehicle arrives: the given one, or one that the seed chooses. @throws Fault `nothing-to-charge`, `connector-busy` */
  async plugIn(connectorId: number, vehicle?: Vehicle): Promise<Vehicle> {
    const connector = this.#existing(connectorId);
    if (connector.vehicle) throw fault('connector-busy', `A vehicle is on connector ${connectorId} of ${this.id}`);
    const arrived = vehicle ?? someVehicle(this.#random, connector.supply);
    connector.plugIn(arrived);
    await this.reportStatuses();
    return arrived;
  }

  /** The vehicle leaves; a transaction ends with it. */
  async unplug(connectorId: number): Promise<void> {
    const connector = this.#existing(connectorId);
    if (connector.transaction) await this.charging.stop(connector.transaction, 'EVDisconnected');
    connector.unplug();
    await this.reportStatuses();
  }

  /** Asks the platform (offline: the local list, then the cache) and gives its status: `Accepted`, `Blocked` ... */
  async authorize(idToken: string): Promise<string> {
    if (!this.online) {
      const unknown = this.settings.kept.get('AllowOfflineTxForUnknownId') === 'false' ? 'Unknown' : 'Accepted';
      return this.tokens.offlineStatus(idToken) ?? unknown;
    }
    const verdict = this.dialect.verdict(await this.call('Authorize', this.dialect.authorize(idToken)));
    const status = verdict?.status ?? 'Unknown';
    this.tokens.remember(idToken, status, verdict?.group);
    return status;
  }

  /**
   * Starts to charge the vehicle on a connector. Online it resolves when the platform has answered, offline at once.
   *
   * @throws Fault `nothing-to-charge`, `connector-busy`
   */
  async startTransaction(connectorId: number, idToken: string, options: StartOptions = {}): Promise<Transaction> {
    const connector = this.connector(connectorId);
    if (!connector?.vehicle) throw fault('nothing-to-charge', `No vehicle is on connector ${connectorId} of ${this.id}`);
    if (connector.transaction) throw fault('connector-busy', `Connector ${connectorId} of ${this.id} charges already`);
    if (!this.reservations.admits(connector, idToken)) {
      throw fault('connector-busy', `Connector ${connectorId} of ${this.id} is reserved for someone else`);
    }
    const { transaction, told } = this.charging.start(connector, idToken, options);
    if (this.online) await told;
    return transaction;
  }

  /** Online it resolves when the platform has answered, offline at once. */
  async stopTransaction(connectorId: number, reason: StopReason = 'Local'): Promise<void> {
    const transaction = this.connector(connectorId)?.transaction;
    if (!transaction) return;
    const told = this.charging.stop(transaction, reason, reason === 'Local' ? transaction.idToken : undefined);
    if (this.online) await told;
  }

  /** Sends any call and gives the platform's answer. @throws Fault `call-timed-out`, `call-refused`, `connection-lost` */
  call(action: string, payload: JsonObject, id?: string): Promise<JsonObject> {
    return this.#link.call(action, payload, id);
  }

  async tell(action: string, payload: JsonObject): Promise<void> {
    await this.#try(() => this.call(action, payload));
  }

  async reportStatuses(): Promise<void> {
    if (!this.online) return;
    const changed = this.connectors.filter(({ status, reportedStatus }) => status !== reportedStatus);
    await Promise.all(
      changed.map((connector) => {
        connector.reportedStatus = connector.status;
        return this.tell('StatusNotification', this.dialect.statusNotification(connector, this.now()));
      }),
    );
  }

  /** A connector breaks, or is mended. */
  async setFault(connectorId: number, faulted: boolean): Promise<void> {
    const connector = this.#existing(connectorId);
    if (faulted && connector.transaction) await this.charging.stop(connector.transaction, 'Other');
    connector.faulted = faulted;
    await this.reportStatuses();
  }

  changeAvailability(connectorId: number | undefined, operative: boolean): 'Accepted' | 'Scheduled' | 'Rejected' {
    const meant = connectorId ? this.connectors.filter(({ id }) => id === connectorId) : this.connectors;
    if (meant.length === 0) return 'Rejected';
    for (const connector of meant) {
      connector.operativeAfterwards = connector.transaction ? operative : undefined;
      if (!connector.transaction) connector.operative = operative;
    }
    return meant.some(({ transaction }) => transaction) ? 'Scheduled' : 'Accepted';
  }

  changeSetting(name: 'heartbeatSeconds' | 'meterValueSeconds', value: number): void {
    this.settings[name] = value;
    if (name === 'heartbeatSeconds') this.#link.beat();
    else this.charging.reschedule();
  }

  changePassword(password: string): void {
    this.#link.changePassword(password);
  }

  remoteStartTarget(connectorId: number | undefined, idToken: string): Connector | undefined {
    return this.connectors.find(
      (connector) =>
        (connectorId === undefined || connector.id === connectorId) &&
        !connector.transaction &&
        connector.operative &&
        !connector.faulted &&
        this.reservations.admits(connector, idToken),
    );
  }

  async remoteStart(connector: Connector, idToken: string, options: StartOptions = {}): Promise<void> {
    await this.#try(async () => {
      if (!connector.vehicle) await this.plugIn(connector.id);
      const asks = this.settings.kept.get('AuthorizeRemoteTxRequests') === 'true';
      if (asks && (await this.authorize(idToken)) !== 'Accepted') return;
      if (!connector.transaction) await this.startTransaction(connector.id, idToken, options);
    });
  }

  async reboot({
    reason,
    graceful,
    whenIdle = false,
  }: {
    reason: BootReason;
    graceful: boolean;
    whenIdle?: boolean;
  }): Promise<void> {
    if (whenIdle && this.charging.transactions.length > 0) {
      this.#rebootWhenIdle = true;
      return;
    }
    this.#rebootWhenIdle = false;
    if (!graceful) this.#link.drop({ returns: false });
    const stopReason = graceful ? 'SoftReset' : 'HardReset';
    const told = Promise.all(this.charging.transactions.map((transaction) => this.charging.stop(transaction, stopReason)));
    if (graceful && this.online) await this.#link.atMostOneCall(told);
    await this.#link.restart(reason);
  }

  #sessionEnded(session: SessionRecord): void {
    this.#observer?.sessionEnded?.(session);
    if (this.#rebootWhenIdle && this.charging.transactions.length === 0) {
      void this.reboot({ reason: 'ScheduledReset', graceful: true });
    }
  }

  #admitted(peer: RpcPeer, booted: boolean): void {
    if (booted) {
      for (const connector of this.connectors) connector.reportedStatus = undefined;
      const status = this.dialect.stationStatus?.(this.now());
      if (status) void this.tell('StatusNotification', status);
    }
    void this.reportStatuses();
    this.outbox.resume(peer);
    this.#observer?.online?.();
  }

  #lost(): void {
    this.outbox.pause();
    this.#observer?.offline?.();
  }

  #existing(connectorId: number): Connector {
    const connector = this.connector(connectorId);
    if (!connector) throw fault('nothing-to-charge', `${this.id} has no connector ${connectorId}`);
    return connector;
  }

  #failed(reason: Error): void {
    this.#observer?.failed?.(reason);
  }

  async #try<T>(attempt: () => Promise<T>): Promise<T | undefined> {
    try {
      return await attempt();
    } catch (reason) {
      if (!(reason instanceof Fault)) throw reason;
      this.#failed(reason);
      return undefined;
    }
  }
}
