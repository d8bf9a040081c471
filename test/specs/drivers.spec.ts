import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import { driverPlugins } from '../support/driver-plugins.ts';
import { boot16, boot2, secondsFromNow, start16, status16, stop16, transactionEvent } from '../support/frames.ts';
import { ask } from '../support/graphql.ts';
import type { RawStation } from '../support/raw-station.ts';
import { until } from '../support/until.ts';
import { placesWith } from '../support/places-with.ts';
import { usePlatform } from '../support/use-platform.ts';

const ADMIN = 'the-admin-key-of-this-spec';
const platform = usePlatform(
  { WATTLEDGER_ADMIN_KEY: ADMIN, WATTLEDGER_MASTER_KEY: 'the-master-key-of-this-spec-is-long-enough' },
  driverPlugins,
);

/** Asks as an operator, and expects it to be done. @returns the id of what was written */
async function write(mutation: string, variables: object): Promise<string> {
  const { data, codes } = await ask(platform, mutation, variables, ADMIN);
  const [written] = Object.values(data);
  if (codes.length > 0 || typeof written?.['id'] !== 'string') throw new Error(JSON.stringify({ data, codes }));
  return written['id'];
}

const openAccount = (userName: string, password: string, details: object = {}) =>
  write(
    `mutation($userName: String!, $password: String, $details: AccountInput) {
      openAccount(userName: $userName, password: $password, details: $details) { ... on AccountWritten { id: accountId } ... on UserError { code } }
    }`,
    { userName, password, details },
  );

const issueToken = (token: string, details: object = {}, type = 'ISO14443') =>
  write(
    `mutation($token: String!, $type: TokenType!, $details: TokenInput) {
      issueToken(token: $token, type: $type, details: $details) { ... on TokenWritten { id: tokenId } ... on UserError { code message } }
    }`,
    { token, type, details },
  );

const logIn = (userName: string, password: string) =>
  ask(
    platform,
    `mutation($userName: String!, $password: String!) {
      logIn(userName: $userName, password: $password) { ... on LoggedIn { accessToken } ... on UserError { code } }
    }`,
    { userName, password },
  ).then(({ data }) => data['logIn'] ?? {});

const statusOf = ({ idTagInfo, idTokenInfo }: JsonObject): Json | undefined =>
  ((idTagInfo ?? idTokenInfo) as JsonObject | undefined)?.['status'];

/** Shows a token, whatever the version. */
const show = (station: RawStation, token: string, type = 'ISO14443') =>
  station.get('Authorize', station.protocol === 'ocpp1.6' ? { idTag: token } : { idToken: { idToken: token, type } });

const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;

