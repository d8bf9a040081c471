import { beforeAll, describe, expect, it } from '@jest/globals';
import { stationStream, walletStream } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { askGraphql } from '../support/graphql.ts';
import { prepaidCard, prepaidPlugins } from '../support/prepaid-drivers.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_RECORD_TIMEOUT_SECONDS: '1' }, prepaidPlugins);

let key: string;
beforeAll(async () => {
  ({ key } = await platform.access.createApiKey({ name: 'cashier', role: 'operator', createdBy: 'spec' }));
});

const ask = (query: string, variables: object) => askGraphql(platform, key, query, variables);

const pays = (walletId: string, amount: string, reference = `payment of ${walletId}`) =>
  ask(
    `mutation ($walletId: ID!, $amount: String!, $reference: String!) {
      addCredit(walletId: $walletId, amount: $amount, currency: "EUR", reference: $reference) {
        ... on CreditChanged { available } ... on UserError { code }
      }
    }`,
    { walletId, amount, reference },
  );

/** A wallet once what ran on it was settled; wallet and movements are read one after the other, so both must say it. */
const settled = (id: string) =>
  until(`the wallet ${id} to be settled`, async () => {
    const { wallet } = (await ask(
      `query ($id: ID!) { wallet(id: $id) {
        available reserved spent openSessions { sessionId }
        movements(orderBy: OLDEST_FIRST) { totalCount nodes { kind amount charged because sessionId reference } }
      } }`,
      { id },
    )) as { wallet: { openSessions: object[]; movements: { nodes: { kind: string }[] } } | null };
    const isSettled = wallet?.movements.nodes.some(({ kind }) => kind === 'SESSION_SETTLED') && wallet.openSessions.length === 0;
    return isSettled ? wallet : undefined;
  });

const drives = async (stationId: string, protocol: string = 'ocpp1.6', transactionId?: string) =>
  new ChargingDriver(await platform.connect(stationId, protocol), transactionId);
const stopsOf = async (stationId: string) =>
  (await platform.events(stationId)).filter(({ type }) => type === 'SessionStopDecided').map(({ data }) => data as JsonObject);

