import { EventStoreDbLog, SqliteLogReader } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { compareWithRebuild, openRows } from '@wattledger/read-models';
import type { Comparison, ReadModels, RowsPlace } from '@wattledger/read-models';
import type { Kysely } from 'kysely';
import { emptyPart, ownPartOf } from './own-streams.ts';
import type { LogPart } from './own-streams.ts';

/** Where a platform keeps its log and its rows. */
export interface UsedStores extends RowsPlace {
  /** Absent: the log is in the data folder. */
  readonly eventStore?: { readonly url: string; readonly part: LogPart } | undefined;
}

/**
 * The stores of a platform, read from beside it over connections of one's own.
 *
 * Files are opened for one look only, as by somebody who looks into the folder now and then; servers are stayed connected to.
 */
export class Beside {
  readonly stores: UsedStores;
  private server: EventStoreDbLog | undefined;
  private database: Kysely<ReadModels> | undefined;

  constructor(stores: UsedStores) {
    this.stores = stores;
  }

  /** Looks into the log. */
  async log<Seen>(look: (log: EventLog | SqliteLogReader) => Promise<Seen>): Promise<Seen> {
    const { eventStore, dataFolder } = this.stores;
    if (eventStore) return look(ownPartOf((this.server ??= new EventStoreDbLog(eventStore.url)), eventStore.part));
    const reader = new SqliteLogReader(dataFolder);
    try {
      return await look(reader);
    } finally {
      reader.close();
    }
  }

  /** Looks at the rows. */
  async rows<Seen>(look: (rows: Kysely<ReadModels>) => Promise<Seen>): Promise<Seen> {
    if (this.stores.databaseUrl !== undefined) return look((this.database ??= openRows(this.stores)));
    const rows = openRows(this.stores);
    try {
      return await look(rows);
    } finally {
      await rows.destroy();
    }
  }

  /** Holds the rows against rows made anew from the log. */
  comparison(): Promise<Comparison> {
    return this.log((log) => compareWithRebuild({ log, ...this.stores }));
  }

  /** Leaves nothing behind on a server that others use too. */
  async empty(): Promise<void> {
    const { eventStore } = this.stores;
    if (eventStore) await emptyPart((this.server ??= new EventStoreDbLog(eventStore.url)), eventStore.part);
  }

  async close(): Promise<void> {
    await this.server?.close();
    await this.database?.destroy();
    this.server = this.database = undefined;
  }
}