describe('a card', () => {
  beforeAll(async () => {
    await issueToken('CARDGOOD', { groupToken: 'FAMILY', language: 'de' });
    await issueToken('CARDFAMILY', { groupToken: 'family' });
    await issueToken('CARDSTRANGE');
    await issueToken('CARDEXPIRED', { expiresAt: '2020-01-01T00:00:00Z' });
    await issueToken('CARDELSEWHERE', { allowedAt: { stationIds: ['somewhere-else'] } });
    await issueToken('CARDMASTER', { masterPass: true, groupToken: 'MASTERS' });
    const blocked = await issueToken('CARDBLOCKED');
    await write('mutation($id: ID!) { blockToken(tokenId: $id) { ... on TokenWritten { id: tokenId } } }', { id: blocked });
  });

  it.each(protocols)('is accepted or refused at a station of %s, and the station is told why', async (protocol) => {
    const station = await platform.connect(`cards-${protocol}`, protocol);
    const old = protocol === 'ocpp1.6';
    const status = async (token: string) => statusOf(await show(station, token));
    expect(await status('cardGOOD')).toBe('Accepted');
    expect(await status('CARDBLOCKED')).toBe('Blocked');
    expect(await status('CARDEXPIRED')).toBe('Expired');
    expect(await status('CARDELSEWHERE')).toBe(old ? 'Invalid' : 'NotAtThisLocation');
    expect(await status('CARDUNHEARDOF')).toBe(old ? 'Invalid' : 'Unknown');
    const group = old ? { idTagInfo: { parentIdTag: 'FAMILY' } } : { idTokenInfo: { groupIdToken: { idToken: 'FAMILY' } } };
    expect(await show(station, 'CARDGOOD')).toMatchObject(group);
    if (!old) expect(await show(station, 'CARDGOOD')).toMatchObject({ idTokenInfo: { language1: 'de' } });
  });

  it('of the group or a master pass stops a session of 1.6, a stranger’s does not, and a master pass starts none', async () => {
    const station = await platform.connect('stops-16');
    await station.get('BootNotification', boot16);
    for (const [stopper, status] of [
      ['CARDSTRANGE', 'Invalid'],
      ['CARDFAMILY', 'Accepted'],
      ['CARDMASTER', 'Accepted'],
      ['CARDGOOD', 'Accepted'],
    ] as const) {
      const { transactionId, ...started } = await station.get('StartTransaction', start16('CARDGOOD', 0, secondsFromNow(0)));
      expect(statusOf(started)).toBe('Accepted');
      const stopped = await station.get('StopTransaction', {
        ...stop16(transactionId, 10, secondsFromNow(1)),
        idTag: stopper,
      });
      expect([stopper, statusOf(stopped)]).toEqual([stopper, status]);
    }
    expect(statusOf(await station.get('StartTransaction', start16('CARDMASTER', 0, secondsFromNow(2))))).toBe('Invalid');
  });

  it('that was revoked is good no more, at once', async () => {
    const id = await issueToken('CARDGONE');
    const station = await platform.connect('revoked-card');
    expect(statusOf(await show(station, 'CARDGONE'))).toBe('Accepted');
    await write('mutation($id: ID!) { revokeToken(tokenId: $id) { ... on TokenWritten { id: tokenId } } }', { id });
    expect(statusOf(await show(station, 'CARDGONE'))).toBe('Blocked');
  });

  it('of a contract is recognised however it is spelled', async () => {
    await issueToken('DE-8AA-CA2B3C4D5-N', {}, 'E_MAID');
    const station = await platform.connect('contracts', 'ocpp2.1');
    for (const spelling of ['DE8AACA2B3C4D5N', 'de-8aa-ca2b3c4d5', 'DE*8AA*CA2B3C4D5*N'])
      expect([spelling, statusOf(await show(station, spelling, 'eMAID'))]).toEqual([spelling, 'Accepted']);
    expect(statusOf(await show(station, 'DE8AACXXXXXXXXX', 'eMAID'))).toBe('Unknown');
  });
});

