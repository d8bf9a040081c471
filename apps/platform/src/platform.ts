import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module } from '@nestjs/common';
import { Access } from '@wattledger/access';
import { builtInRules } from '@wattledger/charging';
import {
  CommandSender,
  GatewayMetrics,
  OcppWebSocketAdapter,
  Scribe,
  STATION_SERVICES,
  StationGateway,
  Stations,
} from '@wattledger/gateway';
import { systemClock } from '@wattledger/kernel';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { HealthController } from './operations/health.controller.ts';
import { MetricsController } from './operations/metrics.controller.ts';
import { Readiness } from './readiness.ts';
import type { Settings } from './settings.ts';
import { openStore } from './store.ts';
import { READINESS } from './tokens.ts';

@Module({})
class PlatformModule {}

export async function startPlatform(settings: Settings) {
  const log = pino({ level: settings.logLevel });
  const store = await openStore(settings);
  const registry = new Registry();
  const access = new Access(store.ledger);
  const metrics = new GatewayMetrics(registry);
  const services = {
    ledger: store.ledger,
    scribe: new Scribe(store.sealer),
    ask: builtInRules(settings.rules),
    clock: systemClock,
    settings: settings.gateway,
    log,
    metrics,
  };
  const stations = new Stations(services);
  const adapter = new OcppWebSocketAdapter({ access, settings: settings.gateway, log, metrics });
  const readiness = new Readiness();
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: STATION_SERVICES, useValue: services },
        { provide: Stations, useValue: stations },
        { provide: Registry, useValue: registry },
        { provide: READINESS, useValue: readiness },
        StationGateway,
      ],
    },
    new FastifyAdapter(),
    { logger: ['error', 'warn'] },
  );
  app.useWebSocketAdapter(adapter);
  await app.listen(settings.httpPort, settings.host);
  const stop = new AbortController();
  void access.follow(stop.signal);
  const sender = new CommandSender(services, store.sealer, stations);
  void sender.run({ open: [], after: await store.log.head() }, stop.signal);
  const ocppPort = await adapter.listen();
  return {
    ocppPort,
    async close() {
      adapter.stopListening();
      await app.get(StationGateway).stop();
      stop.abort();
      await app.close();
      await store.close();
    },
  };
}
