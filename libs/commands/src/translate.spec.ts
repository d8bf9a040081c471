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

  it('about local lists and caches is said in the words of each version, and held against its schema', () => {
    const expiresAt = '2026-06-01T00:00:00.000Z';
    const good = { token: 'TAG', tokenType: 'ISO14443', status: 'Accepted', expiresAt, groupToken: 'FAMILY' } as const;
    const gone = { token: 'GONE', tokenType: 'ISO14443' };
    const some: Command = { name: 'SendLocalList', listVersion: 3, update: 'Differential', entries: [good, gone] };
    const none: Command = { name: 'SendLocalList', listVersion: 4, update: 'Full', entries: [] };
    expect(translate(some, '1.6')).toEqual({
      action: 'SendLocalList',
      payload: {
        listVersion: 3,
        updateType: 'Differential',
        localAuthorizationList: [
          { idTag: 'TAG', idTagInfo: { status: 'Accepted', expiryDate: expiresAt, parentIdTag: 'FAMILY' } },
          { idTag: 'GONE' },
        ],
      },
    });
    expect(translate(none, '1.6')).toMatchObject({ payload: { updateType: 'Full', localAuthorizationList: [] } });
    for (const version of ['2.0.1', '2.1'] as const) {
      expect(translate(some, version)).toEqual({
        action: 'SendLocalList',
        payload: {
          versionNumber: 3,
          updateType: 'Differential',
          localAuthorizationList: [
            {
              idToken: { idToken: 'TAG', type: 'ISO14443' },
              idTokenInfo: {
                status: 'Accepted',
                cacheExpiryDateTime: expiresAt,
                groupIdToken: { idToken: 'FAMILY', type: 'Central' },
              },
            },
            { idToken: { idToken: 'GONE', type: 'ISO14443' } },
          ],
        },
      });
      expect(translate(none, version)).toEqual({ action: 'SendLocalList', payload: { versionNumber: 4, updateType: 'Full' } });
    }
    for (const version of ['1.6', '2.0.1', '2.1'] as const) {
      expect(translate({ name: 'ClearCache' }, version)).toEqual({ action: 'ClearCache', payload: {} });
      expect(translate({ name: 'GetLocalListVersion' }, version)).toEqual({ action: 'GetLocalListVersion', payload: {} });
    }
    const long = { ...none, entries: [{ token: 'X'.repeat(21), tokenType: 'Central' }] };
    expect(translate(long, '1.6')).toMatchObject({ refused: expect.anything() });
    expect(translate(long, '2.1')).toMatchObject({ action: 'SendLocalList' });
  });

  it('about tariffs is one of 2.1 alone', () => {
    const tariff = { tariffId: 'flat', currency: 'EUR', energy: { prices: [{ priceKwh: 0.42 }] } };
    const commands: readonly Command[] = [
      { name: 'SetDefaultTariff', evseId: 0, tariff },
      { name: 'GetTariffs', evseId: 0 },
      { name: 'ClearTariffs', tariffIds: ['flat'] },
      { name: 'ChangeTransactionTariff', transactionId: 'tx', tariff },
    ];
    for (const command of commands) {
      expect(translate(command, '2.1')).toMatchObject({ action: command.name });
      expect(translate(command, '2.0.1')).toMatchObject({ code: 'command-not-in-version' });
      expect(translate(command, '1.6')).toMatchObject({ code: 'command-not-in-version' });
    }
  });

  it('shows a cost by a call in 2.x, and by a message of the California extension in 1.6', () => {
    const cost = {
      name: 'ShowCost',
      transactionId: '7',
      amount: '7.43',
      currency: 'EUR',
      final: true,
      at: '2026-05-01T12:00:00.000Z',
    };
    expect(translate(cost as Command, '2.0.1')).toEqual({
      action: 'CostUpdated',
      payload: { transactionId: '7', totalCost: 7.43 },
    });
    expect(translate(cost as Command, '1.6')).toEqual({
      action: 'DataTransfer',
      payload: {
        vendorId: 'org.openchargealliance.costmsg',
        messageId: 'FinalCost',
        data: '{"transactionId":7,"cost":7.43,"priceText":"7.43 EUR"}',
      },
    });
  });

  it('shows a driver their price by a message of the California extension in 1.6; later versions have it in an answer', () => {
    const price: Command = { name: 'ShowUserPrice', token: 'TAG-1', text: '0.30 EUR/kWh' };
    expect(translate(price, '1.6')).toEqual({
      action: 'DataTransfer',
      payload: {
        vendorId: 'org.openchargealliance.costmsg',
        messageId: 'SetUserPrice',
        data: '{"idToken":"TAG-1","priceText":"0.30 EUR/kWh"}',
      },
    });
    expect(translate(price, '2.1')).toMatchObject({ code: 'command-not-in-version' });
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
