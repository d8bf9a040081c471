import { GatewayMetrics, OcppWebSocketAdapter, Stations } from '@wattledger/gateway';
import type { StationServices } from '@wattledger/gateway';
import { systemClock } from '@wattledger/kernel';
import type { Tracer } from '@wattledger/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Nodes } from './nodes/nodes.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';
import type { TlsFiles } from './tls-files.ts';

/** What the gateway is made of, before NestJS binds it to the sockets. */
export interface GatewayParts {
  readonly services: StationServices;
  readonly stations: Stations;
  readonly adapter: OcppWebSocketAdapter;
}

interface GatewayNeeds {
  readonly settings: Settings;
  readonly store: Store;
  readonly services: Services;
  readonly nodes: Nodes;
  readonly registry: Registry;
  readonly log: Logger;
  readonly tracer: Tracer | undefined;
  readonly tls: TlsFiles;
}

/** Makes a gateway of what the platform has opened; it counts what it does in the registry, and does nothing before it is bound. */
export function gatewayOf({ settings, store, services, nodes, registry, log, tracer, tls }: GatewayNeeds): GatewayParts {
  const { credentials, certificates, plugins, directory, drivers, wallets, commandDesk } = services;
  const metrics = new GatewayMetrics(registry);
  const stationServices: StationServices = {
    node: nodes.self,
    isGone: (node) => nodes.isGone(node),
    ledger: store.ledger,
    sealer: store.sealer,
    ask: plugins.ask,
    directory,
    drivers,
    wallets,
    certificates,
    commandDesk,
    clock: systemClock,
    settings: settings.gateway,
    log,
    metrics,
    tracer,
    onCredentialsChanged: (listener) => credentials.onChanged(listener),
  };
  return {
    services: stationServices,
    stations: new Stations(stationServices),
    adapter: new OcppWebSocketAdapter({ credentials, settings: settings.gateway, tls, clock: systemClock, log, metrics }),
  };
}
