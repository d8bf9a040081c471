import { z } from 'zod';
import { parseRetention, retentionClasses } from '@wattledger/audit';
import type { RetentionPolicy } from '@wattledger/audit';
import type { OidcSettings } from '@wattledger/access';
import { apiSecurityEnvironment, apiSecurityOf, oidcOf } from './api-security-settings.ts';
import type { ApiSecuritySettings } from './api-security-settings.ts';
import type { SecuritySettings } from '@wattledger/gateway';
import { ocppVersions } from '@wattledger/ocpp';
import { securityEnvironment, securityProblems, securitySettingsOf, stationSecurityOf } from './security-settings.ts';
import type { StationSecurity } from './security-settings.ts';
import { platformFault } from './errors.ts';
import { tracingEnvironment, tracingOf } from './tracing-settings.ts';
import type { TracingSettings } from './tracing-settings.ts';
import { count, list, LOOPBACK, oneOf } from './setting-forms.ts';

export const roles = ['gateway', 'projector', 'api', 'console'] as const;
export type Role = (typeof roles)[number];

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const port = (preset: number) => count(preset, 0, 65_535);
const yesOrNo = oneOf(['true', 'false', '1', '0', 'yes', 'no']).transform((text) => ['true', '1', 'yes'].includes(text));

/** Every environment variable there is. The descriptions are the table in the README, printed by a test. */
export const environment = {
  WATTLEDGER_DATA_DIR: z.string().min(1).default('./data').describe('Folder of the embedded log, the keys and the read models'),
  WATTLEDGER_ROLES: list
    .pipe(z.array(oneOf(roles)).min(1, 'must name at least one role'))
    .default([...roles])
    .describe('What this process does: any of `gateway`, `projector`, `api`, `console`, parted by commas'),
  WATTLEDGER_HOST: z.string().min(1).default('localhost').describe('Address to listen on; `0.0.0.0` for all'),
  WATTLEDGER_HTTP_PORT: port(3000).describe('GraphQL, console, health and metrics'),
  WATTLEDGER_OCPP_PORT: port(9000).describe('Stations: `ws://<host>:<port>/ocpp/<stationId>`'),
  WATTLEDGER_EVENTSTORE_URL: z
    .string()
    .startsWith('esdb', 'must be an esdb:// or esdb+discover:// connection string')
    .optional()
    .describe('EventStoreDB connection string (`esdb://…`); absent: the embedded log'),
  WATTLEDGER_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// connection string')
    .optional()
    .describe(
      'PostgreSQL for the read models and the keys of personal data (`postgres://…`, one database per platform, not through a pooler that shares sessions); absent: SQLite in the data folder. Needs `WATTLEDGER_MASTER_KEY`',
    ),
  WATTLEDGER_MASTER_KEY: z
    .string()
    .min(32, 'needs at least 32 characters')
    .optional()
    .describe('Seals the keys of personal data; absent: made at the first start and kept in `master.key` in the data folder'),
  WATTLEDGER_ADMIN_KEY: z
    .string()
    .min(16, 'needs at least 16 characters')
    .optional()
    .describe('API key with the role admin; absent: made and printed at the first start'),
  WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS: yesOrNo
    .optional()
    .describe('Lets stations connect that have no credentials set; absent: only while listening on a loopback address'),
  ...securityEnvironment,
  WATTLEDGER_DEFAULT_OCPP_VERSION: oneOf(ocppVersions).default('1.6').describe('For stations that offer no subprotocol'),
  WATTLEDGER_STRICT_SCHEMAS: yesOrNo
    .default(false)
    .describe(
      'Refuses every frame that breaks the official schema, as certification wants it; otherwise what can be understood is served and flagged',
    ),
  WATTLEDGER_MAX_FRAME_BYTES: count(524_288, 1_024, 900_000).describe(
    'A larger frame from a station closes its connection (code 1009)',
  ),
  WATTLEDGER_STATION_MESSAGES_PER_SECOND: count(1_000, 1, 100_000).describe(
    'Sustained, per station; twice as many may come at once. Beyond it the socket is read more slowly, nothing is dropped',
  ),
  WATTLEDGER_PING_SECONDS: count(30, 1, 3_600).describe('A connection from which nothing came between two pings is cut'),
  WATTLEDGER_NODE_BEAT_SECONDS: count(3, 1, 60).describe(
    'How often a process that shares an EventStoreDB with others says that it is alive; one that is not heard four times is gone, and its stations are not connected',
  ),
  WATTLEDGER_RECORD_TIMEOUT_SECONDS: count(30, 1, 600).describe(
    'How long an exchange waits for a log that cannot be written before the station is left to ask again',
  ),
  WATTLEDGER_HEARTBEAT_SECONDS: count(300, 1, 86_400).describe('The interval that stations are told at boot'),
  WATTLEDGER_PLUGINS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The plugins file (`.json` or `.ts`): who decides, in which order; absent: `wattledger.plugins.json` or `.ts` in the working folder, else the built-in quick start',
    ),
  WATTLEDGER_ACCEPTED_TOKENS: list
    .pipe(z.array(z.string()).min(1, 'must name at least one token, or be *'))
    .default(['*'])
    .describe('Tokens that may charge, parted by commas; `*`: any token may charge'),
  WATTLEDGER_PRICE_PER_KWH: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal such as 0.42')
    .default('0.00')
    .describe('What the built-in rule charges'),
  WATTLEDGER_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .default('EUR')
    .describe('ISO 4217'),
  WATTLEDGER_ANCHOR_MINUTES: count(60, 1, 10_080).describe('How often a signature over the whole log is appended to it'),
  WATTLEDGER_RETENTION: z
    .string()
    .transform((text, context) => {
      const policy = parseRetention(text);
      if (policy) return policy;
      const names = Object.keys(retentionClasses).map((name) => `${name}=<days>d`);
      context.addIssue({ code: 'custom', message: `must be made of ${names.join(', ')}, parted by commas` });
      return z.NEVER;
    })
    .optional()
    .describe(
      'How long events stay in the log before they are archived, e.g. `stations=400d,snapshots=30d,lockouts=90d`; looked at once a day; absent: for ever. See docs/retention.md',
    ),
  WATTLEDGER_GRAPHQL_MAX_DEPTH: count(12, 3, 50).describe('Deeper queries are refused'),
  WATTLEDGER_GRAPHQL_MAX_COMPLEXITY: count(20_000, 100, 1_000_000).describe(
    'More costly queries are refused; a field costs 1, a list costs its page size times its fields',
  ),
  WATTLEDGER_GRAPHQL_MAX_BODY_BYTES: count(262_144, 1_024, 10_000_000).describe('Larger requests are refused (413)'),
  WATTLEDGER_API_REQUESTS_PER_MINUTE: count(6_000, 1, 1_000_000).describe('Per API key; beyond it requests are refused (429)'),
  ...apiSecurityEnvironment,
  ...tracingEnvironment,
  WATTLEDGER_LOG_LEVEL: oneOf(LEVELS).default('info').describe('Least level that is logged: `trace` to `fatal`'),
} as const;

