import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BuiltIn } from '@wattledger/plugin-host';
import { accept, definePlugin, z } from '@wattledger/plugin-sdk';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { addFlatTariff, tariffPlugins } from '../support/tariffs.ts';
import { usePlatform } from '../support/use-platform.ts';

/** Lets everybody charge, and cannot price: its price list is out of reach. */
const broken: BuiltIn = {
  plugin: definePlugin({
    id: 'broken-of-this-spec',
    version: '1.0.0',
    sdk: '^1.0.0',
    config: z.object({}),
    decisions: {
      authorize: () => accept('any token may charge'),
      priceSession() {
        throw new Error('the price list is out of reach');
      },
    },
  }),
  config: {},
};

const platform = usePlatform({}, [...tariffPlugins.slice(0, 2), broken]);

beforeAll(() => addFlatTariff(platform, 'flat', '0.42'));

const price = (sessionId: string, how: string) =>
  platform.graphql(
    `mutation ($id: ID!) { correctSessionPrice(sessionId: $id, reason: "priced late", ${how}) {
      ... on SessionPriceCorrected { amount } ... on UserError { code } } }`,
    { id: sessionId },
  );

describe.each(everyVersion)('a session of %s whose pricing failed', (protocol) => {
  const charges = async (stationId: string) => {
    const driver = new ChargingDriver(await platform.connect(stationId, protocol));
    expect(await driver.starts('ANYBODY', secondsFromNow(-600))).toBe('Accepted');
    await driver.ends(17_690, secondsFromNow(0));
    await platform.recorded(stationId, 'SessionPricingFailed');
    const [session] = await platform.sessions(stationId);
    expect(session?.costAmount).toBeUndefined();
    return `${stationId}:${driver.id}`;
  };
  const costOf = async (stationId: string) => {
    const { sessions } = await platform.graphql<{ sessions: { nodes: { cost: object }[] } }>(
      `query ($id: String!) { sessions(filter: { stationIds: [$id] }) { nodes {
        cost { amount originalAmount tariffId corrections { how amount before { amount } } } } } }`,
      { id: stationId },
    );
    return sessions.nodes[0]?.cost;
  };

  it('is priced for the first time under a tariff', async () => {
    const stationId = `late-${protocol}`;
    const sessionId = await charges(stationId);
    expect(await price(sessionId, 'tariffId: "flat", version: 1')).toEqual({ correctSessionPrice: { amount: '7.43' } });
    await platform.caughtUp();
    expect(await costOf(stationId)).toMatchObject({
      amount: '7.43',
      originalAmount: null,
      corrections: [{ how: 'TARIFF', amount: '7.43', before: null }],
    });
    expect(await platform.sessions(stationId)).toMatchObject([{ costAmount: '7.43' }]);
  });

  it('is priced for the first time by hand', async () => {
    const stationId = `hand-${protocol}`;
    const sessionId = await charges(stationId);
    expect(await price(sessionId, 'amount: "5.00", currency: "EUR"')).toEqual({ correctSessionPrice: { amount: '5.00' } });
    await platform.caughtUp();
    expect(await costOf(stationId)).toMatchObject({ amount: '5.00', originalAmount: null });
  });
});
