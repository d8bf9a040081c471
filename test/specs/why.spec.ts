import { beforeAll, describe, expect, it } from '@jest/globals';
import { isRefusal } from '@wattledger/kernel';
import { ChargingDriver } from '../support/charging-driver.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_ADMIN_KEY: ADMIN_KEY });

const whyRefused = `
  query ($stationId: String!) {
    decisions(filter: { stationIds: [$stationId], refused: true }, first: 1) {
      nodes {
        at outcome rule reason token
        votes { plugin version answer rule reason }
        considered
        events { type payload }
        basis { type stream payload }
      }
    }
  }`;
const whyThatPrice = `
  query ($id: ID!) {
    session(id: $id) {
      energyWh
      cost {
        amount currency tariffId tariffVersion voter rule reason rounding
        lines { what quantity unit unitPrice amount element }
        periods { from until energyWh state }
        votes { voter answer reason }
      }
      decisions { point outcome rule reason votes { plugin version answer } }
      events { type position }
    }
  }`;

describe('why was this driver refused?', () => {
  beforeAll(async () => {
    const { tokens } = platform.drivers;
    const issued = await tokens.issue({ token: 'LOSTCARD', tokenType: 'ISO14443' }, 'spec');
    if (isRefusal(issued)) throw new Error(issued.message);
    await tokens.block(issued.tokenId, 'reported as lost', 'spec');
  });

  it('is answered by one query: plugin, version, rule, what was known, and the events that say so', async () => {
    const station = await platform.connect('why-refused', 'ocpp2.0.1');
    await station.get('Authorize', { idToken: { idToken: 'LOSTCARD', type: 'ISO14443' } });
    await platform.caughtUp();
    const { decisions } = await platform.graphql<{ decisions: { nodes: object[] } }>(whyRefused, { stationId: 'why-refused' });
    expect(decisions.nodes).toMatchObject([
      {
        outcome: 'Blocked',
        token: 'LOSTCARD',
        rule: expect.any(String),
        reason: expect.stringContaining('blocked'),
        votes: expect.arrayContaining([
          expect.objectContaining({
            plugin: 'rfid-authorization',
            version: '1.0.0',
            answer: 'Blocked',
            rule: expect.any(String),
          }),
        ]),
        considered: { registered: { status: 'blocked', type: 'ISO14443' } },
        events: [{ type: 'AuthorizeReceived' }, { type: 'AuthorizationDecided' }, { type: 'AuthorizeAnswered' }],
        basis: [{ type: 'TokenBlocked', payload: { reason: 'reported as lost' } }],
      },
    ]);
  });

  it('can be asked with the card in hand, known here or not', async () => {
    const station = await platform.connect('card-in-hand', 'ocpp1.6');
    await station.get('Authorize', { idTag: 'LostCard' });
    await station.get('Authorize', { idTag: 'STRANGER' });
    await platform.caughtUp();
    const outcomes = async (card: string) => {
      const { tokenSubject } = await platform.graphql<{ tokenSubject: string }>(
        'query ($card: String!) { tokenSubject(token: $card) }',
        { card },
      );
      const { decisions } = await platform.graphql<{ decisions: { nodes: object[] } }>(
        `query ($tokenSubject: String) {
          decisions(filter: { tokenSubject: $tokenSubject, stationIds: ["card-in-hand"] }) { nodes { token } } }`,
        { tokenSubject },
      );
      return decisions.nodes;
    };
    expect(await outcomes('LOSTCARD')).toEqual([{ token: 'LostCard' }]);
    expect(await outcomes('stranger')).toEqual([{ token: 'STRANGER' }]);
    expect(await outcomes('NEVERSHOWN')).toEqual([]);
  });

  it('can be asked with the user name that the driver tells', async () => {
    const opened = await platform.drivers.accounts.open({ userName: 'Ana', password: 'a pass phrase of ana' }, 'spec');
    await platform.caughtUp();
    const accountOf = (userName: string) =>
      platform.graphql('query ($userName: String!) { accountOf(userName: $userName) { id } }', { userName });
    expect(await accountOf('ANA')).toEqual({ accountOf: { id: isRefusal(opened) ? undefined : opened.accountId } });
    expect(await accountOf('bob')).toEqual({ accountOf: null });
  });
});

describe('why did this session cost 7.43?', () => {
  beforeAll(async () => {
    await platform.graphql(
      `mutation {
        addTariffVersion(tariffId: "flat", plugin: "flat-tariff", name: "Flat", currency: "EUR", terms: { perKwh: "0.42" }, validFrom: "2026-01-01T00:00:00.000Z") { __typename }
        assignTariff(scope: { kind: STATION, id: "why-priced" }, tariffId: "flat") { __typename }
      }`,
    );
  });

  it('is answered by one query: tariff, plugin, version, rule, the stretches of the meter, and the events', async () => {
    const driver = new ChargingDriver(await platform.connect('why-priced', 'ocpp2.0.1'));
    await driver.starts('ANYBODY', '2026-05-01T21:30:00Z', 1_000);
    await driver.reads(9_845, '2026-05-01T22:00:00Z');
    await driver.ends(18_690, '2026-05-01T22:30:00Z');
    await platform.caughtUp();
    const { session } = await platform.graphql<{ session: object }>(whyThatPrice, { id: 'why-priced:tx-1' });
    expect(session).toMatchObject({
      energyWh: 17_690,
      cost: {
        amount: '7.43',
        currency: 'EUR',
        tariffId: 'flat',
        tariffVersion: 1,
        voter: 'flat-tariff@1.0.0',
        rule: 'flat',
        rounding: expect.stringContaining('half-even'),
        lines: [{ what: 'ENERGY', quantity: '17.69', unit: 'kWh', unitPrice: '0.42', amount: '7.4298', element: 'flat' }],
        periods: [{ energyWh: 8_845 }, { energyWh: 8_845 }],
      },
      decisions: expect.arrayContaining([expect.objectContaining({ point: 'PRICE_SESSION', outcome: '7.43 EUR', rule: 'flat' })]),
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'TransactionEventReceived' }),
        expect.objectContaining({ type: 'SessionPriced' }),
      ]),
    });
  });
});
