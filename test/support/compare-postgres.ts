import { EventStoreDbLog } from '@wattledger/event-log';
import { PostgresRowStore } from '@wattledger/projections';
import { openProjector, readModels } from '@wattledger/read-models';
import pg from 'pg';

type Row = Readonly<Record<string, unknown>>;

/** A row that is not what the log says. */
export interface WrongRow {
  readonly table: string;
  readonly found: Row | undefined;
  readonly expected: Row | undefined;
}

/**
 * Holds the rows of a database, where nobody writes, against rows made anew from the log.
 *
 * @param scratchUrl an empty database
 * @returns the first wrong row of each table that has one, and how many rows were compared
 */
export async function compareWithRebuild(
  eventStoreUrl: string,
  databaseUrl: string,
  scratchUrl: string,
): Promise<{ wrong: WrongRow[]; rows: number }> {
  const log = new EventStoreDbLog(eventStoreUrl);
  const [found, expected] = [new pg.Client(databaseUrl), new pg.Client(scratchUrl)];
  await Promise.all([found.connect(), expected.connect()]);
  try {
    const checkpoint = await found.query<{ checkpoint: string }>('SELECT checkpoint FROM wattledger.projector');
    const projector = await openProjector({ log, store: new PostgresRowStore(expected) });
    await projector.run({ until: Number(checkpoint.rows[0]?.checkpoint) });
    const wrong: WrongRow[] = [];
    let rows = 0;
    for (const { table } of readModels) {
      const query = `SELECT * FROM wattledger."${table.name}" ORDER BY ${table.key.map((column) => `"${column}"`).join(', ')}`;
      const [here, there] = [(await found.query<Row>(query)).rows, (await expected.query<Row>(query)).rows];
      rows += here.length;
      const length = Math.max(here.length, there.length);
      const first = Array.from({ length }, (_, index) => index).find(
        (index) => JSON.stringify(here[index]) !== JSON.stringify(there[index]),
      );
      if (first !== undefined) wrong.push({ table: table.name, found: here[first], expected: there[first] });
    }
    return { wrong, rows };
  } finally {
    await Promise.all([found.end(), expected.end()]);
    await log.close();
  }
}
