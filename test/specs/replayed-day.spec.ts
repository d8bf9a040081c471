import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flatTariff } from '@wattledger/flat-tariff';
import { isRefusal } from '@wattledger/kernel';
import type { BuiltIn } from '@wattledger/plugin-host';
import { prepaid } from '@wattledger/prepaid';
import { quickStart } from '@wattledger/quick-start';
import { stationSettings } from '@wattledger/station-settings';
import { timeOfUseTariff } from '@wattledger/time-of-use-tariff';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { driverPlugins } from '../support/driver-plugins.ts';
import { prepaidCard } from '../support/prepaid-drivers.ts';
import { wattledger } from '../support/program.ts';
import { stayEmbedded } from '../support/stores.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import { usePlatform } from '../support/use-platform.ts';

// The command line reads a whole log, not one part of a log that specs share.
stayEmbedded();

const plugins: readonly BuiltIn[] = [
  ...driverPlugins,
  { plugin: prepaid, config: { minimumCredit: '0.50' } },
  { plugin: flatTariff, config: {} },
  { plugin: timeOfUseTariff, config: {} },
  { plugin: stationSettings, config: {} },
  { plugin: quickStart, config: { pricePerKwh: '0.40' } },
];
const tariffs = [
  ['flat', 'flat-tariff', { perKwh: '0.42' }],
  [
    'evenings',
    'time-of-use-tariff',
    { elements: [{ name: 'evening', when: { from: '21:00', until: '22:00' }, perKwh: '0.50' }], otherwise: { perKwh: '0.30' } },
  ],
] as const;

const platform = usePlatform({ WATTLEDGER_ADMIN_KEY: ADMIN_KEY }, plugins);
let files: string;

async function drives(stationId: string, protocol: string, card: string): Promise<void> {
  const driver = new ChargingDriver(await platform.connect(stationId, protocol));
  await driver.starts(card, '2026-05-01T21:30:00Z', 1_000);
  await driver.reads(9_845, '2026-05-01T22:00:00Z');
  await driver.ends(18_690, '2026-05-01T22:30:00Z');
}

/** A day with good, unknown and blocked cards, prepaid drivers and three ways to price. */
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'wattledger-day-'));
  for (const [tariffId, plugin, terms] of tariffs)
    await platform.graphql(
      `mutation ($tariffId: ID!, $plugin: String!, $terms: JSON!) {
        addTariffVersion(tariffId: $tariffId, plugin: $plugin, name: "A tariff", currency: "EUR", terms: $terms, validFrom: "2026-01-01T00:00:00.000Z") { __typename }
      }`,
      { tariffId, plugin, terms },
    );
  const { tokens } = platform.drivers;
  await tokens.issue({ token: 'GOOD', tokenType: 'ISO14443' }, 'spec');
  const gone = await tokens.issue({ token: 'GONE', tokenType: 'ISO14443' }, 'spec');
  if (isRefusal(gone)) throw new Error(gone.message);
  await tokens.block(gone.tokenId, 'lost', 'spec');
  const walletId = await prepaidCard(platform, 'AHEAD');
  await platform.graphql(
    'mutation ($id: ID!) { addCredit(walletId: $id, amount: "100.00", currency: "EUR", reference: "once") { __typename } }',
    { id: walletId },
  );
  for (const protocol of everyVersion) {
    for (const tariffId of ['flat', 'evenings', undefined]) {
      const stationId = `${tariffId ?? 'none'}-${protocol}`;
      if (tariffId !== undefined)
        await platform.graphql(
          'mutation ($id: ID!, $tariffId: ID!) { assignTariff(scope: { kind: STATION, id: $id }, tariffId: $tariffId) { __typename } }',
          { id: stationId, tariffId },
        );
      await drives(stationId, protocol, 'GOOD');
    }
    await drives(`ahead-${protocol}`, protocol, 'AHEAD');
    await drives(`gone-${protocol}`, protocol, 'GONE');
    await drives(`strange-${protocol}`, protocol, 'STRANGER');
  }
  await platform.caughtUp();
});
afterAll(() => rm(files, { recursive: true, force: true }));

describe('the same recorded day, put to the same plugins again', () => {
  it.each(plugins.map(({ plugin, config }) => [plugin.id, config] as const))(
    'gets the same votes and prices of %s, and nothing is left out',
    async (id, config) => {
      const file = join(files, `${id}.json`);
      await writeFile(file, JSON.stringify(config));
      const { output, errors, code } = await wattledger([
        ...['plugin', 'replay', '--plugin', `@wattledger/${id}`],
        ...['--config', file, '--data-dir', platform.folder, '--json'],
      ]);
      expect({ errors, code }).toEqual({ errors: '', code: 0 });
      const outcome = JSON.parse(output) as { asked: number; same: number };
      expect(outcome).toMatchObject({ differences: [], skipped: [] });
      expect(outcome.asked).toBeGreaterThan(0);
      expect(outcome.same).toBe(outcome.asked);
    },
  );
});
