import { lagOf, PostgresRowFollower } from '@wattledger/projections';
import type { Committed, FollowedLog, ProjectorStatus } from '@wattledger/projections';
import { factReader } from './facts.ts';
import { readModels } from './projections/index.ts';

export interface FollowRowsOptions {
  readonly databaseUrl: string;
  readonly log: FollowedLog;
  /** The log's positions grow by one with every event, as those of the embedded log do. */
  readonly positionsCountEvents: boolean;
  /** Told of every commit, whoever made it. */
  onCommitted(committed: Committed): void;
  /** The database cannot be reached; told once, until it could be. */
  onTrouble(error: unknown): void;
}

/** The read models of a database as any process can follow them, whether or not it is the one that makes them. */
export interface RowFollowing {
  /** `undefined` while the database cannot be reached, and before a projector has made rows. */
  status(): Promise<ProjectorStatus | undefined>;
  isConnected(): boolean;
  close(): Promise<void>;
}

export function followRows({ databaseUrl, log, positionsCountEvents, onCommitted, onTrouble }: FollowRowsOptions): RowFollowing {
  const tables = readModels.map(({ table }) => table.name);
  const follower = new PostgresRowFollower({ url: databaseUrl, tables, onCommitted, onTrouble });
  const { streamPrefixes } = factReader;
  return {
    status: async () => {
      const rows = await follower.rows().catch(() => undefined);
      if (!rows) return undefined;
      return { ...rows, ...(await lagOf({ log, streamPrefixes, positionsCountEvents }, rows.checkpoint)), eventsProjected: 0 };
    },
    isConnected: () => follower.isConnected,
    close: () => follower.close(),
  };
}
