import rateLimit from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyInstance } from 'fastify';

/**
 * Mercurius, with a rate limit ready for its routes, and without its schema of answers: that one spells the indexes in the path
 * of an error as texts.
 */
@Injectable()
export class RateLimitedMercuriusDriver extends MercuriusDriver {
  override async start(options: MercuriusDriverConfig): Promise<void> {
    const app = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    await app.register(rateLimit, { global: false });
    app.addHook('onRoute', (route) => {
      if (route.url === options.path) delete route.schema?.response;
    });
    await super.start(options);
  }
}
