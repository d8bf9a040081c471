import { describe, expect, it } from '@jest/globals';
import type { Command } from '@wattledger/charging';
import { translate } from './translate.ts';

const everyCommand: readonly Command[] = [
  { name: 'RequestBatteryStatus', evseId: 1 },
  { name: 'StartSession', evseId: 1, token: 'TAG' },
  { name: 'StopSession', transactionId: '17' },
  { name: 'ResetStation', immediate: true },
  { name: 'UnlockConnector', evseId: 1, connectorId: 1 },
  { name: 'ChangeAvailability', evseId: 1, operative: false },
  { name: 'GetVariables', variables: [{ component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }] },
  { name: 'GetVariables', variables: [] },
  { name: 'SetVariable', variable: { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' }, value: '60' },
  { name: 'SendCall', action: 'ClearCache', payload: {} },
];

describe('a command', () => {
  it.each(['1.6', '2.0.1', '2.1'] as const)('can be put into the words of OCPP %s, as its schema wants them', (version) => {
    for (const command of everyCommand) expect(translate(command, version)).toMatchObject({ action: expect.any(String) });
  });

  it('means the connector of the same number where the version knows no EVSEs', () => {
    expect(translate({ name: 'RequestBatteryStatus', evseId: 2 }, '1.6')).toEqual({
      action: 'TriggerMessage',
      payload: { requestedMessage: 'MeterValues', connectorId: 2 },
    });
  });

  it('means the whole station when it names no place', () => {
    expect(translate({ name: 'ChangeAvailability', operative: true }, '1.6')).toMatchObject({
      payload: { connectorId: 0, type: 'Operative' },
    });
    expect(translate({ name: 'ChangeAvailability', operative: true }, '2.1')).toMatchObject({
      payload: { operationalStatus: 'Operative' },
    });
  });

  it('is refused where the version cannot say it, with what is missing', () => {
    expect(translate({ name: 'StopSession', transactionId: 'a-uuid' }, '1.6')).toMatchObject({ code: 'command-incomplete' });
    expect(translate({ name: 'SetVariable', variable: { variable: 'X' }, value: '1' }, '2.0.1')).toMatchObject({
      code: 'command-incomplete',
    });
    expect(translate({ name: 'SendCall', action: 'SetDefaultTariff', payload: {} }, '2.0.1')).toMatchObject({
      code: 'command-not-in-version',
    });
    expect(translate({ name: 'SendCall', action: 'Heartbeat', payload: {} }, '1.6')).toMatchObject({
      code: 'command-not-in-version',
    });
    expect(translate({ name: 'SendCall', action: 'Reset', payload: { type: 'Warm' } }, '1.6')).toMatchObject({
      code: 'payload-invalid',
    });
    expect(translate({ name: 'StartSession', token: 'x'.repeat(21) }, '1.6')).toMatchObject({ code: 'payload-invalid' });
  });
});