describe.each(everyVersion)('a prepaid driver at a station of %s', (protocol) => {
  it('charges until the credit is used up, and pays to the cent', async () => {
    const [card, stationId] = [`CARD-${protocol}`, `money-${protocol}`];
    const wallet = await prepaidCard(platform, card);
    await pays(wallet, '3.00');
    const driver = await drives(stationId, protocol);
    expect(await driver.starts(card, secondsFromNow(-600))).toBe('Accepted');
    expect(driver.answer['transactionLimit']).toEqual(protocol === 'ocpp2.1' ? { maxCost: 3 } : undefined);
    await driver.reads(7_000, secondsFromNow(-300));
    expect(await stopsOf(stationId)).toEqual([]);
    await driver.reads(7_600, secondsFromNow(-100));
    expect(await driver.isStopped()).toEqual({ transactionId: driver.id });
    await driver.ends(7_650, secondsFromNow(0));
    expect(await stopsOf(stationId)).toMatchObject([{ rule: 'limit-amount', progress: { cost: { amount: '3.04' } } }]);
    expect(await settled(wallet)).toMatchObject({
      available: '-0.06',
      reserved: '0.00',
      spent: '3.06',
      movements: {
        totalCount: 3,
        nodes: [
          { kind: 'CREDIT_ADDED', amount: '3.00', reference: `payment of ${wallet}` },
          { kind: 'SESSION_OPENED', amount: '3.00' },
          { kind: 'SESSION_SETTLED', amount: '3.06', charged: '3.06', because: 'PRICED' },
        ],
      },
    });
  });

  it('without credit is refused, and stopped at the first reading where the station lets the car charge all the same', async () => {
    const driver = await drives(`refused-${protocol}`, protocol);
    await prepaidCard(platform, `CARD-poor-${protocol}`);
    expect(await driver.starts(`CARD-poor-${protocol}`, secondsFromNow(-60))).toBe(
      protocol === 'ocpp1.6' ? 'Invalid' : 'NoCredit',
    );
    await driver.reads(100, secondsFromNow(0));
    await driver.isStopped();
    expect(await stopsOf(`refused-${protocol}`)).toMatchObject([{ rule: 'driver-refused' }]);
  });

  it.each([
    ['ENERGY-5000', 'limit-energy', { maxEnergy: 5_000 }, { before: [4_999, -3_000, 79], at: [5_000, -2_000, 79] }],
    ['TIME-3600', 'limit-time', { maxTime: 3_600 }, { before: [100, -500, 79], at: [200, -300, 79] }],
    ['SOC-80', 'limit-state-of-charge', { maxSoC: 80 }, { before: [9_000, -3_000, 79], at: [9_500, -2_000, 80] }],
  ] as const)('is stopped at the limit of %s (%s)', async (token, rule, transactionLimit, { before, at }) => {
    const stationId = `${token}-${protocol}`;
    const driver = await drives(stationId, protocol);
    await driver.starts(token, secondsFromNow(-4_000));
    expect(driver.answer['transactionLimit']).toEqual(protocol === 'ocpp2.1' ? transactionLimit : undefined);
    await driver.reads(before[0], secondsFromNow(before[1]), before[2]);
    const reading = driver.reads(at[0], secondsFromNow(at[1]), at[2]);
    await driver.isStopped();
    await reading;
    expect(await stopsOf(stationId)).toMatchObject([{ rule }]);
  });

  it('whose time is over is stopped though the station says nothing', async () => {
    const driver = await drives(`silent-${protocol}`, protocol);
    await driver.starts('TIME-2', secondsFromNow(0));
    expect(await driver.isStopped()).toEqual({ transactionId: driver.id });
    expect(await stopsOf(`silent-${protocol}`)).toMatchObject([{ rule: 'limit-time' }]);
  });

  it('whose time is limited has a profile that lets nothing flow afterwards, where the version knows no limits', async () => {
    const driver = await drives(`profile-${protocol}`, protocol);
    await driver.starts('TIME-3600', secondsFromNow(-60));
    if (protocol === 'ocpp2.1') return expect(driver.answer['transactionLimit']).toEqual({ maxTime: 3_600 });
    const { action, payload } = await driver.station.nextCall();
    expect(action).toBe('SetChargingProfile');
    const profile = (payload['csChargingProfiles'] ?? payload['chargingProfile']) as JsonObject;
    expect(profile).toMatchObject({ transactionId: driver.id, chargingProfilePurpose: 'TxProfile' });
    return expect(JSON.stringify(profile)).toContain('"chargingSchedulePeriod":[{"startPeriod":0,"limit":0}]');
  });
});

describe('a station that refuses to stop', () => {
  it('is asked again at the next readings, and not for ever', async () => {
    const driver = await drives('stubborn');
    await driver.starts('ENERGY-5000', secondsFromNow(-600));
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await driver.reads(5_000 + attempt, secondsFromNow(-400 + attempt));
      if (attempt > 5) continue;
      await driver.isStopped('Rejected');
      await platform.recorded('stubborn', 'RemoteStopTransactionConfirmed', attempt);
    }
    expect((await stopsOf('stubborn')).map(({ attempt }) => attempt)).toEqual([undefined, 2, 3, 4, 5]);
  });
});

describe('limits', () => {
  it('outlive a restart of the platform', async () => {
    const before = await drives('outlives');
    await before.starts('ENERGY-5000', secondsFromNow(-600));
    await platform.sendStationsHome();
    await platform.restart();
    const { station } = await drives('outlives');
    await station.get('MeterValues', {
      connectorId: 1,
      transactionId: Number(before.id),
      meterValue: [{ timestamp: secondsFromNow(0), sampledValue: [{ value: '6000' }] }],
    });
    expect((await station.nextCall()).payload).toEqual({ transactionId: before.id });
  });

  it('of time go on counting while the platform is away', async () => {
    const before = await drives('away');
    await before.starts('TIME-2', secondsFromNow(0));
    await platform.sendStationsHome();
    await platform.restart();
    const back = await drives('away');
    expect(await back.isStopped()).toEqual({ transactionId: before.id });
  });
});