describe('a driver with a phone', () => {
  const requestToken = `mutation($stationId: ID!, $evseId: Int!) {
    requestChargingToken(stationId: $stationId, evseId: $evseId) { ... on ChargingToken { token } ... on UserError { code } }
  }`;
  const startCharging = `mutation($token: String!) {
    startCharging(token: $token) { ... on ChargingAsked { stationId } ... on UserError { code } }
  }`;

  it('logs in, starts by the station’s QR code, sees the session and stops it; nobody else may, and the token is good once', async () => {
    const accountId = await openAccount('Phone@Example.com', 'a good password');
    await openAccount('other@example.com', 'another password');
    const station = await platform.connect('app-16');
    await station.get('BootNotification', boot16);
    await station.get('StatusNotification', status16('Available'));
    await platform.caughtUp();

    const key = String((await logIn('phone@example.COM', 'a good password'))['accessToken']);
    const other = String((await logIn('other@example.com', 'another password'))['accessToken']);
    const me = await ask(platform, '{ me { accountId userName } }', {}, key);
    expect(me.data['me']).toEqual({ accountId, userName: 'Phone@Example.com' });
    expect((await ask(platform, '{ sessions { nodes { id } } }', {}, key)).codes).toEqual(['FORBIDDEN']);

    const qr = 'query($qr: String) { connectorForCharging(qrCode: $qr) { stationId evseId online taken } }';
    const seen = await ask(platform, qr, { qr: 'https://charge.example.com/qr/app-16/1' }, key);
    expect(seen.data['connectorForCharging']).toEqual({ stationId: 'app-16', evseId: 1, online: true, taken: false });

    const asked = await ask(platform, requestToken, { stationId: 'app-16', evseId: 1 }, key);
    const token = String(asked.data['requestChargingToken']?.['token']);
    const by = async (jwt: string, who: string) =>
      (await ask(platform, startCharging, { token: jwt }, who)).data['startCharging'];
    expect(await by(token, other)).toEqual({ code: 'grant-invalid' });
    expect(await by(`${token.slice(0, -3)}abc`, key)).toEqual({ code: 'grant-invalid' });
    expect(await by(token, key)).toEqual({ stationId: 'app-16' });
    expect(await by(token, key)).toEqual({ code: 'grant-used' });

    const start = await station.nextCall();
    expect(start).toMatchObject({ action: 'RemoteStartTransaction', payload: { connectorId: 1 } });
    station.answer(start, { status: 'Accepted' });
    const idTag = String(start.payload['idTag']);
    expect(statusOf(await show(station, idTag))).toBe('Accepted');
    expect(statusOf(await station.get('StartTransaction', start16(idTag, 0, secondsFromNow(0), 2)))).toBe('Invalid');
    const { transactionId, ...started } = await station.get('StartTransaction', start16(idTag, 0, secondsFromNow(0)));
    expect(statusOf(started)).toBe('Accepted');
    const elsewhere = await platform.connect('app-elsewhere');
    expect(statusOf(await show(elsewhere, idTag))).toBe('Invalid');

    await platform.caughtUp();
    const sessionId = `app-16:${String(transactionId)}`;
    const mine = async (who: string) =>
      (await ask(platform, '{ mySessions { nodes { id state } } }', {}, who)).data['mySessions']?.['nodes'];
    expect(await mine(key)).toEqual([{ id: sessionId, state: 'ACTIVE' }]);
    expect(await mine(other)).toEqual([]);

    const stopCharging = `mutation($id: ID!) { stopCharging(sessionId: $id) { ... on ChargingAsked { stationId } ... on UserError { code } } }`;
    expect((await ask(platform, stopCharging, { id: sessionId }, other)).data['stopCharging']).toEqual({
      code: 'session-unknown',
    });
    expect((await ask(platform, stopCharging, { id: sessionId }, key)).data['stopCharging']).toEqual({ stationId: 'app-16' });
    const stop = await station.nextCall();
    expect(stop).toMatchObject({ action: 'RemoteStopTransaction', payload: { transactionId } });
    station.answer(stop, { status: 'Accepted' });
    await station.get('StopTransaction', stop16(transactionId, 10, secondsFromNow(1)));
    expect(statusOf(await station.get('StartTransaction', start16(idTag, 0, secondsFromNow(5))))).toBe('Invalid');

    await ask(platform, 'mutation { logOut { accountId } }', {}, key);
    expect((await ask(platform, '{ me { accountId } }', {}, key)).status).toBe(401);
  });

  it('starts a session of 2.0.1, which may ask again', async () => {
    await openAccount('v2@example.com', 'a good password');
    const station = await platform.connect('app-201', 'ocpp2.0.1');
    await station.get('BootNotification', boot2);
    await platform.caughtUp();
    const key = String((await logIn('v2@example.com', 'a good password'))['accessToken']);
    const asked = await ask(platform, requestToken, { stationId: 'app-201', evseId: 1 }, key);
    await ask(platform, startCharging, { token: asked.data['requestChargingToken']?.['token'] }, key);
    const start = await station.nextCall();
    station.answer(start, { status: 'Accepted' });
    const { idToken } = start.payload['idToken'] as { idToken: string };
    const moment = { id: 'tx', timestamp: secondsFromNow(0), registerWh: 0, token: idToken };
    expect(statusOf(await station.get('TransactionEvent', transactionEvent({ ...moment, event: 'Started', seqNo: 0 })))).toBe(
      'Accepted',
    );
    expect(statusOf(await station.get('TransactionEvent', transactionEvent({ ...moment, event: 'Updated', seqNo: 1 })))).toBe(
      'Accepted',
    );
    const second = transactionEvent({ ...moment, event: 'Started', id: 'tx2', seqNo: 0 });
    expect(statusOf(await station.get('TransactionEvent', second))).toBe('Invalid');
  });

  it('is asked to log in for everything else, and only for that', async () => {
    for (const query of [
      '{ me { accountId } }',
      'mutation { logOut { accountId } logIn(userName: "a", password: "b") { __typename } }',
    ])
      expect((await ask(platform, query)).status).toBe(401);
  });
});

