import { expect } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { RecordedEvent, SqliteLogReader } from '@wattledger/event-log';
import {
  batteriesTable,
  commandsTable,
  compareWithRebuild,
  connectorsTable,
  openReadModels,
  readRow,
  sessionsTable,
  stationsTable,
} from '@wattledger/read-models';
import type { BatteryRow, CommandRow, ConnectorRow, SessionRow, StationRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import { until } from './until.ts';

/** What can be seen of a platform from beside it: its folder, read over connections of one's own, and its metrics. */
export abstract class RunningPlatform {
  abstract get folder(): string;
  abstract get httpUrl(): string;

  /** What stands in a stream now, read over a connection of its own: what a reader beside the platform sees. */
  async stream(name: string): Promise<RecordedEvent[]> {
    // A filter knows beginnings of names; here the whole name is meant.
    return (await this.streams(name)).filter(({ stream }) => stream === name);
  }

  /** What stands in all streams whose names begin so. */
  async streams(prefix: string): Promise<RecordedEvent[]> {
    const reader = new SqliteLogReader(this.folder);
    try {
      const events: RecordedEvent[] = [];
      for await (const stored of reader.readAll({ filter: { streamPrefixes: [prefix] } })) events.push(new RecordedEvent(stored));
      return events;
    } finally {
      reader.close();
    }
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

  /** Waits until everything recorded is in the rows. */
  async caughtUp(): Promise<void> {
    const head = this.head();
    const rows = openReadModels(this.folder);
    try {
      await until('the rows to catch up', async () => {
        const { rows: found } = await sql<{ checkpoint: number }>`SELECT checkpoint FROM projector`.execute(rows);
        return (found[0]?.checkpoint ?? -1) >= head;
      });
    } finally {
      await rows.destroy();
    }
  }

  /** Holds for every spec: the chains are whole, and the rows are what the log says. */
  async isProven(): Promise<void> {
    await this.caughtUp();
    const reader = new SqliteLogReader(this.folder);
    expect((await verify(await verifiable(reader))).broken).toBeUndefined();
    reader.close();
    expect((await compareWithRebuild(this.folder)).differences).toEqual([]);
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

  private head(): number {
    const reader = new SqliteLogReader(this.folder);
    try {
      return reader.head();
    } finally {
      reader.close();
    }
  }

  private async read<T>(query: (rows: ReturnType<typeof openReadModels>) => Promise<T>): Promise<T> {
    await this.caughtUp();
    const rows = openReadModels(this.folder);
    try {
      return await query(rows);
    } finally {
      await rows.destroy();
    }
  }
}
