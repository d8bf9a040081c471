import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { commandStream } from '@wattledger/charging';
import { Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import pg from 'pg';
import {
  batteriesTable,
  commandsTable,
  compareWithRebuild,
  connectorsTable,
  openProjector,
  openRows,
  openRowsToRemake,
  readModelsFile,
  readRow,
  rebuildReadModels,
  sessionsTable,
  stationsTable,
} from './index.ts';
import type { ReadModels, RowsPlace } from './index.ts';
import {
  booted16,
  charges16,
  describeForAllRows,
  meterValues16,
  register2,
  StationStory,
  transactionEvent,
} from './testing/index.ts';

describeForAllRows('the read models', (newPlace) => {
  let folder: string;
  let place: RowsPlace;
  let log: SqliteEventLog;
  let ledger: Ledger;
  let reading: Kysely<ReadModels> | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-read-models-'));
    log = await SqliteEventLog.open(folder);
    place = await newPlace(folder);
    ledger = new Ledger(log, () => new Date('2026-05-01T12:00:00Z'));
  });
  afterEach(async () => {
    await reading?.destroy();
    reading = undefined;
    await log.close();
    await rm(folder, { recursive: true });
  });

  async function project(...stories: readonly StationStory[]): Promise<Kysely<ReadModels>> {
    for (const story of stories) await story.record(ledger);
    const store = await openRowsToRemake(place);
    const projector = await openProjector({ log, store });
    await projector.run({ until: await log.head() });
    await store.close();
    return (reading ??= openRows(place));
  }
  async function change(statement: string): Promise<void> {
    if (place.databaseUrl === undefined) {
      const database = new Database(readModelsFile(folder));
      database.exec(statement);
      database.close();
    } else {
      const client = new pg.Client({ connectionString: place.databaseUrl, options: '-c search_path=wattledger' });
      await client.connect();
      await client.query(statement);
      await client.end();
    }
  }
  const compare = () => compareWithRebuild({ log, ...place });

  it('cannot be read before they were made', async () => {
    const read = async () => openRows(place).selectFrom('stations').selectAll().execute();
    await expect(read()).rejects.toMatchObject({ code: place.databaseUrl ? 'rows-outdated' : 'read-models-missing' });
    await expect(compare()).rejects.toMatchObject({ code: 'read-models-missing' });
  });

  it('show a station as it is', async () => {
    const rows = await project(booted16(new StationStory('oak-1', '1.6')).after(60).disconnects());
    const station = await rows.selectFrom('stations').selectAll().executeTakeFirstOrThrow();
    expect(readRow(stationsTable, station)).toMatchObject({
      stationId: 'oak-1',
      vendor: 'Acme',
      model: 'Wall',
      serialNumber: 'A-1',
      ocppVersion: '1.6',
      connected: false,
      disconnectCause: 'silent',
      registrationStatus: 'Accepted',
      heartbeatSeconds: 300,
      lastSeenAt: '2026-05-01T12:00:00.000Z',
    });
  });

  it('show a session of OCPP 1.6 from its start to its price', async () => {
    const story = charges16(booted16(new StationStory('oak-1', '1.6')), { transactionId: '7', minutes: 30 });
    const rows = await project(story);
    const session = readRow(sessionsTable, await rows.selectFrom('sessions').selectAll().executeTakeFirstOrThrow());
    expect(session).toMatchObject({
      sessionId: 'oak-1:7',
      stationId: 'oak-1',
      state: 'ended',
      tokenSubject: 'ana',
      energyWh: 5_500,
      durationSeconds: 1_800,
      socStart: 40.4,
      socLatest: 51,
      powerW: 11_000,
      stopReason: 'EVDisconnected',
    });
    const ids = story.appends
      .flat()
      .filter(({ type }) => type === 'StartTransactionAnswered' || type === 'StopTransactionReceived');
    expect([session.startEventId, session.endEventId]).toEqual(ids.map(({ id }) => id));
  });

  it('show the battery and its curve', async () => {
    const rows = await project(
      charges16(booted16(new StationStory('oak-1', '1.6')), { transactionId: '7', minutes: 60, powerW: 22_000 }),
    );
    const battery = readRow(batteriesTable, await rows.selectFrom('batteries').selectAll().executeTakeFirstOrThrow());
    expect(battery).toMatchObject({
      batteryId: 'oak-1:7',
      sessionId: 'oak-1:7',
      stateOfChargePercent: 84,
      temperatureC: 31,
      secondsTo80: 0,
    });
    expect(battery.capacityWh).toBeGreaterThan(49_000);
    expect(battery.capacityWh).toBeLessThan(51_000);
    expect(battery.secondsTo100).toBeGreaterThan(0);
    const points = await rows.selectFrom('battery_points').selectAll().where('batteryId', '=', 'oak-1:7').orderBy('at').execute();
    expect(points).toHaveLength(60);
    expect(points[0]).toMatchObject({ powerW: 22_000, voltageV: 230, energyWh: 1_366.7 });
  });

  it('show a session of OCPP 2.0.1 in the same words', async () => {
    const story = new StationStory('elm-1', '2.0.1').connects();
    const evse = { id: 1, connectorId: 1 };
    const told = (eventType: 'Started' | 'Updated' | 'Ended', seqNo: number, wh: number, context: string, soc: number) =>
      story.calls(
        'TransactionEvent',
        transactionEvent(eventType, seqNo, story.now, 'tx', { evse, meterValue: [register2(story.now, wh, context, soc)] }),
        {},
      );
    told('Started', 0, 100_000, 'Transaction.Begin', 20).after(600);
    told('Updated', 1, 105_000, 'Sample.Periodic', 30).after(600);
    told('Ended', 2, 110_000, 'Transaction.End', 40);
    const rows = await project(story);
    const session = readRow(sessionsTable, await rows.selectFrom('sessions').selectAll().executeTakeFirstOrThrow());
    expect(session).toMatchObject({ sessionId: 'elm-1:tx', state: 'ended', energyWh: 10_000, socStart: 20, socLatest: 40 });
    const battery = readRow(batteriesTable, await rows.selectFrom('batteries').selectAll().executeTakeFirstOrThrow());
    expect(battery.capacityWh).toBe(50_000);
    const connector = readRow(connectorsTable, await rows.selectFrom('connectors').selectAll().executeTakeFirstOrThrow());
    expect(connector).toMatchObject({ evseId: 1, connectorId: 1, lastSessionId: 'elm-1:tx' });
    expect(connector.currentSessionId).toBeUndefined();
    expect(connector.readings['SoC@EV']).toMatchObject({ value: 40, unit: 'Percent' });
  });

  it('show a command until its reading has come', async () => {
    const requested = {
      commandId: 'c1',
      stationId: 'oak-1',
      command: { name: 'RequestBatteryStatus', connectorId: 1 },
      requestedBy: 'key:ops',
      expiresAt: '2026-05-01T12:05:00.000Z',
      waitForStation: true,
      answerTimeoutSeconds: 30,
    };
    await ledger.recordAtEnd(commandStream('c1'), [newEvent('CommandRequested', requested)]);
    const story = booted16(new StationStory('oak-1', '1.6'));
    const sent = story.isSent('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 }, 'c1');
    story.after(1).answers(sent, { status: 'Accepted' }).after(2);
    story.calls('MeterValues', meterValues16(undefined, 1, story.now, 1_000, 7_000, 61, 'Trigger'), {});
    const rows = await project(story);
    const command = readRow(commandsTable, await rows.selectFrom('commands').selectAll().executeTakeFirstOrThrow());
    expect(command).toMatchObject({
      commandId: 'c1',
      name: 'RequestBatteryStatus',
      status: 'accepted',
      waitForStation: true,
      action: 'TriggerMessage',
      answer: { status: 'Accepted' },
      doneAt: story.now,
    });
    expect(command.reading?.readings).toContainEqual(expect.objectContaining({ measurand: 'SoC', value: 61 }));
  });

  it('count messages, those of invented actions together', async () => {
    const story = booted16(new StationStory('oak-1', '1.6')).calls('Dance', {}, {}).calls('Sing', {}, {});
    const rows = await project(story);
    const stats = await rows
      .selectFrom('message_stats')
      .select(['action', 'messages'])
      .where('kind', '=', 'call')
      .orderBy('action')
      .execute();
    expect(stats).toEqual([
      { action: '(unknown)', messages: 2 },
      { action: 'BootNotification', messages: 1 },
      { action: 'StatusNotification', messages: 1 },
    ]);
  });

  it('are the same when they are made anew, and say so', async () => {
    const [oak, elm] = [booted16(new StationStory('oak-1', '1.6')), booted16(new StationStory('elm-1', '1.6'))];
    await project(charges16(oak, { transactionId: '7', minutes: 5 }));
    await project(
      charges16(oak.after(60), { transactionId: '8', minutes: 5 }),
      charges16(elm, { transactionId: '7', minutes: 3 }),
    );
    expect(await compare()).toMatchObject({ checkpoint: await log.head(), differences: [] });
    const progress: number[] = [];
    expect(await rebuildReadModels({ log, ...place }, ({ position }) => progress.push(position))).toBe((await log.head()) + 1);
    expect(progress.at(-1)).toBe(await log.head());
    expect(await compare()).toMatchObject({ differences: [] });
  });

  it('are found out when somebody has changed a row', async () => {
    await project(charges16(booted16(new StationStory('oak-1', '1.6')), { transactionId: '7', minutes: 3 }));
    await change(`UPDATE sessions SET "energyWh" = 1`);
    await change(`DELETE FROM stations`);
    const { differences } = await compare();
    expect(differences).toMatchObject([
      { table: 'stations', expected: { stationId: 'oak-1' }, columns: [] },
      { table: 'sessions', columns: ['energyWh'], found: { energyWh: 1 }, expected: { energyWh: 550 } },
    ]);
    await rebuildReadModels({ log, ...place });
    expect(await compare()).toMatchObject({ differences: [] });
  });
});
