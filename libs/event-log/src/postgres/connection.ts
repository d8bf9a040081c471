import pg from 'pg';

const CONNECT_MS = 5_000;
/** A statement that takes longer has lost its server. */
const QUERY_MS = 120_000;
/** The server notices within about ten seconds that the machine of a client is gone, and lets go of its locks. */
const SERVER_KEEPALIVE = '-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/** Counts and sums: as numbers, which are exact up to 2^53. */
const WHOLE_NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

/**
 * How every connection to PostgreSQL is made.
 *
 * @param purpose shown in `pg_stat_activity`
 */
export const connectionTo = (url: string, purpose: string) =>
  ({
    connectionString: url,
    application_name: `wattledger ${purpose}`,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 4_000,
    options: SERVER_KEEPALIVE,
    types: {
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        WHOLE_NUMBERS.has(id) && format !== 'binary' ? Number : pg.types.getTypeParser(id, format),
    },
  }) satisfies pg.ClientConfig;

/**
 * Connections that are made again for the next question when they were lost.
 *
 * The server may end one while somebody has it and asks nothing: the driver tells of that by an event that ends the process when nobody listens.
 */
export function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}

const SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** SQLSTATE classes 08 (connection exception), 53 (insufficient resources) and 57P (operator intervention). PostgreSQL, appendix A. */
const PASSING_STATES = /^(08|53|57P)/;
/** What the driver says without a code. */
const DRIVER_SAYS =
  /connection (terminated|error|timeout)|timeout (expired|exceeded)|query read timeout|client was closed|not queryable/i;

/** Whether an error means that the database cannot be reached or cannot serve now, not that something is wrong with what was asked. */
export function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  if (code !== undefined) return SYSTEM_CODES.has(code) || PASSING_STATES.test(code);
  return DRIVER_SAYS.test(message ?? '');
}
