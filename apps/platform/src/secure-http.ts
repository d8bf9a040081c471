import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { trustedProxies } from '@wattledger/graphql';
import type { ApiSecuritySettings } from './api-security-settings.ts';

const YEAR_SECONDS = 31_536_000;
const PREFLIGHT_SECONDS = 600;

/**
 * What every answer of the HTTP port tells browsers, and whose pages may use the API.
 *
 * Pages may run the console's own files and talk to their own origin; nothing may be embedded, framed or sniffed. Pages of other
 * origins are let in only where the settings name them (CORS).
 */
export async function secureHttp(
  app: NestFastifyApplication,
  { origins, trustedProxies: proxies }: Pick<ApiSecuritySettings, 'origins' | 'trustedProxies'>,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  const { isSecure } = trustedProxies(proxies);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      // Over plain HTTP it would be ignored at best (RFC 6797, section 7.2).
      if (isSecure(request.raw)) reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    });
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    methods: ['POST'],
    allowedHeaders: ['authorization', 'content-type', 'x-api-key', 'traceparent'],
    exposedHeaders: ['retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
}
