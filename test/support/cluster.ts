import { expect } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { commandStream, stationStream } from '@wattledger/charging';
import { EventStoreDbLog, RecordedEvent } from '@wattledger/event-log';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer, EventStoreTestServerOptions } from '@wattledger/event-log/testing';
import { commandsTable, openReadModels, readRow, stationsTable } from '@wattledger/read-models';
import type { CommandRow, StationRow } from '@wattledger/read-models';
import { TestPlatform } from './test-platform.ts';
import type { Environment } from './test-platform.ts';
import { until } from './until.ts';

/** Several processes of the platform over one EventStoreDB, in this process: each has ports, a folder and a connection of its own. */
export class Cluster {
  /** Misbehaves on command. */
  readonly server: EventStoreTestServer;
  private readonly log: EventStoreDbLog;
  private readonly nodes: TestPlatform[] = [];

  private constructor(server: EventStoreTestServer) {
    this.server = server;
    this.log = new EventStoreDbLog(server.connectionString);
  }

  static async start(options?: EventStoreTestServerOptions): Promise<Cluster> {
    return new Cluster(await startEventStoreTestServer(options));
  }

  /** What every process of it is started with. */
  get environment(): Environment {
    return {
      WATTLEDGER_EVENTSTORE_URL: this.server.connectionString,
      WATTLEDGER_MASTER_KEY: 'the master key that the processes of a cluster share',
      WATTLEDGER_NODE_BEAT_SECONDS: '1',
    };
  }

  /** Starts one more process; without roles it does everything. */
  async node(roles = 'gateway,projector,api', environment: Environment = {}): Promise<TestPlatform> {
    const node = await TestPlatform.start({ ...this.environment, WATTLEDGER_ROLES: roles, ...environment });
    this.nodes.push(node);
    return node;
  }

  async events(stationId: string): Promise<RecordedEvent[]> {
    return this.stream(stationStream(stationId));
  }

  async stream(name: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const stored of this.log.readStream(name)) events.push(new RecordedEvent(stored));
    return events;
  }

  async types(stationId: string): Promise<string[]> {
    return (await this.events(stationId)).map(({ type }) => type);
  }

  async commandTypes(commandId: string): Promise<string[]> {
    return (await this.stream(commandStream(commandId))).map(({ type }) => type);
  }

  /** Waits until a command has come that far, in the rows of the process that keeps them. */
  commandIs(node: TestPlatform, commandId: string, status: CommandRow['status']): Promise<CommandRow> {
    return until(`command ${commandId} to be ${status}`, async () => {
      const rows = openReadModels(node.folder);
      try {
        const row = await rows.selectFrom('commands').selectAll().where('commandId', '=', commandId).executeTakeFirst();
        return row?.status === status ? readRow(commandsTable, row) : undefined;
      } finally {
        await rows.destroy();
      }
    });
  }

  stationIs(node: TestPlatform, stationId: string, wanted: (row: StationRow) => boolean): Promise<StationRow> {
    return until(`the row of ${stationId}`, async () => {
      const rows = openReadModels(node.folder);
      try {
        const found = await rows.selectFrom('stations').selectAll().where('stationId', '=', stationId).executeTakeFirst();
        const row = found && readRow(stationsTable, found);
        return row && wanted(row) ? row : undefined;
      } finally {
        await rows.destroy();
      }
    });
  }

  /** Holds for every spec: the chains are whole. */
  async isProven(): Promise<void> {
    expect((await verify(await verifiable(this.log))).broken).toBeUndefined();
  }

  async stop(): Promise<void> {
    for (const node of this.nodes.splice(0).reverse()) await node.stop();
    await this.log.close();
    await this.server.stop();
  }
}
