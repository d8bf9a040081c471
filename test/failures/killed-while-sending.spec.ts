import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { Cluster } from '../support/cluster.ts';
import { PlatformProgram } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import type { TestPlatform } from '../support/test-platform.ts';

const clearCache = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;

/** Of this repository, whatever servers are named: it leaves appends unanswered. */
let server: EventStoreTestServer;
let cluster: Cluster;
/** Keeps the rows; stations come to it when the other gateway is gone. */
let elm: TestPlatform;

beforeAll(async () => {
  server = await startEventStoreTestServer();
  cluster = await Cluster.over(server);
  elm = await cluster.node('gateway,projector,api', { WATTLEDGER_RECORD_TIMEOUT_SECONDS: '1' });
});
afterAll(() => cluster.stop());

/** A station whose gateway is killed at the moment when this event of a command for it is in the log, and nobody has heard so. */
async function diesOnceWritten(type: string, stationId: string, expiresInSeconds?: number): Promise<string> {
  const oak = await new PlatformProgram(elm.folder, {
    ...cluster.environment,
    WATTLEDGER_ROLES: 'gateway',
    WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
  }).start();
  const station = await RawStation.connect(`${oak.ocppUrl}/${stationId}`);
  await station.get('Heartbeat', {});
  const written = server.leaveUnanswered(type);
  const commandId = await elm.request(stationId, clearCache, { expiresInSeconds });
  await written;
  await oak.end('SIGKILL');
  await station.closed();
  expect(station.unexpected).toEqual([]);
  return commandId;
}

const callsTo = async (stationId: string): Promise<number> =>
  (await cluster.types(stationId)).filter((type) => type === 'ClearCacheSent').length;

describe('a gateway that is killed when it has taken a command and not made the call yet', () => {
  it('leaves it to the gateway that the station comes to, which makes the call once', async () => {
    const commandId = await diesOnceWritten('CommandTaken', 'comes-back');
    const back = await elm.connect('comes-back');
    back.answer(await back.nextCall(), { status: 'Accepted' });
    await cluster.commandIs(elm, commandId, 'accepted');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);
    expect(await callsTo('comes-back')).toBe(1);
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandTaken']);
    await cluster.isProven();
  });

  it('leaves it to expire where the station does not come in time, and then it is never made', async () => {
    const commandId = await diesOnceWritten('CommandTaken', 'comes-late', 2);
    await cluster.commandIs(elm, commandId, 'expired');
    const back = await elm.connect('comes-late');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);
    expect(await callsTo('comes-late')).toBe(0);
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandTaken', 'CommandExpired']);
  });
});

describe('a gateway that is killed when the call is recorded and not made yet', () => {
  it('leaves the command unanswered: nobody makes the call again', async () => {
    const commandId = await diesOnceWritten('ClearCacheSent', 'was-to-be-called');
    const back = await elm.connect('was-to-be-called');
    await cluster.commandIs(elm, commandId, 'unanswered');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);
    expect(await callsTo('was-to-be-called')).toBe(1);
    expect(await cluster.commandTypes(commandId)).toEqual(['CommandRequested', 'CommandTaken']);
  });
});
