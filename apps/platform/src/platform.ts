import { setTimeout as sleep } from 'node:timers/promises';
import { Access, heedAnswers } from '@wattledger/access';
import { anchorLog } from '@wattledger/audit';
import { CommandSender, followConnections, StationGateway } from '@wattledger/gateway';
import { Ledger } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import type { BuiltIn } from '@wattledger/plugin-host';
import { openRows } from '@wattledger/read-models';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { adoptAdminKey, makeAdminKey } from './admin-key.ts';
import { archiveRegularly } from './archiving.ts';
import { platformFault } from './errors.ts';
import { gatewayOf } from './gateway.ts';
import { startHttp } from './http.ts';
import { keepLocalLists } from './local-lists.ts';
import { keeperOf } from './keep-commands.ts';
import { noteLostStations } from './lost-stations.ts';
import { alone, sharedNodes } from './nodes/nodes.ts';
import { reportLag } from './operations/projection-metrics.ts';
import { persistently } from './persistently.ts';
import { startProjecting } from './projecting.ts';
import { Readiness } from './readiness.ts';
import { followers, openServices } from './services.ts';
import type { Settings } from './settings.ts';
import { settleWallets } from './settle-wallets.ts';
import { keepStationsSet } from './station-settings.ts';
import { openLeadership } from './leadership.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';
import { openTracer } from './tracing.ts';
import { TlsFiles } from './tls-files.ts';

/** A platform that runs. */
export interface Platform {
  /** Where GraphQL, the console, health and metrics are. */
  readonly httpPort: number;
  /** Where stations connect; `undefined` without the role `gateway`, and where a plain line would be refused anyway. */
  readonly ocppPort: number | undefined;
  /** Where they connect over TLS, where that is spoken here. */
  readonly ocppTlsPort: number | undefined;
  /** Looks at the certificate files now; they are looked at regularly anyway. */
  readonly reloadCertificates: () => void;
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
    const ended = persistently(task, work, stopping.signal, log);
    endings.push(() => {
      stopping.abort();
      return ended;
    });
  };

  const tracing = settings.tracing && openTracer(settings.tracing, roles);
  if (tracing) endings.push(() => tracing.close());
  const tracer = tracing?.tracer;
  const opened = await open(settings, log);
  endings.push(() => opened.close());
  const store: Store = tracer ? { ...opened, ledger: new Ledger(opened.log, systemClock, { tracer }) } : opened;
  const access = new Access(store.ledger, store.hasher);
  await adoptAdminKey(settings, access);

  const leadership = openLeadership(settings, log);
  endings.push(() => leadership.close());
  /** The same for what only one process of a log may do. */
  const whileLeading = (task: string, work: (signal: AbortSignal) => Promise<void>) =>
    inBackground(task, (signal) => leadership.whileLeading(work, signal));

  const projecting = await startProjecting({ settings, eventLog: store.log, leadership, log, tracer });
  if (projecting) {
    endings.push(() => projecting.stop());
    const isRunning = () => projecting.isRunning();
    if (settings.databaseUrl === undefined) readiness.add('projector', isRunning);
    // Stations are served on without it, so their line must not be taken away.
    else if (roles.has('gateway')) readiness.watch('database', () => Promise.resolve(isRunning()));
    else readiness.add('database', isRunning);
    readiness.watch('projections', async () => (await projecting.status())?.parked.length === 0);
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
  const nodes = settings.eventStoreUrl === undefined ? alone() : sharedNodes(settings, store, inBackground);
  if (keepsRows && projecting && rows) {
    whileLeading('noting lost stations', (signal) =>
      noteLostStations({ ledger: store.ledger, nodes, projecting, rows, log }, signal),
    );
    const unheardSeconds = settings.gateway.recordTimeoutSeconds + 60;
    const settling = { rows, projecting, wallets: services.wallets, clock: systemClock, log, unheardSeconds };
    whileLeading('archiving', (signal) => archiveRegularly(settings, store, rows, log, signal));
    whileLeading('settling wallets', (signal) => settleWallets(settling, signal));
    whileLeading('keeping stations set', (signal) => keepStationsSet({ store, services, projecting, rows, log }, signal));
    whileLeading('keeping local lists', (signal) => keepLocalLists({ store, services, projecting, rows, log }, signal));
  }

  const tls = new TlsFiles({ files: settings.stationSecurity, registry, log, clock: systemClock });
  endings.push(tls.watch());
  const reloadCertificates = () => tls.reload();
  const gateway = roles.has('gateway') ? gatewayOf({ settings, store, services, nodes, registry, log, tracer, tls }) : undefined;
  const api = rows && roles.has('api') ? { rows, store, projecting, services, tracer } : undefined;
  if (gateway || roles.has('api')) {
    const keeper = keeperOf(settings, store, nodes, gateway, log);
    if (gateway) new CommandSender(gateway.services, gateway.stations, keeper);
    inBackground('keeping commands', (signal) => keeper.run(signal));
  }
  const http = await startHttp({ settings, registry, readiness, gateway, log, api });
  endings.push(() => http.app.close());

  let ports: { readonly plain?: number; readonly tls?: number } = {};
  if (gateway) {
    readiness.add('gateway', () => gateway.adapter.isListening);
    if (settings.gateway.security.tlsPort !== undefined) readiness.add('certificate', () => tls.isValid);
    inBackground('heeding what stations say to new credentials', (signal) =>
      heedAnswers(store.log, services.credentials, (stationId) => gateway.stations.knows(stationId), signal),
    );
    if (settings.eventStoreUrl !== undefined)
      inBackground('hearing of other gateways', (signal) => followConnections(gateway.services, gateway.stations, signal));
    ports = await gateway.adapter.listen();
    endings.push(async () => {
      gateway.adapter.stopListening();
      await http.app.get(StationGateway).stop();
    });
  }
  const newAdminKey = await makeAdminKey(access);
  return { httpPort: http.port, ocppPort: ports.plain, ocppTlsPort: ports.tls, reloadCertificates, newAdminKey };
}

/** At the start, now and then, and at the end. One process of a log does it: the one that keeps the rows. */
async function anchorRegularly(store: Store, minutes: number, signal: AbortSignal): Promise<void> {
  do await anchorLog(store.ledger, store.signingKey);
  while (await sleep(minutes * 60_000, true, { signal }).catch(() => false));
  await anchorLog(store.ledger, store.signingKey);
}
