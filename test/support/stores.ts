import { randomUUID } from 'node:crypto';
import { startPostgresTestServer } from '@wattledger/event-log/testing';

/** A database for one platform of a spec. */
export interface OwnDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** What the platforms of specs keep their logs and rows in. */
export interface Stores {
  /** An EventStoreDB that they share; absent: each has an embedded log. */
  readonly eventStoreUrl?: string | undefined;
  /** Absent: each has its rows in its data folder. */
  readonly newDatabase?: (() => Promise<OwnDatabase>) | undefined;
}

/** The EventStoreDB that the environment names for specs. */
export const namedEventStore = process.env['WATTLEDGER_TEST_EVENTSTORE_URL'] || undefined;
/** The PostgreSQL that the environment names for specs. */
const namedDatabase = process.env['WATTLEDGER_TEST_DATABASE_URL'] || undefined;
/** Every spec is on these unless it says otherwise. */
export const areServersNamed = namedEventStore !== undefined || namedDatabase !== undefined;

async function newDatabase(): Promise<OwnDatabase> {
  const server = await startPostgresTestServer();
  return { url: await server.database(), drop: () => server.close() };
}

let stores: Stores = { eventStoreUrl: namedEventStore, newDatabase: namedDatabase === undefined ? undefined : newDatabase };

export const storesOfSpecs = (): Stores => stores;

/** From here on, the platforms of this spec file are over these. */
export const keepIn = (others: Stores): void => {
  stores = others;
};

/** The platforms of this spec file keep everything in their data folders, whatever servers are named. The spec says why. */
export const stayEmbedded = (): void => keepIn({});

/** Begins the streams of somebody who shares a server with others. */
export const newWord = (): string => `spec${randomUUID().slice(0, 8)}-`;
