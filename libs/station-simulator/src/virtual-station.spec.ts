import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { simulatedVersions } from './dialect.ts';
import type { SessionRecord } from './session-record.ts';
import { TestPlatform } from './testing/index.ts';
import { VirtualStation } from './virtual-station.ts';
import type { StationOptions } from './station-options.ts';
import type { Vehicle } from './battery.ts';

const vehicle: Vehicle = {
  capacityWh: 60_000,
  startSocPercent: 20,
  targetSocPercent: 80,
  maxPowerW: 100_000,
  kneeSocPercent: 60,
  nominalVoltageV: 400,
};

let platform: TestPlatform;
let station: VirtualStation;
let sessions: SessionRecord[];
let now: Date;

const newStation = (options: Partial<StationOptions> = {}): VirtualStation =>
  new VirtualStation({
    url: platform.url,
    id: 'oak street/1',
    version: '1.6',
    meterValueSeconds: 0.02,
    rebootMs: 5,
    reconnectMs: { first: 5, longest: 20 },
    transactionMessages: { attempts: 3, pauseMs: 1 },
    clock: () => now,
    observer: { sessionEnded: (session) => sessions.push(session) },
    ...options,
  });

/** Six minutes pass on the station's clock. */
const sixMinutesLater = () => (now = new Date(now.getTime() + 360_000));
/** What is said in answer to the first event of a transaction, nothing to the others. */
const onStart = (eventType: unknown, answer: JsonObject): JsonObject => (eventType === 'Started' ? answer : {});
const eventTypes = () => platform.received('TransactionEvent').map(({ eventType }) => eventType);
const statuses = () => platform.received('StatusNotification').map(({ connectorId, status }) => `${connectorId} ${status}`);

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00.000Z');
  sessions = [];
  platform = await TestPlatform.start();
  station = newStation();
});

afterEach(async () => {
  await station.stop();
  await platform.stop();
  expect(platform.deviations).toEqual([]);
});

