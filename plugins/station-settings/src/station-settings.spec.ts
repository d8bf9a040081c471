import { describe, expect, it } from '@jest/globals';
import type { PluginContext, Question, Setting } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { stationSettings } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const config = stationSettings.config.parse({});
const { startSession, translateSettings } = stationSettings.decisions ?? {};

const about = (settings: readonly Setting[]) =>
  ({
    stationId: 'oak',
    ocppVersion: '1.6',
    at: '2026-05-01T12:00:00.000Z',
    station: { groups: [], timeZone: 'UTC', settings },
  }) as const;

describe('station settings', () => {
  it('give every session the charging time of its station as a limit, whatever the station can do', () => {
    const session: Question<'startSession'> = {
      ...about([{ name: 'chargingTime', minutes: 90 }]),
      transactionId: '1',
      startedAt: '2026-05-01T12:00:00.000Z',
    };
    expect(startSession?.(session, config, context)).toMatchObject({
      answer: { outcome: 'charge', limits: { seconds: 5_400 } },
      rule: 'charging-time',
    });
    expect(startSession?.({ ...session, ...about([]) }, config, context)).toMatchObject({ vote: 'abstain' });
  });

  it.each(['1.6', '2.0.1'] as const)('leave the price to the platform where an OCPP %s station shows none', (ocppVersion) => {
    const question: Question<'translateSettings'> = {
      ...about([]),
      ocppVersion,
      setting: { name: 'price', tariffId: 'night', tariffVersion: 2 },
      variables: { 'TariffCostCtrlr/Available': 'false' },
      tariff: { tariffId: 'night', version: 2, currency: 'EUR', text: '0.42 EUR/kWh', pricePerKwh: '0.42' },
    };
    expect(translateSettings?.(question, config, context)).toMatchObject({ answer: { calls: [], enforcedByPlatform: true } });
  });

  it('document every member of their configuration', () => {
    for (const [name, member] of Object.entries(stationSettings.config.shape))
      expect([name, member.description]).toEqual([name, expect.any(String)]);
  });
});

describePlugin(stationSettings, {
  questions: { startSession: [about([{ name: 'chargingTime', minutes: 90 }])] },
});
