import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, Provider } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { STATION_SERVICES, StationGateway, Stations } from '@wattledger/gateway';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { HealthController } from './operations/health.controller.ts';
import { MetricsController } from './operations/metrics.controller.ts';
import type { ApiParts, GatewayParts } from './platform.ts';
import type { Readiness } from './readiness.ts';
import type { Settings } from './settings.ts';
import { READINESS } from './tokens.ts';

interface HttpParts {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly readiness: Readiness;
  readonly gateway: GatewayParts | undefined;
  readonly api: ApiParts | undefined;
}

/** The one NestJS application of the process; its roles decide what is in it. */
class PlatformModule {
  static of({ registry, readiness, gateway }: HttpParts): DynamicModule {
    const gatewayProviders: Provider[] = gateway
      ? [
          { provide: STATION_SERVICES, useValue: gateway.services },
          { provide: Stations, useValue: gateway.stations },
          StationGateway,
        ]
      : [];
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [{ provide: Registry, useValue: registry }, { provide: READINESS, useValue: readiness }, ...gatewayProviders],
    };
  }
}

/** Opens the HTTP port. The stations' port is the gateway's own and is opened last, by whoever starts the platform. */
export async function startHttp(parts: HttpParts): Promise<{ app: NestFastifyApplication; port: number }> {
  const { settings, registry, gateway } = parts;
  collectDefaultMetrics({ register: registry });
  const app = await NestFactory.create<NestFastifyApplication>(
    PlatformModule.of(parts),
    new FastifyAdapter({ bodyLimit: settings.api.maxBodyBytes }),
    {
      logger: ['error', 'warn'],
    },
  );
  if (gateway) app.useWebSocketAdapter(gateway.adapter);
  await app.listen(settings.httpPort, settings.host);
  const address = app.getHttpServer().address();
  return { app, port: typeof address === 'object' && address !== null ? address.port : settings.httpPort };
}
