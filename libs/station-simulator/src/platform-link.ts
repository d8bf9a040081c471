import { Fault } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { Connection } from './connection.ts';
import type { BootReason, Dialect } from './dialect.ts';
import { dialectFor, dialectOf } from './dialects.ts';
import { fault } from './errors.ts';
import type { Answer, RpcPeer } from './rpc-peer.ts';
import type { Station } from './station.ts';
import type { StationOptions } from './station-options.ts';

export interface LinkEvents {
  /** The platform serves this station: after a boot (`booted`), or again after a lost connection. */
  readonly admitted: (peer: RpcPeer, booted: boolean) => void;
  readonly lost: () => void;
  /** Answers a call of the platform; undefined leaves it without any answer. */
  readonly answer: (action: string, payload: JsonObject) => Answer | undefined;
}

const DEFAULT_CALL_TIMEOUT_MS = 30_000;
const DEFAULT_REBOOT_MS = 2_000;
const DEFAULT_BOOT_RETRY_SECONDS = 30;

/** A station's standing with the platform: connecting, booting until it is accepted, heartbeats, going and coming back. */
export class PlatformLink {
  readonly #station: Station;
  readonly #options: StationOptions;
  readonly #events: LinkEvents;
  #connection: Connection;
  #dialect: Dialect;
  #password: string | undefined;
  #accepted = false;
  #bootReason: BootReason | undefined = 'PowerUp';
  #heartbeat: NodeJS.Timeout | undefined;
  #bootRetry: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #opening: { resolve: () => void; reject: (reason: Error) => void } | undefined;

  constructor(station: Station, options: StationOptions, events: LinkEvents) {
    this.#station = station;
    this.#options = options;
    this.#events = events;
    this.#dialect = dialectFor(options.version);
    this.#password = options.password;
    this.#connection = this.#newConnection();
  }

  get dialect(): Dialect {
    return this.#dialect;
  }

  get online(): boolean {
    return this.#accepted && this.#connection.peer !== undefined;
  }

  get hasPassword(): boolean {
    return this.#password !== undefined;
  }

  /** Resolves once the platform accepts the station. @throws Fault `connection-refused`, unless the station is patient. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
      this.#connection.open();
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#bootRetry);
    clearTimeout(this.#restart);
    this.#opening?.reject(fault('connection-lost', `${this.#station.id} was stopped before the platform accepted it`));
    this.#opening = undefined;
    await this.#connection.close();
  }

  drop(options?: { readonly returns?: boolean }): void {
    this.#connection.drop(options);
  }

  sendRaw(text: string): void {
    this.#connection.sendRaw(text);
  }

  /** @throws Fault `call-timed-out`, `call-refused`, `connection-lost` */
  async call(action: string, payload: JsonObject, id?: string): Promise<JsonObject> {
    const { peer } = this.#connection;
    if (!peer) throw fault('connection-lost', `${this.#station.id} is not connected`);
    return peer.call(action, payload, id);
  }

  /** Goes away, and boots anew after the time a reset takes. */
  async restart(reason: BootReason): Promise<void> {
    await this.close();
    this.#bootReason = reason;
    this.#restart = setTimeout(() => this.#connection.open(), this.#options.rebootMs ?? DEFAULT_REBOOT_MS);
  }

  /** Connects anew with another password, once what is being answered now has gone out. */
  changePassword(password: string): void {
    this.#password = password;
    setImmediate(async () => {
      await this.close();
      this.#connection = this.#newConnection();
      this.#connection.open();
    });
  }

  /** Sends heartbeats at the interval the settings name now. */
  beat(): void {
    clearInterval(this.#heartbeat);
    const { heartbeatSeconds } = this.#station.settings;
    if (!this.online || heartbeatSeconds <= 0) return;
    this.#heartbeat = setInterval(() => void this.#station.tell('Heartbeat', {}), heartbeatSeconds * 1_000);
  }

  /** Waits, but no longer than a call may take: the connection may be gone for good. */
  async atMostOneCall(work: Promise<unknown>): Promise<void> {
    let timeout: NodeJS.Timeout | undefined;
    const elapsed = new Promise<void>((resolve) => {
      timeout = setTimeout(resolve, this.#options.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS);
    });
    await Promise.race([work, elapsed]);
    clearTimeout(timeout);
  }

  #newConnection(): Connection {
    const { url, subprotocols, tls, callTimeoutMs, reconnectMs, observer } = this.#options;
    return new Connection(
      {
        url,
        id: this.#options.id,
        subprotocols: subprotocols ?? [this.#dialect.subprotocol],
        password: this.#password,
        tls,
        callTimeoutMs: callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
        reconnectMs: reconnectMs ?? { first: 1_000, longest: 60_000 },
      },
      {
        opened: (peer, subprotocol) => this.#opened(peer, subprotocol),
        lost: () => this.#lost(),
        refused: (reason) => this.#refused(reason),
        answer: this.#events.answer,
        frame: observer?.frame,
      },
    );
  }

  #opened(peer: RpcPeer, subprotocol: string): void {
    this.#dialect = dialectOf(subprotocol) ?? this.#dialect;
    if (this.#bootReason === undefined && this.#options.bootsOnReconnect) this.#bootReason = 'PowerUp';
    if (this.#bootReason === undefined) this.#admitted(peer, false);
    else void this.#boot(peer, this.#bootReason);
  }

  /** Asks until the platform accepts (OCPP 1.6 section 4.2, OCPP 2.0.1 B01 to B03). */
  async #boot(peer: RpcPeer, reason: BootReason): Promise<void> {
    const answer = await this.#bootAnswer(peer, reason);
    if (this.#connection.peer !== peer) return;
    const interval = typeof answer?.['interval'] === 'number' ? answer['interval'] : 0;
    if (answer?.['status'] !== 'Accepted') {
      const seconds = this.#options.bootRetrySeconds ?? (interval > 0 ? interval : DEFAULT_BOOT_RETRY_SECONDS);
      this.#bootRetry = setTimeout(() => void this.#boot(peer, reason), seconds * 1_000);
      return;
    }
    this.#bootReason = undefined;
    this.#station.settings.heartbeatSeconds = this.#options.heartbeatSeconds ?? interval;
    this.#admitted(peer, true);
  }

  async #bootAnswer(peer: RpcPeer, reason: BootReason): Promise<JsonObject | undefined> {
    try {
      return await peer.call('BootNotification', this.#dialect.bootNotification(this.#station.identity, reason));
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      this.#options.observer?.failed?.(cause);
      return undefined;
    }
  }

  #admitted(peer: RpcPeer, booted: boolean): void {
    this.#accepted = true;
    this.beat();
    this.#events.admitted(peer, booted);
    this.#opening?.resolve();
    this.#opening = undefined;
  }

  #lost(): void {
    this.#accepted = false;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#bootRetry);
    this.#events.lost();
  }

  #refused(reason: Error): void {
    this.#options.observer?.failed?.(reason);
    if (!this.#opening || this.#options.patient) return;
    this.#connection.drop({ returns: false });
    this.#opening.reject(reason);
    this.#opening = undefined;
  }
}