describe('a wallet', () => {
  it('is not overspent by sessions that start at the same moment', async () => {
    const wallet = await prepaidCard(platform, 'CARD-twice');
    await pays(wallet, '5.00');
    const drivers = await Promise.all(['twice-1', 'twice-2', 'twice-3'].map((id) => drives(id)));
    const statuses = await Promise.all(drivers.map((driver) => driver.starts('CARD-twice', secondsFromNow(-60))));
    expect(statuses.sort()).toEqual(['Accepted', 'Invalid', 'Invalid']);
    const opened = (await platform.stream(walletStream(wallet))).filter(({ type }) => type === 'WalletSessionOpened');
    expect(opened).toHaveLength(1);
  });

  it('is settled after the platform was stopped between the price and the settlement', async () => {
    const wallet = await prepaidCard(platform, 'CARD-between');
    await pays(wallet, '5.00');
    const driver = await drives('between');
    await driver.starts('CARD-between', secondsFromNow(-60));
    platform.log.hits = 'wallet-';
    platform.log.fault = () => 'not-written';
    await driver.ends(2_500, secondsFromNow(0));
    await platform.caughtUp();
    expect((await platform.stream(stationStream('between'))).map(({ type }) => type)).toContain('SessionPriced');
    expect(await platform.stream(walletStream(wallet))).toHaveLength(2);
    await platform.sendStationsHome();
    await platform.restart();
    expect(await settled(wallet)).toMatchObject({ available: '4.00', spent: '1.00', movements: { totalCount: 3 } });
  });

  it.each(everyVersion)('reserves once for a start of %s that could not be recorded and comes again', async (protocol) => {
    const [card, stationId, at] = [`CARD-again-${protocol}`, `again-${protocol}`, secondsFromNow(-60)];
    const wallet = await prepaidCard(platform, card);
    await pays(wallet, '5.00');
    const first = await drives(stationId, protocol);
    await platform.recorded(stationId, 'StationConnected');
    platform.log.fault = () => 'not-written';
    await expect(first.starts(card, at)).rejects.toThrow('1013');
    platform.log.fault = () => undefined;
    const again = await drives(stationId, protocol);
    expect(await again.starts(card, at)).toBe('Accepted');
    expect(await platform.stream(walletStream(wallet))).toHaveLength(2);
  });

  it.each(everyVersion)('that cannot be written to lets nobody charge for nothing at a station of %s', async (protocol) => {
    const card = `CARD-broken-${protocol}`;
    await pays(await prepaidCard(platform, card), '5.00');
    const driver = await drives(`broken-${protocol}`, protocol);
    platform.log.hits = 'wallet-';
    platform.log.fault = () => 'not-written';
    expect(await driver.starts(card, secondsFromNow(-60))).toBe(protocol === 'ocpp1.6' ? 'Invalid' : 'NoCredit');
    platform.log.hits = 'station-';
    platform.log.fault = () => undefined;
    await driver.reads(100, secondsFromNow(0));
    await driver.isStopped();
    expect((await platform.recorded(`broken-${protocol}`, 'SessionStartDecided')).data).toMatchObject({
      outcome: 'stop',
      rule: 'wallet-unreachable',
    });
  });

  it('counts a payment once, and says what is wrong with another one', async () => {
    expect(await pays('CARD-pays', '20', 'invoice 7')).toMatchObject({ addCredit: { available: '20.00' } });
    expect(await pays('CARD-pays', '20.00', 'invoice 7')).toMatchObject({ addCredit: { available: '20.00' } });
    expect(await pays('CARD-pays', '21', 'invoice 7')).toMatchObject({ addCredit: { code: 'reference-reused' } });
    expect(await pays('CARD-pays', '-1', 'invoice 8')).toMatchObject({ addCredit: { code: 'amount-invalid' } });
    expect(await pays('no wallet/', '1', 'invoice 9')).toMatchObject({ addCredit: { code: 'input-invalid' } });
  });
});
