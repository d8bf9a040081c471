import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import { driverPlugins } from '../support/driver-plugins.ts';
import { boot16, boot2, secondsFromNow, start16, status16, stop16, transactionEvent } from '../support/frames.ts';
import { ask } from '../support/graphql.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const ADMIN = 'the-admin-key-of-this-spec';
const platform = usePlatform(
  { WATTLEDGER_ADMIN_KEY: ADMIN, WATTLEDGER_MASTER_KEY: 'the-master-key-of-this-spec-is-long-enough' },
  driverPlugins,
);

async function issueToken(token: string, details: object): Promise<void> {
  const mutation = `mutation($token: String!, $details: TokenInput) {
    issueToken(token: $token, type: ISO14443, details: $details) { ... on TokenWritten { id: tokenId } ... on UserError { code } }
  }`;
  const { data } = await ask(platform, mutation, { token, details }, ADMIN);
  expect(data['issueToken']).toMatchObject({ id: expect.any(String) });
}

const statusOf = ({ idTagInfo, idTokenInfo }: JsonObject): Json | undefined =>
  ((idTagInfo ?? idTokenInfo) as JsonObject | undefined)?.['status'];

describe('a card that may have one session at a time', () => {
  it('is refused at a second station while the first session goes on, and accepted there after it', async () => {
    await issueToken('CARDONCE', { concurrentSessions: 1 });
    const [first, second] = [await platform.connect('once-first'), await platform.connect('once-second')];
    for (const station of [first, second]) {
      await station.get('BootNotification', boot16);
      await station.get('StatusNotification', status16('Available'));
    }
    const { transactionId, ...started } = await first.get('StartTransaction', start16('CARDONCE', 0, secondsFromNow(0)));
    expect(statusOf(started)).toBe('Accepted');
    const start = async () => statusOf(await second.get('StartTransaction', start16('CARDONCE', 0, secondsFromNow(1))));
    expect(await start()).toBe('ConcurrentTx');
    await first.get('StopTransaction', stop16(transactionId, 10, secondsFromNow(2)));
    await until('the card to be free again', async () => (await start()) === 'Accepted');
  });
});

describe('a session of 2.0.1', () => {
  beforeAll(async () => {
    await issueToken('GROUPONE', { groupToken: 'CREW' });
    await issueToken('GROUPTWO', { groupToken: 'crew' });
    await issueToken('OUTSIDER', {});
    await issueToken('MASTERKEY', { masterPass: true, groupToken: 'MASTERS' });
  });

  it.each([
    ['GROUPTWO', 'Accepted'],
    ['MASTERKEY', 'Accepted'],
    ['OUTSIDER', 'Invalid'],
  ])('that a member of a group began: stopping it with %s is %s', async (stopper, status) => {
    const station = await platform.connect(`stops-201-${stopper}`, 'ocpp2.0.1');
    await station.get('BootNotification', boot2);
    const moment = (event: 'Started' | 'Ended', seqNo: number, token: string) =>
      transactionEvent({ event, id: `tx-${stopper}`, seqNo, timestamp: secondsFromNow(seqNo), registerWh: seqNo, token });
    expect(statusOf(await station.get('TransactionEvent', moment('Started', 0, 'GROUPONE')))).toBe('Accepted');
    expect(statusOf(await station.get('TransactionEvent', moment('Ended', 1, stopper)))).toBe(status);
  });

  it('is not begun with a master pass', async () => {
    const station = await platform.connect('master-201', 'ocpp2.0.1');
    await station.get('BootNotification', boot2);
    const begun = transactionEvent({
      event: 'Started',
      id: 'tx-m',
      seqNo: 0,
      timestamp: secondsFromNow(0),
      registerWh: 0,
      token: 'MASTERKEY',
    });
    expect(statusOf(await station.get('TransactionEvent', begun))).toBe('Invalid');
  });
});

describe('a driver with a phone', () => {
  it('starts a session of 2.1 with a token that is good for that one alone', async () => {
    const opened = await ask(
      platform,
      `mutation { openAccount(userName: "app21@example.com", password: "a good password") { ... on AccountWritten { accountId } } }`,
      {},
      ADMIN,
    );
    expect(opened.codes).toEqual([]);
    const station = await platform.connect('app-21', 'ocpp2.1');
    await station.get('BootNotification', boot2);
    await platform.caughtUp();
    const { data } = await ask(
      platform,
      `mutation { logIn(userName: "app21@example.com", password: "a good password") { ... on LoggedIn { accessToken } } }`,
    );
    const key = String(data['logIn']?.['accessToken']);
    const asked = await ask(
      platform,
      `mutation { requestChargingToken(stationId: "app-21", evseId: 1) { ... on ChargingToken { token } ... on UserError { code } } }`,
      {},
      key,
    );
    const token = asked.data['requestChargingToken']?.['token'];
    const startCharging = `mutation($token: String!) { startCharging(token: $token) { ... on ChargingAsked { stationId } ... on UserError { code } } }`;
    expect((await ask(platform, startCharging, { token }, key)).data['startCharging']).toEqual({ stationId: 'app-21' });
    const start = await station.nextCall();
    expect(start).toMatchObject({ action: 'RequestStartTransaction', payload: { evseId: 1 } });
    station.answer(start, { status: 'Accepted' });
    const { idToken } = start.payload['idToken'] as { idToken: string };
    const moment = (id: string) =>
      transactionEvent({ event: 'Started', id, seqNo: 0, timestamp: secondsFromNow(0), registerWh: 0, token: idToken });
    expect(statusOf(await station.get('TransactionEvent', moment('tx1')))).toBe('Accepted');
    expect(statusOf(await station.get('TransactionEvent', moment('tx2')))).toBe('Invalid');
  });
});