describe.each(simulatedVersions)('A virtual station of OCPP %s', (version) => {
  beforeEach(async () => {
    station = newStation({ version });
    await station.start();
  });

  it('boots, reports its connectors, and charges a vehicle', async () => {
    expect(platform.calls[0]?.action).toBe('BootNotification');
    await station.plugIn(1, vehicle);
    expect(await station.authorize('CARD-1')).toBe('Accepted');
    await station.startTransaction(1, 'CARD-1');
    sixMinutesLater();
    const meterAction = version === '1.6' ? 'MeterValues' : 'TransactionEvent';
    const before = platform.received(meterAction).length;
    await platform.until(() => platform.received(meterAction).length > before);
    await station.stopTransaction(1);
    await station.unplug(1);
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    expect((session?.meterStopWh ?? 0) - (session?.meterStartWh ?? 0)).toBe(10_000);
    expect(session?.stopSocPercent).toBeCloseTo(20 + 100 / 6, 3);
  });

  it('keeps its register over sessions', async () => {
    for (const session of [0, 1]) {
      await station.plugIn(1, vehicle);
      await station.startTransaction(1, 'CARD-1');
      sixMinutesLater();
      await station.unplug(1);
      expect(sessions).toHaveLength(session + 1);
    }
    expect(sessions[1]?.meterStartWh).toBe(sessions[0]?.meterStopWh);
    expect(sessions.map(({ reason }) => reason)).toEqual(['EVDisconnected', 'EVDisconnected']);
  });

  it('stops when the platform does not accept the card after all', async () => {
    const refused: JsonObject = { status: 'Blocked' };
    platform.answers.set('StartTransaction', () => ({ transactionId: 7, idTagInfo: refused }));
    platform.answers.set('TransactionEvent', ({ eventType }) => onStart(eventType, { idTokenInfo: refused }));
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    await platform.until(() => sessions.length === 1);
    expect(sessions[0]?.reason).toBe('DeAuthorized');
  });

  it('comes back by itself after a cut line, without booting again', async () => {
    station.misbehave.dropSocket();
    await platform.until(() => platform.connections === 2 && station.online);
    expect(platform.received('BootNotification')).toHaveLength(1);
  });

  it('tells on return what happened while it was away, with the times when it happened', async () => {
    await station.plugIn(1, vehicle);
    station.misbehave.dropSocket({ returns: false });
    await platform.until(() => !station.online);
    await station.startTransaction(1, 'CARD-1');
    const startedAt = now.toISOString();
    sixMinutesLater();
    await station.stopTransaction(1);
    const stoppedAt = now.toISOString();
    sixMinutesLater();
    await station.start();
    await platform.until(() => sessions.length === 1);
    expect(sessions[0]).toMatchObject({ startedAt, stoppedAt });
    if (version === '1.6') {
      const [start, stop] = [platform.received('StartTransaction')[0], platform.received('StopTransaction')[0]];
      expect(start).toMatchObject({ timestamp: startedAt });
      expect(stop).toMatchObject({ timestamp: stoppedAt, transactionId: 1 });
    } else {
      const events = platform.received('TransactionEvent');
      expect(events[0]).toMatchObject({ eventType: 'Started', timestamp: startedAt, offline: true, seqNo: 0 });
      expect(events.at(-1)).toMatchObject({ eventType: 'Ended', timestamp: stoppedAt, offline: true });
      expect(events.map(({ seqNo }) => seqNo)).toEqual(events.map((_event, index) => index));
    }
  });

  it('repeats a transaction message word for word when the connection is lost before its answer', async () => {
    const action = version === '1.6' ? 'StartTransaction' : 'TransactionEvent';
    await station.plugIn(1, vehicle);
    platform.answers.set(action, () => {
      platform.answers.delete(action);
      platform.drop('oak street/1');
      return undefined;
    });
    await station.startTransaction(1, 'CARD-1');
    const [first, second] = platform.calls.filter((call) => call.action === action);
    expect(second).toEqual(first);
  });

  it('answers what it does not offer with the right error', async () => {
    const known = version === '1.6' ? 'GetDiagnostics' : 'SetDisplayMessage';
    expect(await platform.call('oak street/1', known, {})).toMatchObject(['NotSupported', expect.anything()]);
    expect(await platform.call('oak street/1', 'MakeCoffee', {})).toMatchObject(['NotImplemented', expect.anything()]);
    const missing = version === '1.6' ? 'OccurenceConstraintViolation' : 'OccurrenceConstraintViolation';
    expect(await platform.call('oak street/1', 'Reset', {})).toMatchObject([missing, 'type is missing']);
    expect(await platform.call('oak street/1', 'Reset', { type: 5 })).toMatchObject([
      'TypeConstraintViolation',
      expect.anything(),
    ]);
  });

  it('lets a driver charge whose card it knows, and nobody else, while the connection is away', async () => {
    await station.authorize('CARD-1');
    station.settings.kept.set('AllowOfflineTxForUnknownId', 'false');
    station.misbehave.dropSocket({ returns: false });
    await platform.until(() => !station.online);
    expect(await station.authorize('CARD-1')).toBe('Accepted');
    expect(await station.authorize('CARD-2')).toBe('Unknown');
  });

  it('can be made to misbehave', async () => {
    station.misbehave.sendRaw('["what"]');
    station.misbehave.repeatCall('same-id', 'Heartbeat', {});
    await platform.until(() => platform.received('Heartbeat').length === 2);
    expect(platform.calls.filter(({ id }) => id === 'same-id')).toHaveLength(2);
  });
});

