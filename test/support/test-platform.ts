import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { Access } from '@wattledger/access';
import { verifiable, verify } from '@wattledger/audit';
import { CommandDesk } from '@wattledger/commands';
import type { CommandRequest } from '@wattledger/commands';
import { Ledger, RecordedEvent, SqliteLogReader } from '@wattledger/event-log';
import { stationStream } from '@wattledger/charging';
import { isRefusal, systemClock } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { openStore, readSettings, startPlatform } from '@wattledger/platform';
import type { Platform, Store } from '@wattledger/platform';
import {
  batteriesTable,
  commandsTable,
  compareWithRebuild,
  connectorsTable,
  openReadModels,
  readRow,
  sessionsTable,
  stationsTable,
} from '@wattledger/read-models';
import type { BatteryRow, CommandRow, ConnectorRow, SessionRow, StationRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { ClientOptions } from 'ws';
import { FaultyLog } from './faulty-log.ts';
import { RawStation } from './raw-station.ts';
import { until } from './until.ts';

export type Environment = Readonly<Record<string, string>>;

interface Running {
  readonly platform: Platform;
  readonly store: Store;
}

/** The whole platform in this process, on ports of its own and in a folder of its own, with real sockets and a real log. */
export class TestPlatform {
  /** Breaks the log under the platform. */
  log!: FaultyLog;
  private readonly environment: Environment;
  private readonly stations: RawStation[] = [];
  private running: Running | undefined;
  private ownFolder: string | undefined;

  constructor(environment: Environment = {}) {
    this.environment = environment;
  }

  static async start(environment: Environment = {}): Promise<TestPlatform> {
    const platform = new TestPlatform(environment);
    await platform.start();
    return platform;
  }

  async start(): Promise<void> {
    this.ownFolder ??= await mkdtemp(join(tmpdir(), 'wattledger-spec-'));
    await this.open();
  }

  get folder(): string {
    if (this.ownFolder === undefined) throw new Error('The platform of this spec was never started');
    return this.ownFolder;
  }

  /** Lets a station in, by default one of 1.6. */
  async connect(
    stationId: string,
    protocol: string | readonly string[] = 'ocpp1.6',
    options: ClientOptions = {},
  ): Promise<RawStation> {
    const url = `${this.ocppUrl}/${encodeURIComponent(stationId)}`;
    const station = await RawStation.connect(url, typeof protocol === 'string' ? [protocol] : protocol, options);
    this.stations.push(station);
    return station;
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
    return new Access(this.now.store.ledger);
  }

  get store(): Store {
    return this.now.store;
  }

  /** Stops it as SIGTERM does, and starts it again on the same folder. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Ends it and leaves nothing behind. */
  async stop(): Promise<void> {
    await this.close();
    if (this.ownFolder !== undefined) await rm(this.ownFolder, { recursive: true, force: true });
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

  /** What stands in a stream now, read over a connection of its own: what a reader beside the platform sees. */
  async stream(name: string): Promise<RecordedEvent[]> {
    const reader = new SqliteLogReader(this.folder);
    try {
      const events: RecordedEvent[] = [];
      // A filter knows beginnings of names; here the whole name is meant.
      for await (const stored of reader.readAll({ filter: { streamPrefixes: [name] } })) {
        if (stored.stream === name) events.push(new RecordedEvent(stored));
      }
      return events;
    } finally {
      reader.close();
    }
  }

  events(stationId: string): Promise<RecordedEvent[]> {
    return this.stream(stationStream(stationId));
  }

  async types(stationId: string): Promise<string[]> {
    return (await this.events(stationId)).map(({ type }) => type);
  }

  /** Waits until a station's stream holds an event of this type. */
  recorded(stationId: string, type: string, times = 1): Promise<RecordedEvent> {
    return until(`${type} of ${stationId}`, async () => {
      const found = (await this.events(stationId)).filter((event) => event.type === type);
      return found.length >= times ? found[times - 1] : undefined;
    });
  }

  async station(stationId: string): Promise<StationRow | undefined> {
    const [row] = await this.read((rows) => rows.selectFrom('stations').selectAll().where('stationId', '=', stationId).execute());
    return row && readRow(stationsTable, row);
  }

  async connectors(stationId: string): Promise<ConnectorRow[]> {
    const found = await this.read((rows) =>
      rows
        .selectFrom('connectors')
        .selectAll()
        .where('stationId', '=', stationId)
        .orderBy('evseId')
        .orderBy('connectorId')
        .execute(),
    );
    return found.map((row) => readRow(connectorsTable, row));
  }

  async sessions(stationId: string): Promise<SessionRow[]> {
    const found = await this.read((rows) =>
      rows.selectFrom('sessions').selectAll().where('stationId', '=', stationId).orderBy('startPosition').execute(),
    );
    return found.map((row) => readRow(sessionsTable, row));
  }

  async batteries(stationId: string): Promise<BatteryRow[]> {
    const found = await this.read((rows) =>
      rows.selectFrom('batteries').selectAll().where('stationId', '=', stationId).execute(),
    );
    return found.map((row) => readRow(batteriesTable, row));
  }

  async command(commandId: string): Promise<CommandRow | undefined> {
    const [row] = await this.read((rows) => rows.selectFrom('commands').selectAll().where('commandId', '=', commandId).execute());
    return row && readRow(commandsTable, row);
  }

  /** Waits until a command has come that far. */
  commandIs(commandId: string, status: CommandRow['status']): Promise<CommandRow> {
    return until(`command ${commandId} to be ${status}`, async () => {
      const row = await this.command(commandId);
      return row?.status === status ? row : undefined;
    });
  }

  /** Waits until everything recorded is in the rows. */
  async caughtUp(): Promise<void> {
    const head = await this.now.store.log.head();
    const rows = openReadModels(this.folder);
    try {
      await until('the rows to catch up', async () => {
        const { rows: found } = await sql<{ checkpoint: number }>`SELECT checkpoint FROM projector`.execute(rows);
        return (found[0]?.checkpoint ?? -1) >= head;
      });
    } finally {
      await rows.destroy();
    }
  }

  /** Holds for every spec: the chains are whole, and the rows are what the log says. */
  async isProven(): Promise<void> {
    await this.caughtUp();
    const reader = new SqliteLogReader(this.folder);
    expect((await verify(await verifiable(reader))).broken).toBeUndefined();
    reader.close();
    expect((await compareWithRebuild(this.folder)).differences).toEqual([]);
    expect(await this.parked()).toEqual([]);
  }

  /** Events that no fold could take. */
  private parked(): Promise<string[]> {
    return this.metric('wattledger_projections_parked').then((value) =>
      value === 0 ? [] : [`${value} projections stand still`],
    );
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.httpUrl}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`));
    return Number(line?.slice(line.lastIndexOf(' ') + 1) ?? NaN);
  }

  private async read<T>(query: (rows: ReturnType<typeof openReadModels>) => Promise<T>): Promise<T> {
    await this.caughtUp();
    const rows = openReadModels(this.folder);
    try {
      return await query(rows);
    } finally {
      await rows.destroy();
    }
  }

  private get now(): Running {
    if (!this.running) throw new Error('The platform of this spec is not running');
    return this.running;
  }

  private async open(): Promise<void> {
    const settings = readSettings({
      WATTLEDGER_DATA_DIR: this.folder,
      WATTLEDGER_ROLES: 'gateway,projector,api',
      WATTLEDGER_HOST: '127.0.0.1',
      WATTLEDGER_HTTP_PORT: '0',
      WATTLEDGER_OCPP_PORT: '0',
      ...this.environment,
    });
    let store: Store | undefined;
    const platform = await startPlatform(settings, pino({ level: 'silent' }), async (from) => {
      const opened = await openStore(from);
      this.log = new FaultyLog(opened.log);
      store = { ...opened, log: this.log, ledger: new Ledger(this.log, systemClock) };
      return store;
    });
    if (store) this.running = { platform, store };
  }

  private async close(): Promise<void> {
    await this.running?.platform.close();
    this.running = undefined;
  }
}
