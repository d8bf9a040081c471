import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { meters16, start16, stop16, transactionEvent } from '../support/frames.ts';
import type { RawStation } from '../support/raw-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const ADMIN = 'an-admin-key-of-this-spec';
const platform = usePlatform({ WATTLEDGER_ADMIN_KEY: ADMIN });

async function graphql<Data = JsonObject>(query: string, variables: JsonObject = {}): Promise<Data> {
  await platform.caughtUp();
  const response = await fetch(`${platform.httpUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const addVersion = (tariffId: string, plugin: string, terms: JsonObject, validFrom = '2026-01-01T00:00:00.000Z') =>
  graphql<{ addTariffVersion: JsonObject }>(
    `
      mutation ($tariffId: ID!, $plugin: String!, $terms: JSON!, $validFrom: DateTime) {
        addTariffVersion(
          tariffId: $tariffId
          plugin: $plugin
          name: "A tariff"
          currency: "EUR"
          terms: $terms
          validFrom: $validFrom
        ) {
          __typename
          ... on TariffVersionAdded {
            version
          }
          ... on UserError {
            code
            message
          }
        }
      }
    `,
    { tariffId, plugin, terms, validFrom },
  );

const assign = (stationId: string, tariffId: string) =>
  graphql<{ assignTariff: JsonObject }>(
    `
      mutation ($id: ID!, $tariffId: ID!) {
        assignTariff(scope: { kind: STATION, id: $id }, tariffId: $tariffId) {
          __typename
          ... on UserError {
            code
          }
        }
      }
    `,
    { id: stationId, tariffId },
  );

interface Cost {
  readonly amount: string;
  readonly originalAmount: string;
  readonly voter: string;
  readonly tariffVersion: number;
  readonly lines: readonly JsonObject[];
  readonly periods: readonly JsonObject[];
  readonly votes: readonly JsonObject[];
  readonly corrections: readonly JsonObject[];
  readonly taxes: readonly JsonObject[];
}

async function costOf(stationId: string): Promise<Cost> {
  const { sessions } = await graphql<{ sessions: { nodes: { cost: Cost }[] } }>(
    `
      query ($id: String!) {
        sessions(filter: { stationIds: [$id] }) {
          nodes {
            events {
              type
            }
            cost {
              amount
              currency
              amountBeforeTax
              originalAmount
              rounding
              tariffId
              tariffVersion
              voter
              rule
              reason
              timeZone
              energyWh
              taxes {
                name
                amount
              }
              lines {
                what
                quantity
                unitPrice
                amount
                element
              }
              periods {
                from
                until
                energyWh
                state
              }
              votes {
                voter
                answer
                reason
              }
              corrections {
                how
                amount
                before {
                  amount
                }
                reason
                by
              }
            }
          }
        }
      }
    `,
    { id: stationId },
  );
  const [session] = sessions.nodes;
  if (!session) throw new Error(`${stationId} has no session`);
  return session.cost;
}

const flat = { perKwh: '0.42', taxes: [{ name: 'VAT', percent: '21' }], pricesIncludeTax: true };
const timeOfUse = {
  elements: [{ name: 'evening', when: { from: '21:00', until: '22:00' }, perKwh: '0.50' }],
  otherwise: { perKwh: '0.30' },
};

/** Charges 17.69 kWh from 21:30 to 22:30 of the first of May. */
async function charge(stationId: string, protocol: string, between?: (station: RawStation) => Promise<unknown>) {
  const station = await platform.connect(stationId, protocol);
  const answers: JsonObject[] = [];
  if (protocol === 'ocpp1.6') {
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 1_000, '2026-05-01T21:30:00Z'));
    await station.get('MeterValues', meters16(9_845, 50, '2026-05-01T22:00:00Z', Number(transactionId)));
    await between?.(station);
    answers.push(await station.get('StopTransaction', stop16(transactionId, 18_690, '2026-05-01T22:30:00Z')));
    return answers;
  }
  const say = async (event: 'Started' | 'Updated' | 'Ended', seqNo: number, time: string, registerWh: number) => {
    const timestamp = `2026-05-01T${time}:00Z`;
    const moment = { event, id: 'tx', seqNo, timestamp, registerWh, ...(event === 'Started' && { token: 'TAG-1' }) };
    answers.push(await station.get('TransactionEvent', transactionEvent(moment)));
  };
  await say('Started', 0, '21:30', 1_000);
  await say('Updated', 1, '22:00', 9_845);
  await between?.(station);
  await say('Ended', 2, '22:30', 18_690);
  return answers;
}

beforeAll(async () => {
  await addVersion('flat', 'flat-tariff', flat);
  await addVersion('evenings', 'time-of-use-tariff', timeOfUse);
});

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'])('a session of %s', (protocol) => {
  it('under a flat tariff costs 7.43, and says why', async () => {
    const id = `flat-${protocol}`;
    await assign(id, 'flat');
    const answers = await charge(id, protocol);
    if (protocol !== 'ocpp1.6') expect(answers.map(({ totalCost }) => totalCost)).toEqual([0, 3.71, 7.43]);
    const cost = await costOf(id);
    expect(cost).toMatchObject({
      amount: '7.43',
      currency: 'EUR',
      amountBeforeTax: '6.14',
      taxes: [{ name: 'VAT', amount: '1.29' }],
      tariffId: 'flat',
      tariffVersion: 1,
      voter: 'flat-tariff@1.0.0',
      rule: 'flat',
      lines: [{ what: 'ENERGY', quantity: '17.69', unitPrice: '0.42', amount: '7.4298' }],
      energyWh: 17_690,
    });
    expect(cost.votes).toContainEqual(expect.objectContaining({ voter: 'quick-start@1.0.0', answer: 'abstained' }));
    expect(cost.periods.reduce((sum, { energyWh }) => sum + Number(energyWh), 0)).toBe(17_690);
  });

  it('under a time-of-use tariff is cut where the price changes', async () => {
    const id = `evening-${protocol}`;
    await assign(id, 'evenings');
    await charge(id, protocol);
    // 8.845 kWh at 0.50 and 8.845 kWh at 0.30: 4.4225 + 2.6535 = 7.076.
    expect(await costOf(id)).toMatchObject({
      amount: '7.08',
      lines: [
        { element: 'evening', amount: '4.4225' },
        { element: 'otherwise', amount: '2.6535' },
      ],
    });
  });
});

describe('a tariff', () => {
  it('that changes during a session changes the next one', async () => {
    await addVersion('changing', 'flat-tariff', { perKwh: '0.10' });
    await assign('changing-1', 'changing');
    await assign('changing-2', 'changing');
    await charge('changing-1', 'ocpp2.0.1', () =>
      addVersion('changing', 'flat-tariff', { perKwh: '1.00' }, '2026-02-01T00:00:00.000Z'),
    );
    await charge('changing-2', 'ocpp2.0.1');
    expect(await costOf('changing-1')).toMatchObject({ amount: '1.77', tariffVersion: 1 });
    expect(await costOf('changing-2')).toMatchObject({ amount: '17.69', tariffVersion: 2 });
  });

  it('is refused where its plugin does not understand the terms', async () => {
    expect((await addVersion('odd', 'flat-tariff', { perKwh: 'much' })).addTariffVersion).toMatchObject({
      __typename: 'InvalidInput',
      code: 'tariff-terms-invalid',
    });
    expect((await assign('any', 'nowhere')).assignTariff).toMatchObject({ code: 'tariff-unknown' });
  });
});

describe('a price', () => {
  const preview = (sessionId: string) =>
    graphql<{ previewPrice: JsonObject }>(
      'query ($id: ID!) { previewPrice(sessionId: $id, tariffId: "evenings", version: 1) { ... on PricePreview { amount } } }',
      { id: sessionId },
    );
  const correct = (sessionId: string, how: string) =>
    graphql<{ correctSessionPrice: JsonObject }>(
      `mutation ($id: ID!) { correctSessionPrice(sessionId: $id, reason: "the wrong tariff", ${how}) {
         __typename ... on SessionPriceCorrected { amount } ... on UserError { code } } }`,
      { id: sessionId },
    );

  it('can be looked at under another tariff, and corrected: the first one stays', async () => {
    await assign('corrected', 'flat');
    await charge('corrected', 'ocpp2.0.1');
    expect((await preview('corrected:tx')).previewPrice).toEqual({ amount: '7.08' });
    expect(await costOf('corrected')).toMatchObject({ amount: '7.43', corrections: [] });
    const tariff = 'tariffId: "evenings", version: 1';
    expect((await correct('corrected:tx', tariff)).correctSessionPrice).toMatchObject({ amount: '7.08' });
    await correct('corrected:tx', 'amount: "5.00", currency: "EUR"');
    expect(await costOf('corrected')).toMatchObject({
      amount: '5.00',
      originalAmount: '7.43',
      corrections: [
        { how: 'TARIFF', amount: '7.08', before: { amount: '7.43' }, reason: 'the wrong tariff', by: 'admin' },
        { how: 'AMOUNT', amount: '5.00', before: { amount: '7.08' } },
      ],
    });
    expect(await platform.sessions('corrected')).toMatchObject([{ costAmount: '5.00' }]);
    expect(await platform.types('corrected')).toContain('SessionPriced');
  });

  it('of a session whose end came before its start is what its energy costs', async () => {
    await assign('reversed', 'flat');
    const station = await platform.connect('reversed', 'ocpp2.0.1');
    const about = { id: 'tx', token: 'TAG-1' };
    const ended = { ...about, event: 'Ended', seqNo: 1, timestamp: '2026-05-01T22:30:00Z', registerWh: 18_690 } as const;
    const started = { ...about, event: 'Started', seqNo: 0, timestamp: '2026-05-01T21:30:00Z', registerWh: 1_000 } as const;
    await station.get('TransactionEvent', transactionEvent(ended));
    await station.get('TransactionEvent', transactionEvent(started));
    expect(await platform.sessions('reversed')).toMatchObject([{ energyWh: 17_690, costAmount: '7.43' }]);
  });

  it('of a register that ran backwards is that of the energy that the session shows', async () => {
    await assign('backwards', 'flat');
    const station = await platform.connect('backwards', 'ocpp2.0.1');
    const at = (event: 'Started' | 'Updated' | 'Ended', seqNo: number, registerWh: number) =>
      station.get(
        'TransactionEvent',
        transactionEvent({ event, id: 'tx', seqNo, timestamp: `2026-05-01T2${seqNo}:00:00Z`, registerWh, token: 'TAG-1' }),
      );
    await at('Started', 0, 5_000);
    await at('Updated', 1, 15_000);
    await at('Ended', 2, 10);
    const [session] = await platform.sessions('backwards');
    const { lines } = await costOf('backwards');
    expect(lines.reduce((sum, { quantity }) => sum + Number(quantity) * 1_000, 0)).toBe(session?.energyWh);
  });
});

describe('a cost', () => {
  it('is shown by a station of 1.6 that announces that it shows costs, running and final', async () => {
    await assign('shows-16', 'flat');
    const station = await platform.connect('shows-16');
    await platform.request('shows-16', { name: 'GetVariables', variables: [{ variable: 'CustomDisplayCostAndPrice' }] });
    const asked = await station.nextCall();
    const key = { key: 'CustomDisplayCostAndPrice', readonly: true, value: 'true' };
    station.answer(asked, { configurationKey: [key], unknownKey: [] });
    await station.settled();
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 1_000, '2026-05-01T21:30:00Z'));
    await station.get('MeterValues', meters16(9_845, 50, '2026-05-01T22:00:00Z', Number(transactionId)));
    const running = await station.nextCall();
    expect(running).toMatchObject({
      action: 'DataTransfer',
      payload: { vendorId: 'org.openchargealliance.costmsg', messageId: 'RunningCost' },
    });
    expect(JSON.parse(String(running.payload['data']))).toMatchObject({ transactionId, cost: 3.71, meterValue: 9_845 });
    station.answer(running, { status: 'Accepted' });
    await station.get('StopTransaction', stop16(transactionId, 18_690, '2026-05-01T22:30:00Z'));
    const final = await station.nextCall();
    expect(JSON.parse(String(final.payload['data']))).toEqual({ transactionId, cost: 7.43, priceText: '7.43 EUR' });
    station.answer(final, { status: 'Accepted' });
    await station.settled();
  });

  it('is computed by a station of 2.1 that is told of the tariff; one of 2.0.1 cannot be', async () => {
    const ask = (stationId: string) =>
      graphql<{ setDefaultTariff: JsonObject }>(
        `
          mutation ($id: ID!) {
            setDefaultTariff(stationId: $id, tariffId: "flat", version: 1, waitForStation: true) {
              __typename
              ... on CommandTaken {
                command {
                  id
                }
              }
              ... on UserError {
                code
                message
              }
            }
          }
        `,
        { id: stationId },
      );
    const station = await platform.connect('told-21', 'ocpp2.1');
    await platform.recorded('told-21', 'StationConnected');
    expect((await ask('told-21')).setDefaultTariff).toMatchObject({ __typename: 'CommandTaken' });
    const call = await station.nextCall();
    expect(call).toMatchObject({
      action: 'SetDefaultTariff',
      payload: {
        evseId: 0,
        // 0.42 with 21 % in it.
        tariff: {
          tariffId: 'flat v1',
          currency: 'EUR',
          energy: { prices: [{ priceKwh: 0.347107 }], taxRates: [{ type: 'VAT', tax: 21 }] },
        },
      },
    });
    station.answer(call, { status: 'Accepted' });
    await station.settled();
    await platform.connect('told-201', 'ocpp2.0.1');
    await platform.recorded('told-201', 'StationConnected');
    const { command } = (await ask('told-201')).setDefaultTariff as { command: { id: string } };
    expect(await platform.commandIs(command.id, 'refused')).toMatchObject({ errorCode: 'command-not-in-version' });
  });
});
