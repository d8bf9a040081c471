import { beforeAll, describe, expect, it } from '@jest/globals';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { addFlatTariff, assignTariff, cardOf, tariffPlugins, unassignTariff } from '../support/tariffs.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({}, tariffPlugins);

/** From the one that counts most to the one that counts least, and what a kWh costs there. */
const prices = { account: '0.10', group: '0.20', station: '0.30', fast: '0.40', slow: '0.45', site: '0.50', everybody: '0.60' };

beforeAll(async () => {
  for (const [tariffId, perKwh] of Object.entries(prices)) await addFlatTariff(platform, tariffId, perKwh);
});

/** Charges 10 kWh. @returns what that costs */
async function charges(stationId: string, protocol: string, token: string, transactionId: string): Promise<string | undefined> {
  const driver = new ChargingDriver(await platform.connect(stationId, protocol), transactionId);
  expect(await driver.starts(token, secondsFromNow(-600))).toBe('Accepted');
  await driver.ends(10_000, secondsFromNow(0));
  await driver.station.close();
  return (await platform.sessions(stationId)).at(-1)?.costAmount;
}

describe.each(everyVersion)('of all tariffs that are assigned, a session of %s', (protocol) => {
  it('pays that of who is nearest to the driver, then that of the smallest place', async () => {
    const stationId = `placed-${protocol}`;
    const accountId = await cardOf(platform, `CARD-${protocol}`, `GROUP-${protocol}`);
    await platform.graphql(
      `mutation ($id: ID!) { placeStation(stationId: $id, siteId: "${stationId}-site", groups: ["${stationId}-fast", "${stationId}-slow"], timeZone: "UTC") {
        __typename } }`,
      { id: stationId },
    );
    const scopes = [
      [{ kind: 'ACCOUNT', id: accountId }, 'account', '1.00'],
      [{ kind: 'DRIVER_GROUP', id: `GROUP-${protocol}` }, 'group', '2.00'],
      [{ kind: 'STATION', id: stationId }, 'station', '3.00'],
      [{ kind: 'STATION_GROUP', id: `${stationId}-fast` }, 'fast', '4.00'],
      [{ kind: 'STATION_GROUP', id: `${stationId}-slow` }, 'slow', '4.50'],
      [{ kind: 'SITE', id: `${stationId}-site` }, 'site', '5.00'],
      [{ kind: 'EVERYBODY' }, 'everybody', '6.00'],
    ] as const;
    for (const [scope, tariffId] of scopes) await assignTariff(platform, scope, tariffId);
    for (const [index, [scope, , amount]] of scopes.entries()) {
      expect([scope.kind, await charges(stationId, protocol, `CARD-${protocol}`, `tx-${index}`)]).toEqual([scope.kind, amount]);
      await unassignTariff(platform, scope);
    }
    // Under no tariff quick-start prices it: nothing.
    expect(await charges(stationId, protocol, `CARD-${protocol}`, 'tx-last')).toBe('0.00');
  });
});
