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

const nightTariff = {
  tariffId: 'night',
  version: 2,
  currency: 'EUR',
  text: '0.42 EUR/kWh',
  pricePerKwh: '0.42',
  stationTariff: { tariffId: 'night v2', currency: 'EUR', energy: { prices: [{ priceKwh: 0.42 }] } },
};

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
      tariff: nightTariff,
    };
    expect(translateSettings?.(question, config, context)).toMatchObject({ answer: { calls: [], enforcedByPlatform: true } });
  });

  it('tell an OCPP 2.1 station of the tariff that it can compute with, and of the sentence that drivers read', () => {
    const question: Question<'translateSettings'> = {
      ...about([]),
      ocppVersion: '2.1',
      evseId: 2,
      setting: { name: 'price', tariffId: 'night', tariffVersion: 2 },
      variables: {},
      tariff: nightTariff,
    };
    const description = [{ format: 'UTF8', content: '0.42 EUR/kWh' }];
    expect(translateSettings?.(question, config, context)).toMatchObject({
      answer: {
        calls: [{ action: 'SetDefaultTariff', payload: { evseId: 2, tariff: { ...nightTariff.stationTariff, description } } }],
        undo: [{ action: 'ClearTariffs', payload: { tariffIds: ['night v2'] } }],
      },
    });
  });

  it('document every member of their configuration', () => {
    for (const [name, member] of Object.entries(stationSettings.config.shape))
      expect([name, member.description]).toEqual([name, expect.any(String)]);
  });
});

describePlugin(stationSettings, {
  questions: { startSession: [about([{ name: 'chargingTime', minutes: 90 }])] },
});
