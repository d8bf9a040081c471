import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandStream, platformData } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import { StationStory } from '@wattledger/read-models/testing';
import { beginCharging, bootStation, charge, openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi();
  const oak = await bootStation(api, 'oak-1');
  await charge(api, oak, { transactionId: '1', minutes: 1 });
  await beginCharging(api, oak, '2');
  await new StationStory('elm-21', '2.1').connects().record(api.ledger);
  await api.project();
});
afterAll(() => api.close());

interface Taken {
  __typename: string;
  commandId: string;
  code: string;
  message: string;
  command: { id: string; name: string; status: string; arguments: JsonObject; requestedBy: string };
}

const ask = async (call: string, key = api.keys.operator): Promise<Taken> => {
  const fields = `__typename
    ... on CommandTaken { commandId repeated command { id name status stationId arguments requestedBy reason waitForStation } }
    ... on UserError { code message remedy }`;
  const { data, errors } = await api.ask<Record<string, Taken>>(`mutation { ${call} { ${fields} } }`, {}, key);
  expect(errors).toBeUndefined();
  const [taken] = Object.values(data);
  if (!taken) throw new Error('no answer');
  return taken;
};

const recorded = async (commandId: string) => {
  for await (const event of api.ledger.read(commandStream(commandId))) {
    return platformData('CommandRequested', event.data as JsonObject);
  }
  throw new Error(`no command ${commandId}`);
};

describe('a command', () => {
  it.each([
    ['requestBatteryStatus(stationId: "oak-1", evseId: 1)', { name: 'RequestBatteryStatus', evseId: 1 }],
    ['requestBatteryStatus(stationId: "oak-1", evseId: null)', { name: 'RequestBatteryStatus' }],
    ['stopSession(sessionId: "oak-1:2")', { name: 'StopSession', transactionId: '2' }],
    ['stopSession(stationId: "oak-1", transactionId: "2")', { name: 'StopSession', transactionId: '2' }],
    ['stopSession(stationId: "oak-1", transactionId: "77")', { name: 'StopSession', transactionId: '77' }],
    ['resetStation(stationId: "oak-1")', { name: 'ResetStation', immediate: false }],
    ['resetStation(stationId: "elm-21", immediate: true, evseId: 1)', { name: 'ResetStation', immediate: true, evseId: 1 }],
    ['unlockConnector(stationId: "oak-1", evseId: 1)', { name: 'UnlockConnector', evseId: 1, connectorId: 1 }],
    ['changeAvailability(stationId: "oak-1", operative: false)', { name: 'ChangeAvailability', operative: false }],
    ['getVariables(stationId: "oak-1")', { name: 'GetVariables', variables: [] }],
    [
      'setVariable(stationId: "elm-21", variable: { component: "OCPPCommCtrlr", variable: "HeartbeatInterval" }, value: "60")',
      { name: 'SetVariable', variable: { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }, value: '60' },
    ],
    [
      'sendCommand(stationId: "oak-1", action: "TriggerMessage", payload: { requestedMessage: "Heartbeat" })',
      { name: 'SendCall', action: 'TriggerMessage', payload: { requestedMessage: 'Heartbeat' } },
    ],
  ])('%s is recorded as it was asked', async (call, command) => {
    const taken = await ask(call);
    expect(taken).toMatchObject({ __typename: 'CommandTaken', command: { status: 'REQUESTED', stationId: expect.any(String) } });
    expect((await recorded(taken.commandId)).command).toEqual(command);
  });

  it('can be seen at once, and still when its row has been made', async () => {
    const { commandId } = await ask('resetStation(stationId: "oak-1", reason: "it hangs", waitForStation: true)');
    const seen = () =>
      api.ask(`{ command(id: "${commandId}") { name status reason waitForStation requestedBy arguments station { id } } }`);
    const { data } = await seen();
    expect(data).toEqual({
      command: {
        name: 'RESET_STATION',
        status: 'REQUESTED',
        reason: 'it hangs',
        waitForStation: true,
        requestedBy: expect.stringMatching(/^\w{8}$/),
        arguments: { immediate: false },
        station: { id: 'oak-1' },
      },
    });
    await api.project();
    expect((await seen()).data).toEqual(data);
    expect((await api.ask('{ commands(first: 1, filter: { statuses: [REQUESTED] }) { nodes { id } } }')).data).toEqual({
      commands: { nodes: [{ id: commandId }] },
    });
  });

  it('seals the token it starts a session with', async () => {
    const { commandId, command } = await ask(
      'startSession(stationId: "oak-1", evseId: 1, token: "CARD-9", tokenType: "ISO14443")',
    );
    expect(command.arguments).toEqual({ token: 'CARD-9', tokenType: 'ISO14443', evseId: 1 });
    expect(await recorded(commandId)).toMatchObject({ command: { token: expect.stringMatching(/^sealed:/) } });
    const { data } = await api.ask(`{ command(id: "${commandId}") { arguments } }`, {}, api.keys.integrator);
    expect(data).toMatchObject({ command: { arguments: { token: expect.stringMatching(/^subject:/) } } });
  });

  it('shows nobody the secret it brings to a station', async () => {
    const { commandId, command } = await ask(
      'setVariable(stationId: "oak-1", variable: { variable: "AuthorizationKey" }, value: "0123456789abcdef0123")',
    );
    expect(command.arguments).toMatchObject({ value: expect.stringMatching(/^subject:/) });
    const events = await api.ask(`{ events(filter: { stream: "command-${commandId}" }) { nodes { payload } } }`);
    expect(JSON.stringify(events.data)).not.toContain('0123456789abcdef0123');
  });

  it('that is asked for twice under one key is one command', async () => {
    const first = await ask('resetStation(stationId: "oak-1", idempotencyKey: "k1")');
    expect(await ask('resetStation(stationId: "oak-1", idempotencyKey: "k1")')).toMatchObject({
      repeated: true,
      commandId: first.commandId,
    });
    expect(await ask('resetStation(stationId: "oak-1", immediate: true, idempotencyKey: "k1")')).toMatchObject({
      __typename: 'IdempotencyKeyReused',
      code: 'idempotency-key-reused',
      remedy: expect.any(String),
    });
  });
});