const schema = z.object(environment);
type Environment = z.infer<typeof schema>;

/** The environment, read once and made one typed object. */
export interface Settings {
  readonly dataFolder: string;
  readonly roles: ReadonlySet<Role>;
  readonly host: string;
  readonly httpPort: number;
  readonly eventStoreUrl: string | undefined;
  /** PostgreSQL, for the read models. */
  readonly databaseUrl: string | undefined;
  readonly masterKey: string | undefined;
  readonly adminKey: string | undefined;
  readonly logLevel: string;
  readonly anchorMinutes: number;
  /** Absent: nothing is ever archived. */
  readonly retention: RetentionPolicy | undefined;
  readonly nodeBeatSeconds: number;
  readonly gateway: {
    readonly host: string;
    readonly port: number;
    readonly defaultVersion: Environment['WATTLEDGER_DEFAULT_OCPP_VERSION'];
    readonly allowUnauthenticatedStations: boolean;
    readonly security: SecuritySettings;
    readonly maxFrameBytes: number;
    readonly messagesPerSecond: number;
    readonly pingSeconds: number;
    readonly strictSchemas: boolean;
    readonly recordTimeoutSeconds: number;
    readonly heartbeatSeconds: number;
  };
  readonly stationSecurity: StationSecurity;
  /** The plugins file, where one is named. */
  readonly pluginsFile: string | undefined;
  readonly rules: {
    readonly acceptedTokens: readonly string[];
    readonly pricePerKwh: string;
    readonly currency: string;
  };
  readonly api: ApiSecuritySettings & {
    readonly maxDepth: number;
    readonly maxComplexity: number;
    readonly maxBodyBytes: number;
    readonly requestsPerMinute: number;
  };
  /** Where traces go, where anybody collects them. */
  readonly tracing: TracingSettings | undefined;
  /** Bearer tokens of an OpenID provider, where one is named. */
  readonly oidc: OidcSettings | undefined;
}

/**
 * Reads and checks the environment.
 *
 * @throws Fault `settings-invalid`, naming every variable that is wrong and why
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const ours = Object.entries(variables).filter(
    ([name, value]) => name.startsWith('WATTLEDGER_') && value !== undefined && value !== '',
  );
  const parsed = schema.safeParse(Object.fromEntries(ours));
  const problems = [
    ...ours.filter(([name]) => !isKnown(name)).map(([name]) => `${name}: there is no such setting`),
    ...(parsed.success ? [...missing(parsed.data), ...securityProblems(parsed.data)] : []),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`)),
  ];
  if (!parsed.success || problems.length > 0) {
    throw platformFault('settings-invalid', `The settings are not right:\n  ${problems.join('\n  ')}`);
  }
  return settingsOf(parsed.data, variables);
}

/** Whether a process with these roles needs others beside it. */
export const isSplit = (roles: ReadonlySet<Role>): boolean =>
  !(roles.has('gateway') && roles.has('projector') && roles.has('api'));

