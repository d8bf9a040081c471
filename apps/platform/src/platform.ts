import { setTimeout as sleep } from 'node:timers/promises';
import { Access } from '@wattledger/access';
import { anchorLog } from '@wattledger/audit';
import { CommandSender, GatewayMetrics, OcppWebSocketAdapter, StationGateway, Stations } from '@wattledger/gateway';
import type { StationServices } from '@wattledger/gateway';
import { systemClock } from '@wattledger/kernel';
import type { BuiltIn } from '@wattledger/plugin-host';
import type { openReadModels } from '@wattledger/read-models';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { ensureAdminKey } from './admin-key.ts';
import { platformFault } from './errors.ts';
import { startHttp } from './http.ts';
import { keepLocalLists } from './local-lists.ts';
import { lostStations } from './lost-stations.ts';
import { openCommands } from './open-commands.ts';
import { reportLag } from './operations/projection-metrics.ts';
import { startProjecting } from './projecting.ts';
import type { Projecting } from './projecting.ts';
import { Readiness } from './readiness.ts';
import { followers, openServices } from './services.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings.ts';
import { settleWallets } from './settle-wallets.ts';
import { keepStationsSet } from './station-settings.ts';
import { openLeadership } from './leadership.ts';
import { openRows } from './rows.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

/** A platform that runs. */
export interface Platform {
  /** Where GraphQL, the console, health and metrics are. */
  readonly httpPort: number;
  /** Where stations connect; `undefined` without the role `gateway`. */
  readonly ocppPort: number | undefined;
  /** The admin key, on the start that made it and on no other. */
  readonly newAdminKey: string | undefined;
  /** Answers what was taken, then closes everything in the order in which it leans on each other. */
  close(): Promise<void>;
}

type Ending = () => Promise<void> | void;

/**
 * Starts the roles that the settings name, in the order in which they lean on each other: store, projector, API, stations.
 *
 * A start that fails half way closes what it had opened.
 *
 * @param open opens the store; specs hand in one that breaks on command
 * @param plugins decide in place of those that the settings name; specs hand them in
 */
export async function startPlatform(
  settings: Settings,
  log: Logger,
  open: (settings: Settings, log: Logger) => Promise<Store> = openStore,
  plugins?: readonly BuiltIn[],
): Promise<Platform> {
  const endings: Ending[] = [];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start(settings, log, open, endings, plugins)), close };
  } catch (error) {
    await close();
    throw portFault(error) ?? error;
  }
}

/** What the system says of a port, in a sentence that tells what to do. */
function portFault(error: unknown): Error | undefined {
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'ENOTFOUND') return platformFault('host-unknown', undefined, { cause: error });
  if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') return undefined;
  return platformFault('port-unusable', `Port ${port} on ${address} cannot be opened (${code}).`, { cause: error });
}

