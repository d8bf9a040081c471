import { describe, expect, it } from '@jest/globals';
import type { Command } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import { meters16, meterValue2, secondsFromNow } from '../support/frames.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();
const clearCache = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;

describe('asking a station for the battery now', () => {
  it('shows in 1.6 the outcome and the reading that came of it', async () => {
    const station = await platform.connect('battery-16');
    const commandId = await platform.request('battery-16', { name: 'RequestBatteryStatus', evseId: 1 });
    const call = await station.nextCall();
    expect(call).toMatchObject({ action: 'TriggerMessage', payload: { requestedMessage: 'MeterValues', connectorId: 1 } });
    station.answer(call, { status: 'Accepted' });
    const triggered = meters16(5_000, 61, secondsFromNow(0));
    await station.get('MeterValues', triggered);
    const row = await until('the reading', async () => {
      const found = await platform.command(commandId);
      return found?.reading ? found : undefined;
    });
    expect(row).toMatchObject({ status: 'accepted', answerStatus: 'Accepted', requestedBy: 'operator:ana' });
    expect(row.reading?.readings).toContainEqual(expect.objectContaining({ measurand: 'SoC', value: 61 }));
  });

  it.each(['ocpp2.0.1', 'ocpp2.1'])('shows in %s the outcome and the reading that came of it', async (protocol) => {
    const id = `battery-${protocol}`;
    const station = await platform.connect(id, protocol);
    const commandId = await platform.request(id, { name: 'RequestBatteryStatus', evseId: 1 });
    const call = await station.nextCall();
    expect(call).toMatchObject({ action: 'TriggerMessage', payload: { requestedMessage: 'MeterValues', evse: { id: 1 } } });
    station.answer(call, { status: 'Accepted' });
    await station.get('MeterValues', { evseId: 1, meterValue: [meterValue2(5_000, secondsFromNow(0), 'Trigger')] });
    const row = await until('the reading', async () => {
      const found = await platform.command(commandId);
      return found?.reading ? found : undefined;
    });
    expect(row.reading?.readings).toContainEqual(expect.objectContaining({ measurand: 'SoC', value: 61 }));
  });

  it('shows that the station cannot do it', async () => {
    const station = await platform.connect('battery-never');
    const commandId = await platform.request('battery-never', { name: 'RequestBatteryStatus', evseId: 1 });
    station.answer(await station.nextCall(), { status: 'NotImplemented' });
    expect(await platform.commandIs(commandId, 'rejected')).toMatchObject({ answerStatus: 'NotImplemented' });
  });
});