/** What a setting asks of the others. */
function missing(env: Environment): string[] {
  const { WATTLEDGER_DATABASE_URL: database, WATTLEDGER_MASTER_KEY: masterKey, WATTLEDGER_EVENTSTORE_URL: eventStore } = env;
  const has = (role: Role) => env.WATTLEDGER_ROLES.includes(role);
  const problems: string[] = [];
  if (database !== undefined && masterKey === undefined)
    problems.push('WATTLEDGER_MASTER_KEY: must be set beside WATTLEDGER_DATABASE_URL, the same for every process');
  if (has('api') && !has('projector') && (eventStore === undefined || database === undefined))
    problems.push(
      eventStore === undefined
        ? 'WATTLEDGER_ROLES: the embedded log has one process, so api needs projector beside it; to split the roles, set WATTLEDGER_EVENTSTORE_URL'
        : 'WATTLEDGER_ROLES: api without projector reads the rows of another process: set WATTLEDGER_DATABASE_URL, the same for both',
    );
  if (has('console') && !has('api'))
    problems.push('WATTLEDGER_ROLES: console needs api in the same process, as its pages ask the API beside them');
  if (eventStore !== undefined && isSplit(new Set(env.WATTLEDGER_ROLES)) && masterKey === undefined)
    problems.push('WATTLEDGER_MASTER_KEY: must be set where the roles are split, the same for every process');
  return problems;
}

/** Read by tests and by the command line, not by the platform. */
const isKnown = (name: string): boolean =>
  name in environment ||
  name.startsWith('WATTLEDGER_TEST_') ||
  name === 'WATTLEDGER_API_KEY' ||
  name === 'WATTLEDGER_STATION_PASSWORD';

function settingsOf(env: Environment, variables: Readonly<Record<string, string | undefined>>): Settings {
  return {
    dataFolder: env.WATTLEDGER_DATA_DIR,
    roles: new Set(env.WATTLEDGER_ROLES),
    host: env.WATTLEDGER_HOST,
    httpPort: env.WATTLEDGER_HTTP_PORT,
    eventStoreUrl: env.WATTLEDGER_EVENTSTORE_URL,
    databaseUrl: env.WATTLEDGER_DATABASE_URL,
    masterKey: env.WATTLEDGER_MASTER_KEY,
    adminKey: env.WATTLEDGER_ADMIN_KEY,
    logLevel: env.WATTLEDGER_LOG_LEVEL,
    anchorMinutes: env.WATTLEDGER_ANCHOR_MINUTES,
    retention: env.WATTLEDGER_RETENTION,
    nodeBeatSeconds: env.WATTLEDGER_NODE_BEAT_SECONDS,
    gateway: {
      host: env.WATTLEDGER_HOST,
      port: env.WATTLEDGER_OCPP_PORT,
      defaultVersion: env.WATTLEDGER_DEFAULT_OCPP_VERSION,
      allowUnauthenticatedStations: env.WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS ?? LOOPBACK.has(env.WATTLEDGER_HOST),
      security: securitySettingsOf(env),
      maxFrameBytes: env.WATTLEDGER_MAX_FRAME_BYTES,
      messagesPerSecond: env.WATTLEDGER_STATION_MESSAGES_PER_SECOND,
      pingSeconds: env.WATTLEDGER_PING_SECONDS,
      strictSchemas: env.WATTLEDGER_STRICT_SCHEMAS,
      recordTimeoutSeconds: env.WATTLEDGER_RECORD_TIMEOUT_SECONDS,
      heartbeatSeconds: env.WATTLEDGER_HEARTBEAT_SECONDS,
    },
    stationSecurity: stationSecurityOf(env),
    pluginsFile: env.WATTLEDGER_PLUGINS,
    rules: {
      acceptedTokens: env.WATTLEDGER_ACCEPTED_TOKENS,
      pricePerKwh: env.WATTLEDGER_PRICE_PER_KWH,
      currency: env.WATTLEDGER_CURRENCY,
    },
    api: {
      maxDepth: env.WATTLEDGER_GRAPHQL_MAX_DEPTH,
      maxComplexity: env.WATTLEDGER_GRAPHQL_MAX_COMPLEXITY,
      maxBodyBytes: env.WATTLEDGER_GRAPHQL_MAX_BODY_BYTES,
      requestsPerMinute: env.WATTLEDGER_API_REQUESTS_PER_MINUTE,
      ...apiSecurityOf(env),
    },
    oidc: oidcOf(env),
    tracing: tracingOf(env, variables['OTEL_EXPORTER_OTLP_ENDPOINT']),
  };
}
