import { expect } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { commandStream, stationStream } from '@wattledger/charging';
import { EventStoreDbLog, RecordedEvent } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import type { CommandRow, StationRow } from '@wattledger/read-models';
import { emptyPart, ownPartOf, wholeLog } from './own-streams.ts';
import type { LogPart } from './own-streams.ts';
import { namedEventStore, newWord, storesOfSpecs } from './stores.ts';
import type { OwnDatabase } from './stores.ts';
import { TestPlatform } from './test-platform.ts';
import type { Environment } from './test-platform.ts';
import { until } from './until.ts';

interface ClusterLog {
  readonly url: string;
  readonly part: LogPart;
  close(): Promise<void>;
}

/** Several processes of the platform over one EventStoreDB, in this process: each has ports, a folder and a connection of its own. */
export class Cluster {
  private readonly used: ClusterLog;
  private readonly database: OwnDatabase | undefined;
  private readonly log: EventLog;
  private readonly nodes: TestPlatform[] = [];

  private constructor(used: ClusterLog, database: OwnDatabase | undefined) {
    this.used = used;
    this.database = database;
    this.log = ownPartOf(new EventStoreDbLog(used.url), used.part);
  }

  /** Over the servers that the environment names; an EventStoreDB of this repository where it names none. */
  static async start(): Promise<Cluster> {
    if (namedEventStore === undefined) return Cluster.over(await startEventStoreTestServer());
    const log = new EventStoreDbLog(namedEventStore);
    const part = { word: newWord(), since: await log.head() };
    const close = async () => {
      await emptyPart(log, part);
      await log.close();
    };
    const used = { url: namedEventStore, part, close };
    return new Cluster(used, await storesOfSpecs().newDatabase?.());
  }

  /** Over an EventStoreDB of this repository, all of which is the cluster's: it can be made to misbehave, and programs can be of the cluster. */
  static async over(server: EventStoreTestServer): Promise<Cluster> {
    const used = { url: server.connectionString, part: wholeLog, close: () => server.stop() };
    return new Cluster(used, await storesOfSpecs().newDatabase?.());
  }

  /** What every process of it is started with. */
  get environment(): Environment {
    return {
      WATTLEDGER_EVENTSTORE_URL: this.used.url,
      ...(this.database && { WATTLEDGER_DATABASE_URL: this.database.url }),
      WATTLEDGER_MASTER_KEY: 'the master key that the processes of a cluster share',
      WATTLEDGER_NODE_BEAT_SECONDS: '1',
    };
  }

  /** Starts one more process; without roles it does everything. */
  async node(roles = 'gateway,projector,api', environment: Environment = {}): Promise<TestPlatform> {
    const node = await TestPlatform.start({ ...this.environment, WATTLEDGER_ROLES: roles, ...environment }, this.used.part);
    this.nodes.push(node);
    return node;
  }

  async events(stationId: string): Promise<RecordedEvent[]> {
    return this.stream(stationStream(stationId));
  }

  stream(name: string): Promise<RecordedEvent[]> {
    return Array.fromAsync(this.log.readStream(name), (stored) => new RecordedEvent(stored));
  }

  async types(stationId: string): Promise<string[]> {
    return (await this.events(stationId)).map(({ type }) => type);
  }

  async commandTypes(commandId: string): Promise<string[]> {
    return (await this.stream(commandStream(commandId))).map(({ type }) => type);
  }

  /** Waits until a command has come that far, in the rows of the process that keeps them. */
  commandIs(node: TestPlatform, commandId: string, status: CommandRow['status']): Promise<CommandRow> {
    return node.commandIs(commandId, status);
  }

  stationIs(node: TestPlatform, stationId: string, wanted: (row: StationRow) => boolean): Promise<StationRow> {
    return until(`the row of ${stationId}`, async () => {
      const row = await node.station(stationId);
      return row && wanted(row) ? row : undefined;
    });
  }

  /** Holds for every spec: the chains are whole. */
  async isProven(): Promise<void> {
    expect((await verify(await verifiable(this.log))).broken).toBeUndefined();
  }

  async stop(): Promise<void> {
    for (const node of this.nodes.splice(0).reverse()) await node.stop();
    await this.log.close();
    await this.used.close();
    await this.database?.drop();
  }
}
