import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access, Drivers, StationCredentialStreams } from '@wattledger/access';
import { CommandDesk } from '@wattledger/commands';
import type { CommandRequest } from '@wattledger/commands';
import { Ledger } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import { openStore, readSettings, startPlatform } from '@wattledger/platform';
import type { Platform, Settings, Store } from '@wattledger/platform';
import type { BuiltIn } from '@wattledger/plugin-host';
import { pino } from 'pino';
import type { ClientOptions } from 'ws';
import { Beside } from './beside.ts';
import { FaultyLog } from './faulty-log.ts';
import { ownPartOf } from './own-streams.ts';
import type { LogPart } from './own-streams.ts';
import { askGraphql } from './graphql.ts';
import { RawStation } from './raw-station.ts';
import { RunningPlatform } from './running-platform.ts';
import { namedEventStore, newWord, storesOfSpecs } from './stores.ts';
import type { OwnDatabase } from './stores.ts';

export type Environment = Readonly<Record<string, string>>;

/** The administrator's key of every platform in these specs. */
export const ADMIN_KEY = 'the-admin-key-of-these-specs';

/** Of those whose keys are in a database. */
const MASTER_KEY = 'the master key of the platforms of these specs';

interface Running {
  readonly platform: Platform;
  readonly store: Store;
}

/**
 * The whole platform in this process, on ports of its own and in a folder of its own, with real sockets and a real log: over the stores of its spec, unless its
 * environment names others.
 */
export class TestPlatform extends RunningPlatform {
  /** Breaks the log under the platform. */
  log!: FaultyLog;
  private readonly environment: Environment;
  private readonly plugins: readonly BuiltIn[] | undefined;
  /** What the platform has logged, line by line. */
  readonly logged: string[] = [];
  private readonly stations: RawStation[] = [];
  private running: Running | undefined;
  private ownFolder: string | undefined;
  private ownDatabase: OwnDatabase | undefined;
  /** Of a server that others use too. */
  private part: LogPart | undefined;
  private readonly isPartShared: boolean;
  private seen: Beside | undefined;

  /**
   * @param plugins decide in place of those that the environment names
   * @param part of the log on a server, shared with other platforms; absent: one of its own
   */
  constructor(environment: Environment = {}, plugins?: readonly BuiltIn[], part?: LogPart) {
    super();
    this.environment = environment;
    this.plugins = plugins;
    this.part = part;
    this.isPartShared = part !== undefined;
  }

  static async start(environment: Environment = {}, part?: LogPart): Promise<TestPlatform> {
    const platform = new TestPlatform(environment, undefined, part);
    try {
      await platform.start();
    } catch (error) {
      await platform.stop();
      throw error;
    }
    return platform;
  }

  /** @param folder where it finds what another one has left; absent: a new one */
  async start(folder?: string): Promise<void> {
    this.ownFolder ??= folder ?? (await mkdtemp(join(tmpdir(), 'wattledger-spec-')));
    if (this.environment['WATTLEDGER_DATABASE_URL'] === undefined) this.ownDatabase ??= await storesOfSpecs().newDatabase?.();
    await this.open();
  }

  get folder(): string {
    if (this.ownFolder === undefined) throw new Error('The platform of this spec was never started');
    return this.ownFolder;
  }

  get beside(): Beside {
    if (this.seen === undefined) throw new Error('The platform of this spec was never started');
    return this.seen;
  }

  /** Lets a station in, by default one of 1.6. */
  async connect(
    stationId: string,
    protocol: string | readonly string[] = 'ocpp1.6',
    options: ClientOptions = {},
    line: 'plain' | 'tls' = 'plain',
  ): Promise<RawStation> {
    const url = this.urlOf(stationId, line);
    const station = await RawStation.connect(url, typeof protocol === 'string' ? [protocol] : protocol, options);
    this.stations.push(station);
    return station;
  }

  /** The status with which a station is not let in. */
  refusal(stationId: string, protocol: string, options: ClientOptions = {}, line: 'plain' | 'tls' = 'plain'): Promise<number> {
    return RawStation.refusal(this.urlOf(stationId, line), [protocol], options);
  }

  /** Every station that this platform let in says goodbye. */
  async sendStationsHome(): Promise<void> {
    await Promise.all(this.stations.splice(0).map((station) => station.close()));
  }

