import { expect } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { BEFORE_FIRST, RecordedEvent } from '@wattledger/event-log';
import type { Position } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';
import {
  batteriesTable,
  commandsTable,
  connectorsTable,
  factReader,
  readRow,
  sessionsTable,
  stationsTable,
} from '@wattledger/read-models';
import type { BatteryRow, CommandRow, ConnectorRow, ReadModels, SessionRow, StationRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Beside } from './beside.ts';
import { until } from './until.ts';

/** What can be seen of a platform from beside it: its log and rows, read over connections of one's own, and its metrics. */
export abstract class RunningPlatform {
  abstract get beside(): Beside;
  abstract get httpUrl(): string;

  /** What stands in a stream now, read over a connection of its own: what a reader beside the platform sees. */
  stream(name: string): Promise<RecordedEvent[]> {
    return this.beside.log((log) => Array.fromAsync(log.readStream(name), (stored) => new RecordedEvent(stored)));
  }

  /** What stands in all streams whose names begin so. */
  streams(prefix: string): Promise<RecordedEvent[]> {
    const filter = { streamPrefixes: [prefix] };
    return this.beside.log((log) => Array.fromAsync(log.readAll({ filter }), (stored) => new RecordedEvent(stored)));
  }

  events(stationId: string): Promise<RecordedEvent[]> {
    return this.stream(stationStream(stationId));
  }

  async types(stationId: string): Promise<string[]> {
    return (await this.events(stationId)).map(({ type }) => type);
  }

  /** Waits until a station's stream holds an event of this type. */
  recorded(stationId: string, type: string, times = 1): Promise<RecordedEvent> {
    return until(`${type} of ${stationId}`, async () => {
      const found = (await this.events(stationId)).filter((event) => event.type === type);
      return found.length >= times ? found[times - 1] : undefined;
    });
  }

  async station(stationId: string): Promise<StationRow | undefined> {
    const [row] = await this.read((rows) => rows.selectFrom('stations').selectAll().where('stationId', '=', stationId).execute());
    return row && readRow(stationsTable, row);
  }

  async connectors(stationId: string): Promise<ConnectorRow[]> {
    const found = await this.read((rows) =>
      rows
        .selectFrom('connectors')
        .selectAll()
        .where('stationId', '=', stationId)
        .orderBy('evseId')
        .orderBy('connectorId')
        .execute(),
    );
    return found.map((row) => readRow(connectorsTable, row));
  }

  async sessions(stationId: string): Promise<SessionRow[]> {
    const found = await this.read((rows) =>
      rows.selectFrom('sessions').selectAll().where('stationId', '=', stationId).orderBy('startPosition').execute(),
    );
    return found.map((row) => readRow(sessionsTable, row));
  }

  async batteries(stationId: string): Promise<BatteryRow[]> {
    const found = await this.read((rows) =>
      rows.selectFrom('batteries').selectAll().where('stationId', '=', stationId).execute(),
    );
    return found.map((row) => readRow(batteriesTable, row));
  }

  async command(commandId: string): Promise<CommandRow | undefined> {
    const [row] = await this.read((rows) => rows.selectFrom('commands').selectAll().where('commandId', '=', commandId).execute());
    return row && readRow(commandsTable, row);
  }

  /** Waits until a command has come that far. */
  commandIs(commandId: string, status: CommandRow['status']): Promise<CommandRow> {
    return until(`command ${commandId} to be ${status}`, async () => {
      const row = await this.command(commandId);
      return row?.status === status ? row : undefined;
    });
  }

  /** Waits until there are rows, and everything recorded is in them. */
  async caughtUp(): Promise<void> {
    const newest = await this.newestForRows();
    await this.beside.rows((rows) =>
      until('the rows to catch up', async () => ((await checkpointOf(rows)) ?? -Infinity) >= newest),
    );
  }

  /** Holds for every spec: the chains are whole, and the rows are what the log says. */
  async isProven(): Promise<void> {
    await this.caughtUp();
    expect((await this.beside.log(async (log) => verify(await verifiable(log)))).broken).toBeUndefined();
    expect((await this.beside.comparison()).differences).toEqual([]);
    expect(await this.parked()).toEqual([]);
  }

  /** Events that no fold could take. */
  private parked(): Promise<string[]> {
    return this.metric('wattledger_projections_parked').then((value) =>
      value === 0 ? [] : [`${value} projections stand still`],
    );
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.httpUrl}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`));
    return Number(line?.slice(line.lastIndexOf(' ') + 1) ?? NaN);
  }

  /** The newest event of those that rows are made from. */
  private newestForRows(): Promise<Position> {
    const newest = { direction: 'backwards', limit: 1, filter: { streamPrefixes: factReader.streamPrefixes } } as const;
    return this.beside.log(async (log) => {
      for await (const { position } of log.readAll(newest)) return position;
      return BEFORE_FIRST;
    });
  }

  private async read<T>(query: (rows: Kysely<ReadModels>) => Promise<T>): Promise<T> {
    await this.caughtUp();
    return this.beside.rows(query);
  }
}

/** How far rows are; `undefined` where a database has none yet. */
async function checkpointOf(rows: Kysely<ReadModels>): Promise<Position | undefined> {
  try {
    const { rows: found } = await sql<{ checkpoint: Position }>`SELECT checkpoint FROM projector`.execute(rows);
    return found[0]?.checkpoint;
  } catch (error) {
    if (error instanceof Fault && error.retryable) return undefined;
    throw error;
  }
}
