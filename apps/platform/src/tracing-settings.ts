import { z } from 'zod';

/** Whether traces are collected, and how many. */
export const tracingEnvironment = {
  WATTLEDGER_OTLP_URL: z
    .url({ error: 'must be the address of an OpenTelemetry collector such as http://localhost:4318', protocol: /^https?$/ })
    .optional()
    .describe(
      'OpenTelemetry collector (OTLP over HTTP) that traces are sent to; absent: `OTEL_EXPORTER_OTLP_ENDPOINT`, else no traces',
    ),
  WATTLEDGER_TRACE_SHARE: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0, 'must be a number from 0 to 1')
    .max(1, 'must be a number from 0 to 1')
    .default(0.01)
    .describe('Share of the exchanges and requests that is traced, from 0 to 1'),
} as const;

/** Where traces go, and how many. */
export interface TracingSettings {
  /** An OpenTelemetry collector over OTLP/HTTP, without `/v1/traces`. */
  readonly url: string;
  /** The share of the exchanges that is traced, from 0 to 1. */
  readonly share: number;
}

/** @param standardEndpoint what OpenTelemetry's own variable says, for whoever sets it for all their programs */
export function tracingOf(
  env: z.infer<z.ZodObject<typeof tracingEnvironment>>,
  standardEndpoint: string | undefined,
): TracingSettings | undefined {
  const url = env.WATTLEDGER_OTLP_URL ?? (standardEndpoint === '' ? undefined : standardEndpoint);
  return url === undefined ? undefined : { url, share: env.WATTLEDGER_TRACE_SHARE };
}