describe('a command', () => {
  const spoken: readonly [Command, string, JsonObject, string, JsonObject][] = [
    [
      { name: 'StartSession', evseId: 2, token: 'TAG-9' },
      'RemoteStartTransaction',
      { connectorId: 2, idTag: 'TAG-9' },
      'RequestStartTransaction',
      { evseId: 2 },
    ],
    [
      { name: 'StopSession', transactionId: '42' },
      'RemoteStopTransaction',
      { transactionId: 42 },
      'RequestStopTransaction',
      { transactionId: '42' },
    ],
    [{ name: 'ResetStation', immediate: true }, 'Reset', { type: 'Hard' }, 'Reset', { type: 'Immediate' }],
    [
      { name: 'UnlockConnector', evseId: 1, connectorId: 1 },
      'UnlockConnector',
      { connectorId: 1 },
      'UnlockConnector',
      { evseId: 1, connectorId: 1 },
    ],
    [
      { name: 'ChangeAvailability', operative: false },
      'ChangeAvailability',
      { connectorId: 0, type: 'Inoperative' },
      'ChangeAvailability',
      { operationalStatus: 'Inoperative' },
    ],
    [
      { name: 'GetVariables', variables: [{ component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }] },
      'GetConfiguration',
      { key: ['HeartbeatInterval'] },
      'GetVariables',
      { getVariableData: [{ component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } }] },
    ],
    [
      { name: 'SetVariable', variable: { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }, value: '60' },
      'ChangeConfiguration',
      { key: 'HeartbeatInterval', value: '60' },
      'SetVariables',
      {
        setVariableData: [
          { attributeValue: '60', component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } },
        ],
      },
    ],
  ];

  it.each(spoken.map(([command, ...said]) => ({ name: command.name, command, said })))(
    '$name reaches a station of each version in its own words',
    async ({ name, command, said: [action16, payload16, action2, payload2] }) => {
      for (const [protocol, action, payload] of [
        ['ocpp1.6', action16, payload16],
        ['ocpp2.0.1', action2, payload2],
      ] as const) {
        const id = `${name}-${protocol}`;
        const station = await platform.connect(id, protocol);
        const commandId = await platform.request(id, command);
        const call = await station.nextCall();
        expect(call).toMatchObject({ action, payload });
        station.refuse(call, 'NotSupported');
        expect(await platform.commandIs(commandId, 'failed')).toMatchObject({ action, errorCode: 'NotSupported' });
        expect(await platform.types(id)).toEqual(['StationConnected', `${action}Sent`, `${action}Rejected`]);
      }
    },
  );

  it('is in the log before it is on the wire, with who asked and why', async () => {
    const station = await platform.connect('before-the-wire');
    const commandId = await platform.request('before-the-wire', clearCache, { reason: 'a spec' });
    const call = await station.nextCall();
    const sent = (await platform.events('before-the-wire')).at(-1);
    expect(sent?.metadata).toMatchObject({ messageId: call.id, commandId, direction: 'toStation' });
    const [requested] = await platform.stream(`command-${commandId}`);
    expect(requested?.data).toMatchObject({ requestedBy: 'operator:ana', reason: 'a spec' });
    expect(sent?.metadata.causationId).toBe(requested?.id);
    station.answer(call, { status: 'Accepted' });
  });

  it('waits for its turn: one call is in flight at a time, in the order in which they were asked for', async () => {
    const station = await platform.connect('one-at-a-time');
    const asked: string[] = [];
    for (const key of ['a', 'b', 'c'])
      asked.push(await platform.request('one-at-a-time', { name: 'SetVariable', variable: { variable: key }, value: '1' }));
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      const call = await station.nextCall();
      await station.get('Heartbeat', {});
      expect(station.unexpected).toEqual([]);
      expect(call.payload).toMatchObject({ key });
      station.answer(call, { status: 'Accepted' });
      await platform.commandIs(asked[index] ?? '', 'accepted');
    }
  });

  it('is refused at once when the station is not connected', async () => {
    const commandId = await platform.request('nobody-there', clearCache);
    expect(await platform.commandIs(commandId, 'refused')).toMatchObject({ errorCode: 'station-not-connected' });
  });

  it('is refused when the version cannot say it, and the next one goes out', async () => {
    const station = await platform.connect('not-in-16');
    const refused = await platform.request('not-in-16', { name: 'SendCall', action: 'SetDefaultTariff', payload: {} });
    expect(await platform.commandIs(refused, 'refused')).toMatchObject({ errorCode: 'command-not-in-version' });
    const invalid = await platform.request('not-in-16', { name: 'SendCall', action: 'Reset', payload: { type: 'Warm' } });
    expect(await platform.commandIs(invalid, 'refused')).toMatchObject({ errorCode: 'payload-invalid' });
    await platform.request('not-in-16', clearCache);
    expect((await station.nextCall()).action).toBe('ClearCache');
  });

  it('waits for the station when it is to', async () => {
    const commandId = await platform.request('comes-later', clearCache, { waitForStation: true });
    expect((await platform.command(commandId))?.status).toBe('requested');
    const station = await platform.connect('comes-later');
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await platform.commandIs(commandId, 'accepted');
  });

  it('expires when the station does not come in time', async () => {
    const commandId = await platform.request('never-comes', clearCache, { waitForStation: true, expiresInSeconds: 1 });
    await platform.commandIs(commandId, 'expired');
    const station = await platform.connect('never-comes');
    await station.get('Heartbeat', {});
    expect(station.unexpected).toEqual([]);
  });

  it('is taken once under one idempotency key, and the key means that command for ever', async () => {
    const station = await platform.connect('asks-twice');
    const first = await platform.ask('asks-twice', clearCache, { idempotencyKey: 'k1' });
    const again = await platform.ask('asks-twice', clearCache, { idempotencyKey: 'k1' });
    expect(again).toEqual({ ...first, repeated: true, position: undefined });
    expect(await platform.ask('asks-twice', { name: 'ResetStation', immediate: true }, { idempotencyKey: 'k1' })).toMatchObject({
      code: 'idempotency-key-reused',
    });
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await station.get('Heartbeat', {});
    expect(station.unexpected).toEqual([]);
  });

  it('is unanswered when the station does not answer in time, and the next one goes out', async () => {
    const station = await platform.connect('silent');
    const first = await platform.request('silent', clearCache, { answerTimeoutSeconds: 1 });
    const second = await platform.request('silent', clearCache);
    await station.nextCall();
    await platform.commandIs(first, 'unanswered');
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await platform.commandIs(second, 'accepted');
  });

  it('is unanswered when the line ends before the answer, and is not sent again', async () => {
    const station = await platform.connect('hangs-up');
    const commandId = await platform.request('hangs-up', clearCache, { waitForStation: true });
    await station.nextCall();
    station.cut();
    await platform.commandIs(commandId, 'unanswered');
    const back = await platform.connect('hangs-up');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);
  });

  it('gets its answer though the station hangs up right behind it', async () => {
    const station = await platform.connect('resets');
    const commandId = await platform.request('resets', { name: 'ResetStation', immediate: true });
    const call = await station.nextCall();
    for (let index = 0; index < 5; index++) station.say(`[2,"a${index}","Authorize",{"idTag":"TAG-${index}"}]`);
    station.answer(call, { status: 'Accepted' });
    await station.close();
    await platform.commandIs(commandId, 'accepted');
  });
});

describe('a restart', () => {
  it('sends what waited, once, and not again what was sent', async () => {
    const station = await platform.connect('restarted');
    const sent = await platform.request('restarted', clearCache);
    await station.nextCall();
    const waiting = await platform.request('restarted-too', clearCache, { waitForStation: true });
    await platform.restart();
    const back = await platform.connect('restarted');
    const other = await platform.connect('restarted-too');
    other.answer(await other.nextCall(), { status: 'Accepted' });
    await platform.commandIs(waiting, 'accepted');
    await back.get('Heartbeat', {});
    expect(back.unexpected).toEqual([]);
    await platform.commandIs(sent, 'unanswered');
    await platform.sendStationsHome();
    await platform.restart();
    const again = await platform.connect('restarted-too');
    await again.get('Heartbeat', {});
    expect(again.unexpected).toEqual([]);
  });
});