describe('a password', () => {
  it('that is wrong too often locks the account, a name that nobody has just the same', async () => {
    await openAccount('locked@example.com', 'the right password');
    for (const userName of ['locked@example.com', 'nobody@example.com']) {
      for (let attempt = 0; attempt < 5; attempt += 1)
        expect(await logIn(userName, `wrong password ${attempt}`)).toEqual({ code: 'log-in-refused' });
      expect(await logIn(userName, 'the right password')).toEqual({ code: 'log-in-locked' });
    }
  });

  it.each(protocols)('that is typed at a station of %s gives a token for one session, and stands nowhere', async (protocol) => {
    const password = `Typed-at-${protocol}-Geheim`;
    await openAccount(`typist-${protocol}`, password);
    const station = await platform.connect(`typed-${protocol}`, protocol);
    const send = (typed: JsonObject) =>
      station.get('DataTransfer', {
        vendorId: 'wattledger',
        messageId: 'LogIn',
        data: protocol === 'ocpp1.6' ? JSON.stringify(typed) : typed,
      });
    expect(await send({ userName: `typist-${protocol}`, password: `${password}-wrong` })).toEqual({ status: 'Rejected' });
    const { status, data } = await send({ userName: `typist-${protocol}`, password });
    expect(status).toBe('Accepted');
    const given = (typeof data === 'string' ? JSON.parse(data) : data) as { idTag?: string; idToken?: { idToken: string } };
    expect(statusOf(await show(station, given.idTag ?? given.idToken?.idToken ?? '', 'Central'))).toBe('Accepted');

    const events = await platform.events(`typed-${protocol}`);
    const unsealed = await Promise.all(events.map(({ data: each }) => platform.store.sealer.unsealPayload(each)));
    expect(JSON.stringify(unsealed)).toContain(`typist-${protocol}`);
    expect(JSON.stringify(unsealed)).not.toContain(password);
    expect(await placesWith(platform, password)).toEqual([]);
    expect(platform.logged.join('\n')).not.toContain(password);
  });
});

describe('a PIN', () => {
  it('is known at a station of 2.0.1, stops only what is its own, locks the station when guessed, and stands nowhere', async () => {
    const pin = '84629173';
    for (const [userName, own] of [
      ['pin@example.com', pin],
      ['pin2@example.com', '55512399'],
    ]) {
      const id = await openAccount(userName ?? '', 'a good password');
      await write(
        'mutation($id: ID!, $pin: String!) { setAccountPin(accountId: $id, pin: $pin) { ... on AccountWritten { id: accountId } } }',
        {
          id,
          pin: own,
        },
      );
    }
    const station = await platform.connect('keypad', 'ocpp2.0.1');
    await station.get('BootNotification', boot2);
    expect(statusOf(await show(station, pin, 'KeyCode'))).toBe('Accepted');
    const moment = (event: 'Started' | 'Ended', seqNo: number, typed: string) => ({
      ...transactionEvent({ event, id: 'tx', seqNo, timestamp: secondsFromNow(seqNo), registerWh: seqNo }),
      idToken: { idToken: typed, type: 'KeyCode' },
    });
    expect(statusOf(await station.get('TransactionEvent', moment('Started', 0, pin)))).toBe('Accepted');
    expect(statusOf(await station.get('TransactionEvent', moment('Ended', 1, '55512399')))).toBe('Invalid');
    for (let guess = 0; guess < 8; guess += 1) expect(statusOf(await show(station, `00000${guess}`, 'KeyCode'))).toBe('Invalid');
    await until('the keypad to be locked', async () => statusOf(await show(station, pin, 'KeyCode')) === 'Blocked');
    expect(await placesWith(platform, pin)).toEqual([]);
    expect(platform.logged.join('\n')).not.toContain(pin);
  });
});