async function start(
  settings: Settings,
  log: Logger,
  open: (settings: Settings, log: Logger) => Promise<Store>,
  endings: Ending[],
  givenPlugins: readonly BuiltIn[] | undefined,
): Promise<Omit<Platform, 'close'>> {
  const { roles } = settings;
  const registry = new Registry();
  const readiness = new Readiness();
  /** Runs until its place in the order of endings comes. */
  const inBackground = (task: string, work: (signal: AbortSignal) => Promise<void>) => {
    const stopping = new AbortController();
    const ended = work(stopping.signal).catch((error: unknown) => log.error({ error: String(error) }, `${task} has ended`));
    endings.push(() => {
      stopping.abort();
      return ended;
    });
  };

  const store = await open(settings, log);
  endings.push(() => store.close());
  const access = new Access(store.ledger, store.hasher);
  const newAdminKey = await ensureAdminKey(settings, access);

  const leadership = openLeadership(settings, log);
  endings.push(() => leadership.close());
  /** The same for what only one process of a log may do. */
  const whileLeading = (task: string, work: (signal: AbortSignal) => Promise<void>) =>
    inBackground(task, (signal) => leadership.whileLeading(work, signal));

  const projecting = await startProjecting({ settings, eventLog: store.log, leadership, log });
  if (projecting) {
    endings.push(() => projecting.stop());
    readiness.add(settings.databaseUrl === undefined ? 'projector' : 'database', () => projecting.isRunning());
    reportLag(registry, projecting);
  }
  const keepsRows = roles.has('projector');
  if (keepsRows) whileLeading('anchoring the log', (signal) => anchorRegularly(store, settings.anchorMinutes, signal));

  const rows = projecting || roles.has('api') ? openRows(settings) : undefined;
  if (rows) endings.push(() => rows.destroy());

  const services = await openServices({ settings, store, access, registry, log, plugins: givenPlugins });
  endings.push(() => services.plugins.close());
  for (const [task, follow] of followers(services)) inBackground(task, follow);
  if (keepsRows) whileLeading('telling plugins of the history', (signal) => services.plugins.followHistories(signal));
  if (keepsRows && projecting && rows) {
    const unheardSeconds = settings.gateway.recordTimeoutSeconds + 60;
    const settling = { rows, projecting, wallets: services.wallets, clock: systemClock, log, unheardSeconds };
    whileLeading('settling wallets', (signal) => settleWallets(settling, signal));
    whileLeading('keeping stations set', (signal) => keepStationsSet({ store, services, projecting, rows, log }, signal));
    whileLeading('keeping local lists', (signal) => keepLocalLists({ store, services, projecting, rows, log }, signal));
  }

  const gateway = roles.has('gateway') ? gatewayOf(settings, store, services, registry, log) : undefined;
  const api = rows && roles.has('api') ? { rows, store, projecting, services } : undefined;
  const http = await startHttp({ settings, registry, readiness, gateway, log, api });
  endings.push(() => http.app.close());

  if (!gateway) return { httpPort: http.port, ocppPort: undefined, newAdminKey };
  const sender = new CommandSender(gateway.services, gateway.stations);
  inBackground('sending commands', async (signal) => sender.run(await openCommands(store.ledger, projecting, rows), signal));
  readiness.add('gateway', () => gateway.adapter.isListening);
  // Several gateways may share an EventStoreDB: there, what looks lost to one may be connected to another.
  if (rows && projecting && settings.eventStoreUrl === undefined) {
    inBackground('noting lost stations', async (signal) => gateway.stations.lost(await lostStations(projecting, rows, signal)));
  }
  const ocppPort = await gateway.adapter.listen();
  endings.push(async () => {
    gateway.adapter.stopListening();
    await http.app.get(StationGateway).stop();
  });
  return { httpPort: http.port, ocppPort, newAdminKey };
}

/** At the start, now and then, and at the end. One process of a log does it: the one that keeps the rows. */
async function anchorRegularly(store: Store, minutes: number, signal: AbortSignal): Promise<void> {
  do await anchorLog(store.ledger, store.signingKey);
  while (await sleep(minutes * 60_000, true, { signal }).catch(() => false));
  await anchorLog(store.ledger, store.signingKey);
}

/** What the gateway is made of, before NestJS binds it to the sockets. */
export interface GatewayParts {
  readonly services: StationServices;
  readonly stations: Stations;
  readonly adapter: OcppWebSocketAdapter;
}

/** What the API works with. */
export interface ApiParts {
  readonly rows: ReturnType<typeof openReadModels>;
  readonly store: Store;
  readonly projecting: Projecting | undefined;
  readonly services: Services;
}

function gatewayOf(settings: Settings, store: Store, services: Services, registry: Registry, log: Logger): GatewayParts {
  const { access, plugins, directory, drivers, wallets, commandDesk } = services;
  const metrics = new GatewayMetrics(registry);
  const stationServices: StationServices = {
    ledger: store.ledger,
    sealer: store.sealer,
    ask: plugins.ask,
    directory,
    drivers,
    wallets,
    commandDesk,
    clock: systemClock,
    settings: settings.gateway,
    log,
    metrics,
    onCredentialsChanged: (listener) => access.onCredentialsChanged(listener),
  };
  return {
    services: stationServices,
    stations: new Stations(stationServices),
    adapter: new OcppWebSocketAdapter({ access, settings: settings.gateway, log, metrics }),
  };
}