describe('A virtual station', () => {
  it('shows its password as Basic authentication', async () => {
    station = newStation({ id: 'oak-1', password: 'se:cret' });
    await station.start();
    expect(platform.authorizationOf('oak-1')).toBe(`Basic ${Buffer.from('oak-1:se:cret').toString('base64')}`);
  });

  it('says why it cannot connect', async () => {
    station = newStation({ url: 'ws://127.0.0.1:1/ocpp' });
    await expect(station.start()).rejects.toMatchObject({ code: 'connection-refused' });
  });

  it('asks again until the platform accepts it', async () => {
    let asked = 0;
    platform.answers.set('BootNotification', () => {
      asked += 1;
      return { status: asked < 3 ? 'Pending' : 'Accepted', currentTime: now.toISOString(), interval: 300 };
    });
    station = newStation({ bootRetrySeconds: 0.005 });
    await station.start();
    expect(asked).toBe(3);
    expect(station.settings.heartbeatSeconds).toBe(300);
  });

  it('sends heartbeats, on every connection it has', async () => {
    station = newStation({ heartbeatSeconds: 0.01 });
    await station.start();
    await platform.until(() => platform.received('Heartbeat').length >= 2);
    station.misbehave.dropSocket();
    await platform.until(() => platform.connections === 2);
    const before = platform.received('Heartbeat').length;
    await platform.until(() => platform.received('Heartbeat').length > before + 1);
  });

  it('offers the subprotocols it is told to, and speaks the version that the platform picks', async () => {
    station = newStation({ version: '1.6', subprotocols: ['ocpp2.0.1', 'ocpp1.6'] });
    await station.start();
    expect(station.version).toBe('2.0.1');
    expect(platform.received('BootNotification')[0]).toMatchObject({ reason: 'PowerUp' });
  });

  it('reports the status of a 1.6 connector through a whole visit', async () => {
    await station.start();
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    await station.stopTransaction(1);
    await station.unplug(1);
    const ofConnector1 = statuses().filter((text) => text.startsWith('1 '));
    expect(ofConnector1).toEqual(['1 Available', '1 Preparing', '1 Charging', '1 Finishing', '1 Available']);
  });

  it('suspends when the battery is full, and goes on to report it', async () => {
    await station.start();
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    now = new Date(now.getTime() + 7_200_000);
    await platform.until(() => statuses().includes('1 SuspendedEV'));
    await station.stopTransaction(1);
    expect(sessions[0]?.stopSocPercent).toBeCloseTo(80, 3);
  });

  it('gives up a transaction message that the platform keeps refusing, and goes on', async () => {
    platform.answers.set('MeterValues', () => ['InternalError', 'no']);
    await station.start();
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    await platform.until(() => platform.received('MeterValues').length >= 3);
    station.changeSetting('meterValueSeconds', 0);
    await station.stopTransaction(1);
    expect(platform.received('StopTransaction')).toHaveLength(1);
  });

  it('numbers its 2.x events and tells each change of the charging state', async () => {
    station = newStation({ version: '2.0.1' });
    await station.start();
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    await station.stopTransaction(1);
    expect(eventTypes().slice(0, 2)).toEqual(['Started', 'Updated']);
    expect(eventTypes().at(-1)).toBe('Ended');
    expect(platform.received('TransactionEvent')[1]).toMatchObject({
      triggerReason: 'ChargingStateChanged',
      transactionInfo: { chargingState: 'Charging' },
    });
  });

  it('keeps to the limits that OCPP 2.1 sets on a transaction', async () => {
    platform.answers.set('TransactionEvent', ({ eventType }) => onStart(eventType, { transactionLimit: { maxEnergy: 5_000 } }));
    station = newStation({ version: '2.1' });
    await station.start();
    await station.plugIn(1, vehicle);
    await station.startTransaction(1, 'CARD-1');
    sixMinutesLater();
    await platform.until(() => sessions.length === 1);
    expect(sessions[0]?.reason).toBe('EnergyLimitReached');
  });

  it('does not answer when it ignores calls', async () => {
    await station.start();
    station.misbehave.ignoresCalls = true;
    let answered = false;
    void platform.call('oak street/1', 'ClearCache', {}).then(() => (answered = true));
    await station.call('Heartbeat', {});
    expect(answered).toBe(false);
  });
});
