import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  Access,
  DriverDirectory,
  Drivers,
  PasswordRotations,
  PriceDesk,
  SecretHasher,
  StationCredentialStreams,
  StationProfiles,
  StreamDirectory,
  StreamWallets,
  Tariffs,
} from '@wattledger/access';
import { apiRoles } from '@wattledger/charging';
import type { ApiRole, Ask } from '@wattledger/charging';
import { CommandDesk, DesiredStreams, LocalListDesk, LocalListStreams, SettingsDesk } from '@wattledger/commands';
import { Ledger, MasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { openProjector, openRows, openRowsToRemake } from '@wattledger/read-models';
import type { ReadModelProjector, ReadModels } from '@wattledger/read-models';
import type { Kysely, LogEvent } from 'kysely';
import type { Collaborators } from '../collaborators.ts';
import { GraphqlModule } from '../graphql.module.ts';
import { noPlugins } from '../plugins/plugin-desk.ts';
import type { PluginDesk } from '../plugins/plugin-desk.ts';
import type { GraphqlSettings } from '../settings.ts';
import { RowChangeHub } from './row-change-hub.ts';

export interface Answer<Data> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly remedy?: string; readonly errorId?: string };
  }[];
}

/** The API in this process over a real log and real rows, with a key of every role. */
export interface OpenedApi {
  /** Where the log and the rows lie. */
  readonly folder: string;
  readonly app: NestFastifyApplication;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly access: Access;
  readonly credentials: StationCredentialStreams;
  readonly drivers: Drivers;
  readonly readModels: Kysely<ReadModels>;
  readonly rowChanges: RowChangeHub;
  readonly keys: Readonly<Record<ApiRole, string>>;
  /** The SQL statements that were run on the read models. */
  readonly statements: string[];
  /** What was written to the error log. */
  readonly failures: object[];
  /** Folds what was recorded into the rows, and tells whoever listens. */
  project(): Promise<void>;
  /** Asks as the administrator, unless another key is given. */
  ask<Data = JsonObject>(query: string, variables?: object, key?: string): Promise<Answer<Data>>;
  /** @returns the address of the web sockets. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

let databaseForRows: (() => Promise<string>) | undefined;

/** APIs that are opened from now on keep their rows in PostgreSQL, each in the database that is given for it. */
export const keepRowsInPostgres = (database: () => Promise<string>): void => {
  databaseForRows = database;
};

export async function openApi(settings: Partial<GraphqlSettings> = {}, plugins: PluginDesk = noPlugins): Promise<OpenedApi> {
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-graphql-'));
  const log = await SqliteEventLog.open(folder);
  const masterKey = new MasterKey('a master key that is long enough for specs');
  const keyStore = new SqliteKeyStore(folder, masterKey);
  const sealer = new Sealer(masterKey, keyStore);
  const ledger = new Ledger(log, systemClock);
  const rowChanges = new RowChangeHub();
  const url = await databaseForRows?.();
  const rowsPlace = { dataFolder: folder, databaseUrl: url };
  const store = await openRowsToRemake(rowsPlace);
  const projector = await openProjector({ log, store, onCommitted: ({ changes }) => rowChanges.tell(changes) });
  const statements: string[] = [];
  const hasher = new SecretHasher(masterKey.hashingKey);
  const access = new Access(ledger, hasher);
  const credentials = new StationCredentialStreams(ledger, hasher, systemClock);
  const commandDesk = new CommandDesk(ledger, sealer, systemClock);
  const record = ({ query }: LogEvent) => void statements.push(query.sql);
  const readModels = openRows(rowsPlace, record);
  const wallets = new StreamWallets(ledger);
  const drivers = new Drivers({ ledger, sealer, key: masterKey.hashingKey, clock: systemClock });
  const anyTerms = { readTerms: (_plugin: string, terms: JsonObject) => Promise.resolve({ terms }) };
  const subjectOf = (token: string) => sealer.subjectOf(token);
  const tariffs = new Tariffs({ ledger, plugins: anyTerms, subjectOf, clock: systemClock });
  const localLists = new LocalListStreams(ledger);
  const failures: object[] = [];
  const collaborators: Collaborators = {
    readModels,
    eventLog: log,
    sealer,
    commandDesk,
    access,
    credentials,
    passwordRotations: new PasswordRotations({ credentials, commands: commandDesk, clock: systemClock, graceSeconds: 3_600 }),
    wallets,
    stationProfiles: new StationProfiles(ledger),
    settingsDesk: new SettingsDesk(ledger, new DesiredStreams(ledger)),
    localLists,
    localListDesk: new LocalListDesk(localLists),
    desiredLocalList: () => Promise.resolve(undefined),
    drivers,
    tariffs,
    priceDesk: new PriceDesk({
      ledger,
      ask: nobody,
      directory: new StreamDirectory({ drivers: new DriverDirectory(drivers, sealer, wallets), tariffs }),
    }),
    rowChanges,
    projectorStatus: () => projector.status(),
    retryProjection: (projection) => projector.retry(projection),
    errorLog: { error: (details) => void failures.push(details) },
    clock: systemClock,
    plugins,
  };
  const app = await start(collaborators, settings);
  const stopFollowing = new AbortController();
  const following = access.follow(stopFollowing.signal);
  const keys = await keysOf(access);
  const path = settings.path ?? '/graphql';

  return {
    folder,
    app,
    ledger,
    sealer,
    access,
    credentials,
    drivers,
    readModels,
    rowChanges,
    keys,
    statements,
    failures,
    project: () => catchUp(projector, log),
    async ask<Data>(query: string, variables?: object, key: string = keys.admin): Promise<Answer<Data>> {
      const headers = { authorization: `Bearer ${key}` };
      const answer = await app.inject({ method: 'POST', url: path, headers, payload: { query, variables } });
      return { status: answer.statusCode, headers: answer.headers, ...answer.json<Omit<Answer<Data>, 'status' | 'headers'>>() };
    },
    async listen() {
      await app.listen(0, '127.0.0.1');
      return `${(await app.getUrl()).replace('http', 'ws')}${path}`;
    },
    async close() {
      stopFollowing.abort();
      await following;
      await app.close();
      await readModels.destroy();
      await store.close();
      await log.close();
      await keyStore.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** There are no plugins here. */
const nobody: Ask = Object.assign(() => Promise.resolve({ answer: undefined, reason: 'nobody had an answer', votes: [] }), {
  concerns: () => false,
});

async function start(collaborators: Collaborators, settings: Partial<GraphqlSettings>): Promise<NestFastifyApplication> {
  const module = GraphqlModule.forRoot(collaborators, settings);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: ['error', 'warn'] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

async function catchUp(projector: ReadModelProjector, log: EventLog): Promise<void> {
  await projector.run({ until: await log.head() });
}

async function keysOf(access: Access): Promise<Record<ApiRole, string>> {
  const made = await Promise.all(
    apiRoles.map(async (role) => [role, (await access.createApiKey({ name: role, role, createdBy: 'spec' })).key] as const),
  );
  return Object.fromEntries(made) as Record<ApiRole, string>;
}
