import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { meterValue2, secondsFromNow } from '../support/frames.ts';
import { addFlatTariff, assignTariff, cardOf, tariffPlugins } from '../support/tariffs.ts';
import { usePlatform } from '../support/use-platform.ts';
import { watch } from '../support/watched.ts';

const platform = usePlatform({}, tariffPlugins);

beforeAll(async () => {
  await addFlatTariff(platform, 'public', '0.50');
  await addFlatTariff(platform, 'own', '0.30');
  await assignTariff(platform, { kind: 'EVERYBODY' }, 'public');
});

describe('a station of 2.0.1', () => {
  const reports = (value: string): JsonObject => ({
    requestId: 1,
    seqNo: 0,
    generatedAt: secondsFromNow(0),
    reportData: [
      {
        component: { name: 'TariffCostCtrlr' },
        variable: { name: 'Enabled', instance: 'Cost' },
        variableAttribute: [{ value }],
      },
    ],
  });
  const reads = (registerWh: number): JsonObject => ({ evseId: 1, meterValue: [meterValue2(registerWh, secondsFromNow(0))] });

  const calls = async (stationId: string) => (await platform.events(stationId)).map(({ metadata }) => metadata.action);

  it('that announces that it shows costs is told what a session costs by now, with CostUpdated', async () => {
    const driver = new ChargingDriver(await platform.connect('shows-201', 'ocpp2.0.1'));
    await driver.station.get('NotifyReport', reports('true'));
    await driver.starts('ANYBODY', secondsFromNow(-600));
    await driver.station.get('MeterValues', reads(8_000));
    const call = await driver.station.nextCall();
    expect(call).toMatchObject({ action: 'CostUpdated', payload: { transactionId: 'tx-1', totalCost: 4 } });
    driver.station.answer(call, {});
    await driver.ends(9_000, secondsFromNow(0));
    expect(await calls('shows-201')).toContain('CostUpdated');
  });

  it('that shows none is told with its answers alone', async () => {
    const driver = new ChargingDriver(await platform.connect('shows-not', 'ocpp2.0.1'));
    await driver.station.get('NotifyReport', reports('false'));
    await driver.starts('ANYBODY', secondsFromNow(-600));
    await driver.station.get('MeterValues', reads(8_000));
    await driver.ends(9_000, secondsFromNow(0));
    expect(await calls('shows-not')).not.toContain('CostUpdated');
  });
});

describe('a driver with a tariff of their own', () => {
  const authorizes = async (stationId: string, protocol: string, idToken: string) =>
    (await platform.connect(stationId, protocol)).get('Authorize', { idToken: { idToken, type: 'ISO14443' } });

  it('gets it with the answer to Authorize at a station of 2.1, and nobody else does', async () => {
    await assignTariff(platform, { kind: 'ACCOUNT', id: await cardOf(platform, 'OWN-CARD') }, 'own');
    expect(await authorizes('asks-21', 'ocpp2.1', 'OWN-CARD')).toMatchObject({
      idTokenInfo: { status: 'Accepted' },
      tariff: { tariffId: 'own v1', currency: 'EUR', energy: { prices: [{ priceKwh: 0.3 }] } },
    });
    expect(await authorizes('asks-21-too', 'ocpp2.1', 'ANYBODY')).not.toHaveProperty('tariff');
    expect(await authorizes('asks-201', 'ocpp2.0.1', 'OWN-CARD')).not.toHaveProperty('tariff');
  });
});

describe('a driver with a tariff of their own, at a station of 1.6 that shows prices,', () => {
  it('is told theirs before they plug in, and nothing is said to others', async () => {
    await assignTariff(platform, { kind: 'ACCOUNT', id: await cardOf(platform, 'OWN-CARD-16') }, 'own');
    const station = await platform.connect('asks-16');
    await platform.request('asks-16', { name: 'GetVariables', variables: [{ variable: 'CustomDisplayCostAndPrice' }] });
    const key = { key: 'CustomDisplayCostAndPrice', readonly: true, value: 'true' };
    station.answer(await station.nextCall(), { configurationKey: [key], unknownKey: [] });
    await station.settled();

    await station.get('Authorize', { idTag: 'ANYBODY' });
    await station.get('Authorize', { idTag: 'OWN-CARD-16' });
    const { action, payload } = await station.nextCall();

    expect([action, payload['messageId']]).toEqual(['DataTransfer', 'SetUserPrice']);
    expect(JSON.parse(String(payload['data']))).toEqual({ idToken: 'OWN-CARD-16', priceText: '0.30 EUR/kWh' });
  });
});

describe('a running cost', () => {
  it.each(everyVersion.slice(1))('is seen through sessionChanged, at a station of %s', async (protocol) => {
    const stationId = `runs-${protocol}`;
    const driver = new ChargingDriver(await platform.connect(stationId, protocol));
    const costs = watch(
      platform,
      `subscription { sessionChanged(stationId: "${stationId}") { state announcedCost cost { amount } } }`,
    );
    await driver.starts('ANYBODY', secondsFromNow(-600));
    const session = { state: 'ACTIVE', announcedCost: 4, cost: null };
    await driver.reads(8_000, secondsFromNow(-300));
    const is = (wanted: object) => (data: JsonObject) => JSON.stringify(data['sessionChanged']) === JSON.stringify(wanted);
    await costs.told('a running cost of 4.00', is(session));
    await driver.ends(9_000, secondsFromNow(0));
    await costs.told('a price of 4.50', is({ state: 'ENDED', announcedCost: 4.5, cost: { amount: '4.50' } }));
    await costs.end();
  });
});
