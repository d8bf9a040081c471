import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import type { JsonObject } from '@wattledger/kernel';
import { Beside } from './beside.ts';
import type { Ended } from './child.ts';
import { EventStoreProcess } from './event-store-process.ts';
import { ask } from './graphql.ts';
import { wholeLog } from './own-streams.ts';
import { PlatformProgram } from './program.ts';
import { ADMIN_KEY } from './test-platform.ts';
import type { Environment } from './test-platform.ts';
import { until } from './until.ts';

const ROLES = ['gateway', 'gateway', 'projector', 'projector', 'api'] as const;
const API = ROLES.indexOf('api');
/** How soon one that has ended is started again. */
const RESTART_MS = 200;

/** As in production: each role in a process and a folder of its own, over one EventStoreDB and one PostgreSQL. */
export class SplitPlatform {
  readonly eventStore: EventStoreProcess;
  readonly postgres: PostgresTestServer;
  readonly databaseUrl: string;
  /** Its stores, as they are seen from beside it. */
  readonly beside: Beside;
  /** Processes that have ended though nobody had killed them. */
  readonly endedAlone: Ended[] = [];
  private readonly folder: string;
  private readonly environment: Environment;
  private readonly programs: PlatformProgram[] = [];
  private readonly keeping: Promise<void>[] = [];
  private stopping = false;

  private constructor(eventStore: EventStoreProcess, postgres: PostgresTestServer, databaseUrl: string, folder: string) {
    this.eventStore = eventStore;
    this.postgres = postgres;
    this.databaseUrl = databaseUrl;
    this.folder = folder;
    this.beside = new Beside({
      dataFolder: folder,
      databaseUrl,
      eventStore: { url: eventStore.connectionString, part: wholeLog },
    });
    this.environment = {
      WATTLEDGER_EVENTSTORE_URL: eventStore.connectionString,
      WATTLEDGER_DATABASE_URL: databaseUrl,
      WATTLEDGER_MASTER_KEY: 'the master key that all of these processes share',
      WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
      WATTLEDGER_NODE_BEAT_SECONDS: '1',
      WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS: 'true',
    };
  }

  static async start(): Promise<SplitPlatform> {
    const folder = await mkdtemp(join(tmpdir(), 'wattledger-split-'));
    const [eventStore, postgres] = await Promise.all([EventStoreProcess.start(), startPostgresTestServer()]);
    const platform = new SplitPlatform(eventStore, postgres, await postgres.database(), folder);
    for (const index of ROLES.keys()) platform.programs[index] = platform.program(index);
    await Promise.all(platform.programs.map((each) => each.start()));
    return platform;
  }

  get size(): number {
    return ROLES.length;
  }

  /** @returns where stations connect to the first or the second gateway; `undefined` while it has not started */
  gateway(which: 0 | 1): string | undefined {
    const { greeting } = this.at(which);
    return greeting.includes('/ocpp') ? this.at(which).ocppUrl : undefined;
  }

  /** Where the API answers. */
  get httpUrl(): string {
    return this.at(API).httpUrl;
  }

  /** From now on whatever ends is started again. */
  keepAlive(): void {
    for (const index of ROLES.keys()) this.keeping[index] ??= this.keep(index);
  }

  signal(index: number, signal: NodeJS.Signals): void {
    this.at(index).signal(signal);
  }

  /** Kills one and waits for its end. */
  async kill(index: number): Promise<void> {
    await this.at(index).end('SIGKILL');
  }

  /** What the API knows, as far as it has rows. */
  async asks(query: string): Promise<JsonObject> {
    const { data, codes, messages } = await ask<JsonObject>(this, query, {}, ADMIN_KEY);
    if (codes.some((code) => code !== 'READ_MODELS_UNAVAILABLE')) throw new Error(messages.join());
    return data;
  }

  answers(query: string, wanted: JsonObject): Promise<true> {
    return until(
      `${query} to be ${JSON.stringify(wanted)}`,
      async () => JSON.stringify(await this.asks(query)) === JSON.stringify(wanted),
    );
  }

  /** Waits until all processes have started. */
  allRun(): Promise<true> {
    return until('all processes to run', () => this.programs.every(({ greeting }) => greeting.includes('/metrics')));
  }

  /** Waits until everything recorded is in the rows, and no fold stands still. */
  caughtUp(): Promise<true> {
    const isNone = async (name: string) => (await this.at(API).metric(name)) === 0;
    return until(
      'the rows to catch up',
      async () => (await isNone('wattledger_projection_lag_seconds')) && (await isNone('wattledger_projections_parked')),
    );
  }

  /** Stops all processes as an operator does. @returns how each ended */
  async shutDown(): Promise<Ended[]> {
    await this.allRun();
    this.stopping = true;
    return Promise.all(this.programs.map((each) => each.end()));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.programs.map((each) => each.end('SIGKILL')));
    await Promise.all(this.keeping);
    await this.beside.close();
    await Promise.all([this.eventStore.stop(), this.postgres.close(), rm(this.folder, { recursive: true, force: true })]);
  }

  private async keep(index: number): Promise<void> {
    for (;;) {
      const { code, output, errors } = await this.at(index).gone();
      if (this.stopping) return;
      if (code !== null) this.endedAlone.push({ code, output, errors });
      await sleep(RESTART_MS);
      if (this.stopping) return;
      this.programs[index] = this.program(index);
      this.at(index).run();
    }
  }

  private program(index: number): PlatformProgram {
    return new PlatformProgram(join(this.folder, String(index)), { ...this.environment, WATTLEDGER_ROLES: ROLES[index] ?? '' });
  }

  private at(index: number): PlatformProgram {
    const found = this.programs[index];
    if (!found) throw new Error(`There are ${this.size}`);
    return found;
  }
}