  /** Stations append `/<id>`. */
  get ocppUrl(): string {
    return `ws://127.0.0.1:${this.now.platform.ocppPort}/ocpp`;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.now.platform.httpPort}`;
  }

  get access(): Access {
    return new Access(this.now.store.ledger, this.now.store.hasher);
  }

  /** Where they connect over TLS. */
  get ocppTlsUrl(): string {
    return `wss://127.0.0.1:${this.now.platform.ocppTlsPort}/ocpp`;
  }

  get hasPlainPort(): boolean {
    return this.now.platform.ocppPort !== undefined;
  }

  /** Looks at the certificate files now. */
  reloadCertificates(): void {
    this.now.platform.reloadCertificates();
  }

  get credentials(): StationCredentialStreams {
    return new StationCredentialStreams(this.now.store.ledger, this.now.store.hasher, systemClock);
  }

  get drivers(): Drivers {
    const { ledger, sealer, driverKey } = this.now.store;
    return new Drivers({ ledger, sealer, key: driverKey, clock: systemClock });
  }

  get store(): Store {
    return this.now.store;
  }

  /** Stops it as SIGTERM does, and starts it again on the same folder. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Stops it, and copies its folder to another place. @returns the copy */
  async leaveFolder(place: string): Promise<string> {
    await this.close();
    const copy = join(place, 'data');
    await cp(this.folder, copy, { recursive: true });
    return copy;
  }

  /** Ends it and leaves nothing behind. */
  async stop(): Promise<void> {
    await this.close();
    if (this.seen?.stores.eventStore?.url === namedEventStore && !this.isPartShared) await this.seen?.empty();
    await this.seen?.close();
    await this.ownDatabase?.drop();
    if (this.ownFolder !== undefined) await rm(this.ownFolder, { recursive: true, force: true });
  }

  /** Asks the API as the administrator. */
  graphql<Data = JsonObject>(query: string, variables: object = {}): Promise<Data> {
    return askGraphql<Data>(this, ADMIN_KEY, query, variables);
  }

  /** Asks a station for something. */
  async request(stationId: string, command: CommandRequest['command'], more: Partial<CommandRequest> = {}): Promise<string> {
    const taken = await this.ask(stationId, command, more);
    if (isRefusal(taken)) throw new Error(taken.message);
    return taken.commandId;
  }

  ask(
    stationId: string,
    command: CommandRequest['command'],
    more: Partial<CommandRequest> = {},
  ): Promise<{ commandId: string; repeated: boolean } | Refusal> {
    const desk = new CommandDesk(this.now.store.ledger, this.now.store.sealer, systemClock);
    return desk.request({ stationId, command, requestedBy: 'operator:ana', ...more });
  }

  private urlOf(stationId: string, line: 'plain' | 'tls'): string {
    return `${line === 'tls' ? this.ocppTlsUrl : this.ocppUrl}/${encodeURIComponent(stationId)}`;
  }

  private get now(): Running {
    if (!this.running) throw new Error('The platform of this spec is not running');
    return this.running;
  }

  private async open(): Promise<void> {
    const { eventStoreUrl } = storesOfSpecs();
    const settings = readSettings({
      WATTLEDGER_DATA_DIR: this.folder,
      WATTLEDGER_ROLES: 'gateway,projector,api',
      WATTLEDGER_HOST: '127.0.0.1',
      WATTLEDGER_HTTP_PORT: '0',
      WATTLEDGER_OCPP_PORT: '0',
      WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
      ...(eventStoreUrl !== undefined && { WATTLEDGER_EVENTSTORE_URL: eventStoreUrl }),
      ...(this.ownDatabase && { WATTLEDGER_DATABASE_URL: this.ownDatabase.url, WATTLEDGER_MASTER_KEY: MASTER_KEY }),
      ...this.environment,
    });
    let store: Store | undefined;
    const openFaulty = async (from: Settings): Promise<Store> => {
      const opened = await openStore(from);
      this.log = new FaultyLog(await this.partOf(opened.log, from));
      store = { ...opened, log: this.log, ledger: new Ledger(this.log, systemClock) };
      return store;
    };
    const log = pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) });
    const platform = await startPlatform(settings, log, openFaulty, this.plugins);
    if (store) this.running = { platform, store };
    // The first rows of a database are made after the start; until then readers are told to come again.
    if (settings.databaseUrl !== undefined && settings.roles.has('projector')) await this.caughtUp();
  }

  /** What of a log is this platform's, which from now on can be seen from beside it. */
  private async partOf(log: EventLog, { eventStoreUrl: url, dataFolder, databaseUrl }: Settings): Promise<EventLog> {
    if (url === undefined) {
      this.seen ??= new Beside({ dataFolder, databaseUrl });
      return log;
    }
    const part = (this.part ??= { word: newWord(), since: await log.head() });
    this.seen ??= new Beside({ dataFolder, databaseUrl, eventStore: { url, part } });
    return ownPartOf(log, part);
  }

  private async close(): Promise<void> {
    await this.running?.platform.close();
    this.running = undefined;
  }
}
