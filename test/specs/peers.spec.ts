import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { simulate } from '@wattledger/station-simulator';
import { createValidator, RPCClient } from 'ocpp-rpc';
import { boot16, boot2, meters16, secondsFromNow, start16, status16, stop16, transactionEvent } from '../support/frames.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

describe('stations of an independent implementation, which holds both sides to the schemas', () => {
  const clients: RPCClient[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });

  /** A station of `ocpp-rpc`; in its strict mode it refuses what breaks the schema, its own calls and our answers alike. */
  async function stationOf(
    identity: string,
    protocol: string,
  ): Promise<(action: string, payload: JsonObject) => Promise<unknown>> {
    const client = new RPCClient({
      ...peerDefaults,
      endpoint: platform.ocppUrl,
      identity,
      protocols: [protocol],
      strictMode: true,
    });
    clients.push(client);
    client.handle('TriggerMessage', () => Promise.resolve({ status: 'Accepted' }));
    await client.connect();
    return (action, payload) => client.call(action, payload);
  }

  it('of 1.6 boots, authorizes, charges and stops', async () => {
    const call = await stationOf('peer-16', 'ocpp1.6');
    expect(await call('BootNotification', boot16)).toMatchObject({ status: 'Accepted' });
    expect(await call('StatusNotification', status16('Available'))).toEqual({});
    expect(await call('Authorize', { idTag: 'PEER' })).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    const started = await call('StartTransaction', start16('PEER', 100, secondsFromNow(0)));
    const { transactionId } = started as { transactionId: number };
    await call('MeterValues', meters16(2_100, 40, secondsFromNow(1), transactionId));
    await call('StopTransaction', stop16(transactionId, 4_100, secondsFromNow(2)));
    expect(await platform.sessions('peer-16')).toMatchObject([{ energyWh: 4_000, state: 'ended', socLatest: 40 }]);
    const flagged = (await platform.events('peer-16')).filter(({ metadata }) => metadata.flags !== undefined);
    expect(flagged).toEqual([]);
  });

  it.each(['ocpp2.0.1', 'ocpp2.1'])('of %s boots, authorizes, charges and stops', async (protocol) => {
    const id = `peer-${protocol}`;
    const call = await stationOf(id, protocol);
    expect(await call('BootNotification', boot2)).toMatchObject({ status: 'Accepted' });
    const available = { timestamp: secondsFromNow(0), connectorStatus: 'Available', evseId: 1, connectorId: 1 };
    expect(await call('StatusNotification', available)).toEqual({});
    expect(await call('Authorize', { idToken: { idToken: 'PEER', type: 'ISO14443' } })).toMatchObject({
      idTokenInfo: { status: 'Accepted' },
    });
    const moment = { id: 'tx-1', token: 'PEER' } as const;
    await call(
      'TransactionEvent',
      transactionEvent({ ...moment, event: 'Started', seqNo: 0, timestamp: secondsFromNow(0), registerWh: 100 }),
    );
    await call(
      'TransactionEvent',
      transactionEvent({ ...moment, event: 'Updated', seqNo: 1, timestamp: secondsFromNow(1), registerWh: 2_100 }),
    );
    await call(
      'TransactionEvent',
      transactionEvent({ ...moment, event: 'Ended', seqNo: 2, timestamp: secondsFromNow(2), registerWh: 4_100 }),
    );
    expect(await platform.sessions(id)).toMatchObject([{ energyWh: 4_000, state: 'ended', socLatest: 61 }]);
    const flagged = (await platform.events(id)).filter(({ metadata }) => metadata.flags !== undefined);
    expect(flagged).toEqual([]);
  });

  it.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])('of %s answer our calls', async (protocol) => {
    const id = `peer-called-${protocol}`;
    await stationOf(id, protocol);
    const commandId = await platform.request(id, { name: 'RequestBatteryStatus', evseId: 1 });
    expect(await platform.commandIs(commandId, 'accepted')).toMatchObject({ action: 'TriggerMessage' });
  });
});

describe('a fleet of virtual stations of all versions', () => {
  it('charges, and the rows tell the same sessions as the stations', async () => {
    const running = new AbortController();
    const summary = await simulate({
      url: platform.ocppUrl,
      stations: 9,
      mix: { '1.6': 1, '2.0.1': 1, '2.1': 1 },
      minutes: 1,
      timeScale: 1_000,
      seed: 7,
      idPrefix: 'fleet-',
      connectsPerSecond: 100,
      meterValueSeconds: 0.1,
      signal: running.signal,
      // Sessions that still run when the fleet is called back are stopped and told as any others.
      onProgress: ({ sessionsRunning }) => {
        if (sessionsRunning >= 6) running.abort();
      },
    });
    expect(summary).toMatchObject({ errors: 0, undeliveredMessages: 0 });
    const told = summary.sessions.map(({ stationId, transactionId, meterStartWh, meterStopWh }) => ({
      sessionId: `${stationId}:${transactionId}`,
      state: 'ended',
      meterStartWh,
      meterStopWh,
      energyWh: meterStopWh - meterStartWh,
    }));
    const stations = new Set(summary.sessions.map(({ stationId }) => stationId));
    const rows = (await Promise.all([...stations].map((id) => platform.sessions(id)))).flat();
    const kept = rows.map(({ sessionId, state, meterStartWh, meterStopWh, energyWh }) => ({
      sessionId,
      state,
      meterStartWh,
      meterStopWh,
      energyWh,
    }));
    const byId = (a: { sessionId: string }, b: { sessionId: string }) => a.sessionId.localeCompare(b.sessionId);
    expect(kept.sort(byId)).toEqual(told.sort(byId));
    expect(told.length).toBeGreaterThanOrEqual(6);
  });
});

/** `ocpp-rpc` looks its schemas up as `urn:Heartbeat.req`; its own file for 2.1 names them `urn:HeartbeatRequest`. */
function validator21(): ReturnType<typeof createValidator> {
  const file = createRequire(import.meta.url).resolve('ocpp-rpc/lib/schemas/ocpp2_1.json');
  const schemas = JSON.parse(readFileSync(file, 'utf8')) as { $id: string }[];
  const named = schemas.map((schema) => ({
    ...schema,
    $id: schema.$id.replace(/Request$/, '.req').replace(/Response$/, '.conf'),
  }));
  return createValidator('ocpp2.1', named);
}

/** What `ocpp-rpc` calls optional and its types do not. */
const peerDefaults = {
  reconnect: false,
  callTimeoutMs: 20_000,
  pingIntervalMs: 30_000,
  deferPingsOnActivity: false,
  respondWithDetailedErrors: false,
  callConcurrency: 1,
  strictModeValidators: [validator21()],
  maxBadMessages: 0,
  password: null,
  wsOpts: {},
  headers: {},
  maxReconnects: 0,
  backoff: { initialDelay: 10, maxDelay: 100, factor: 2, randomisationFactor: 0 },
};