describe('what makes no sense', () => {
  it.each([
    ['resetStation(stationId: "nobody")', 'StationNotFound', 'station-unknown'],
    ['sendCommand(stationId: "nobody", action: "Reset", payload: {})', 'StationNotFound', 'station-unknown'],
    ['stopSession(sessionId: "oak-1:9")', 'SessionNotFound', 'session-unknown'],
    ['stopSession(sessionId: "oak-1:1")', 'SessionNotActive', 'session-over'],
    ['stopSession(stationId: "oak-1", transactionId: "1")', 'SessionNotActive', 'session-over'],
    ['stopSession', 'InvalidInput', 'input-invalid'],
    ['stopSession(sessionId: "a", stationId: "b")', 'InvalidInput', 'input-invalid'],
    ['resetStation(stationId: "oak-1", expiresInSeconds: 0)', 'InvalidInput', 'command-expiry-invalid'],
    ['resetStation(stationId: "oak-1", answerTimeoutSeconds: 601)', 'InvalidInput', 'answer-timeout-invalid'],
    ['resetStation(stationId: "oak-1", idempotencyKey: "")', 'InvalidInput', 'input-invalid'],
    ['sendCommand(stationId: "oak-1", action: "Reset", payload: { type: "Gently" })', 'PayloadInvalid', 'payload-invalid'],
    ['sendCommand(stationId: "oak-1", action: "Reset", payload: [])', 'PayloadInvalid', 'payload-invalid'],
    ['sendCommand(stationId: "oak-1", action: "Reset", payload: "Soft")', 'PayloadInvalid', 'payload-invalid'],
    ['sendCommand(stationId: "oak-1", action: "Heartbeat", payload: {})', 'ActionNotSupported', 'command-not-in-version'],
    ['sendCommand(stationId: "oak-1", action: "GetVariables", payload: {})', 'ActionNotSupported', 'command-not-in-version'],
    ['sendCommand(stationId: "elm-21", action: "__proto__", payload: {})', 'ActionNotSupported', 'command-not-in-version'],
  ])('%s is answered with %s', async (call, type, code) => {
    expect(await ask(call)).toMatchObject({ __typename: type, code, message: expect.any(String) });
  });
});
