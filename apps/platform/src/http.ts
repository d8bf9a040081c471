import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, LoggerService, Provider } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { STATION_SERVICES, StationGateway, Stations } from '@wattledger/gateway';
import { GraphqlModule } from '@wattledger/graphql';
import { systemClock } from '@wattledger/kernel';
import type { Tracer } from '@wattledger/kernel';
import type { openRows } from '@wattledger/read-models';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { platformFault } from './errors.ts';
import { HealthController } from './operations/health.controller.ts';
import { countDenials } from './operations/denials.ts';
import { MetricsController } from './operations/metrics.controller.ts';
import { desiredLocalList } from './local-lists.ts';
import type { GatewayParts } from './gateway.ts';
import type { Projecting } from './projecting.ts';
import type { Readiness } from './readiness.ts';
import { retryProjection } from './retry-projection.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings.ts';
import { secureHttp } from './secure-http.ts';
import type { Store } from './store.ts';
import { READINESS } from './tokens.ts';
import { PLATFORM_VERSION } from './version.ts';

/** What the API works with. */
export interface ApiParts {
  readonly rows: ReturnType<typeof openRows>;
  readonly store: Store;
  readonly projecting: Projecting | undefined;
  readonly services: Services;
  readonly tracer: Tracer | undefined;
}

interface HttpParts {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly readiness: Readiness;
  readonly gateway: GatewayParts | undefined;
  readonly api: ApiParts | undefined;
  readonly log: Logger;
}

/** The one NestJS application of the process; its roles decide what is in it. */
class PlatformModule {
  static of({ settings, registry, readiness, gateway, api, log }: HttpParts): DynamicModule {
    const gatewayProviders: Provider[] = gateway
      ? [
          { provide: STATION_SERVICES, useValue: gateway.services },
          { provide: Stations, useValue: gateway.stations },
          StationGateway,
        ]
      : [];
    return {
      module: PlatformModule,
      imports: api ? [apiModule(settings, api, log, registry)] : [],
      controllers: [HealthController, MetricsController],
      providers: [{ provide: Registry, useValue: registry }, { provide: READINESS, useValue: readiness }, ...gatewayProviders],
    };
  }
}

function apiModule(
  settings: Settings,
  { rows, store, projecting, services, tracer }: ApiParts,
  log: Logger,
  registry: Registry,
): DynamicModule {
  return GraphqlModule.forRoot(
    {
      readModels: rows,
      eventLog: store.log,
      sealer: store.sealer,
      ...services,
      desiredLocalList: desiredLocalList(rows, services),
      rowChanges: { onChange: (listener) => projecting?.onCommitted(({ changes }) => listener(changes)) ?? (() => undefined) },
      projectorStatus: async () => projecting?.status(),
      retryProjection: (projection, by) => retryProjection(projecting, store.ledger, projection, by),
      errorLog: log,
      denials: countDenials(registry, log),
      clock: systemClock,
      tracer,
    },
    {
      version: PLATFORM_VERSION,
      maxDepth: settings.api.maxDepth,
      maxComplexity: settings.api.maxComplexity,
      maxQueryBytes: settings.api.maxBodyBytes,
      requestsPerMinute: settings.api.requestsPerMinute,
      strangersPerMinute: settings.api.strangersPerMinute,
      maxSocketsPerKey: settings.api.socketsPerKey,
      maxSubscriptionsPerSocket: settings.api.subscriptionsPerSocket,
      allowedOrigins: settings.api.origins,
      trustedProxies: settings.api.trustedProxies,
    },
  );
}

/** Opens the HTTP port. The stations' port is the gateway's own and is opened last, by whoever starts the platform. */
export async function startHttp(parts: HttpParts): Promise<{ app: NestFastifyApplication; port: number }> {
  const { settings, registry, gateway } = parts;
  collectDefaultMetrics({ register: registry });
  const app = await NestFactory.create<NestFastifyApplication>(
    PlatformModule.of(parts),
    new FastifyAdapter({ bodyLimit: settings.api.maxBodyBytes }),
    { logger: nestLogger(parts.log) },
  );
  if (gateway) app.useWebSocketAdapter(gateway.adapter);
  try {
    await secureHttp(app, settings.api);
    if (settings.roles.has('console')) await serveConsole(app);
    await app.init();
    await app.getHttpAdapter().getInstance().listen({ port: settings.httpPort, host: settings.host });
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = app.getHttpServer().address();
  return { app, port: typeof address === 'object' && address !== null ? address.port : settings.httpPort };
}

/** What NestJS has to say goes where everything goes; its own chatter about modules does not. */
const nestLogger = (log: Logger): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => log.warn(String(message)),
  error: (message: unknown) => log.error(String(message)),
});

const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist/', import.meta.url));

/** The operators' console: files that ask the GraphQL endpoint beside them. */
async function serveConsole(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(CONSOLE_FOLDER)) throw platformFault('console-not-built');
  await app.register(fastifyStatic, { root: CONSOLE_FOLDER });
}
