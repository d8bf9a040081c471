import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { boot16 } from '../support/frames.ts';
import { basic, RawStation } from '../support/raw-station.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { inTime } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

const at = (path: string) => new URL(path, platform.ocppUrl.replace('/ocpp', '')).href;

/** The id under which a station that connected to this URL was recorded. */
async function idFor(path: string, stationId: string): Promise<string> {
  const station = await RawStation.connect(`${platform.ocppUrl.replace(/\/ocpp$/, '')}${path}`);
  const { stream } = await platform.recorded(stationId, 'StationConnected');
  await station.close();
  await platform.recorded(stationId, 'StationDisconnected');
  return stream.slice('station-'.length);
}

describe('a client that is refused', () => {
  it('cannot keep its socket by not hanging up', async () => {
    const socket = connect({ port: Number(new URL(platform.ocppUrl).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    await inTime('the answer', once(socket, 'end'));
    expect(answer).toMatch(/^HTTP\/1.1 404 Not Found/);
    const saying = setInterval(() => socket.write('still here'), 50);
    // Not `once`: the line is reset under what it says, which is an error first.
    const cut = new Promise((resolve) => socket.once('close', resolve));
    await inTime('the socket to be cut', cut).finally(() => {
      clearInterval(saying);
      socket.destroy();
    });
  });
});

describe('a web page', () => {
  it('of another host cannot pose as a station without credentials', async () => {
    const url = `${platform.ocppUrl}/posed-as`;
    expect(await RawStation.refusal(url, ['ocpp1.6'], { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await platform.events('posed-as')).toEqual([]);
    const own = await platform.connect('own-page', 'ocpp1.6', {
      origin: new URL(platform.ocppUrl.replace('ws:', 'http:')).origin,
    });
    expect(await own.get('Heartbeat', {})).toHaveProperty('currentTime');
  });
});

describe('the subprotocol', () => {
  it.each([
    { offered: ['ocpp1.6'], chosen: 'ocpp1.6', version: '1.6' },
    { offered: ['ocpp2.0.1'], chosen: 'ocpp2.0.1', version: '2.0.1' },
    { offered: ['ocpp2.1', 'ocpp2.0.1', 'ocpp1.6'], chosen: 'ocpp2.1', version: '2.1' },
    { offered: ['ocpp1.6', 'ocpp2.1'], chosen: 'ocpp1.6', version: '1.6' },
    { offered: ['ocpp2.0', 'ocpp1.5', 'ocpp2.0.1', 'ocpp2.1'], chosen: 'ocpp2.0.1', version: '2.0.1' },
  ])('trap 5: is the first one a station offers that is spoken here: $offered', async ({ offered, chosen, version }) => {
    const id = `offers-${offered.join('-')}`;
    const station = await platform.connect(id, offered);
    expect(station.protocol).toBe(chosen);
    const { data, metadata } = await platform.recorded(id, 'StationConnected');
    expect(data).toMatchObject({ ocppVersion: version, offeredProtocols: offered, authentication: 'none' });
    expect(metadata.flags).toBeUndefined();
  });

  it('trap 4: a station that offers none is served in the default version, and that is flagged', async () => {
    const station = await platform.connect('offers-none', []);
    expect(station.protocol).toBe('');
    expect(await station.get('BootNotification', boot16)).toMatchObject({ status: 'Accepted' });
    const { metadata } = await platform.recorded('offers-none', 'StationConnected');
    expect(metadata).toMatchObject({ ocppVersion: '1.6', flags: ['subprotocol missing'] });
  });

  it('that nobody speaks here is refused with 400', async () => {
    expect(await RawStation.refusal(`${platform.ocppUrl}/offers-soap`, ['ocpp1.5', 'soap'])).toBe(400);
    expect(await platform.events('offers-soap')).toEqual([]);
  });

  it('trap 5: may change from one connection to the next', async () => {
    const probe = await platform.connect('upgraded', 'ocpp1.6');
    const upgraded = await platform.connect('upgraded', 'ocpp2.0.1');
    await probe.closed();
    expect(await upgraded.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await platform.station('upgraded')).toMatchObject({ ocppVersion: '2.0.1', connected: true, connectionEpoch: 2 });
  });
});

describe('the identity in the URL', () => {
  it.each([
    { what: 'percent-encoded', path: '/ocpp/caf%C3%A9%20%2A1', id: 'café *1' },
    { what: 'with a plus, which stays one', path: '/ocpp/a+b', id: 'a+b' },
    { what: 'with a percent-encoded plus', path: '/ocpp/c%2Bd', id: 'c+d' },
    { what: 'with a slash behind it', path: '/ocpp/slashed/', id: 'slashed' },
    { what: 'said twice', path: '/ocpp/twice/twice', id: 'twice' },
    { what: 'with a query string', path: '/ocpp/asks?token=secret-in-query', id: 'asks' },
    { what: 'with a star', path: '/ocpp/DE*ABC*E1', id: 'DE*ABC*E1' },
    { what: 'named like a member of every object', path: '/ocpp/__proto__', id: '__proto__' },
  ])('trap 7: is understood $what', async ({ path, id }) => {
    expect(await idFor(path, id)).toBe(id);
  });

  it('trap 7: is told from the same one in another case', async () => {
    expect(await idFor('/ocpp/Case', 'Case')).toBe('Case');
    expect(await platform.events('case')).toEqual([]);
  });

  it.each([
    '/',
    '/ocpp',
    '/ocpp/',
    '/other/station',
    '/ocpp/a/b',
    '/ocpp/%00',
    '/ocpp/a%2Fb',
    '/ocpp/%E0%A4%A',
    `/ocpp/${'x'.repeat(129)}`,
  ])('that names no station is refused with 404: %s', async (path) => {
    expect(await RawStation.refusal(at(path))).toBe(404);
  });
});

describe('a plain HTTP request to the port of the stations', () => {
  it('trap 6: is served although its handshake lacks Connection: Upgrade', async () => {
    const socket = connect(Number(new URL(platform.ocppUrl).port), '127.0.0.1');
    const headers = ['Host: x', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: ocpp1.6'];
    socket.write(
      ['GET /ocpp/lacks-upgrade HTTP/1.1', ...headers, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''].join('\r\n'),
    );
    const [answer] = await inTime('an answer', once(socket, 'data'));
    expect(String(answer)).toMatch(/^HTTP\/1\.1 101 /);
    const { metadata } = await platform.recorded('lacks-upgrade', 'StationConnected');
    expect(metadata.flags).toEqual(['Connection: Upgrade missing']);
    socket.destroy();
    await platform.recorded('lacks-upgrade', 'StationDisconnected');
  });

  it('is told what to do when it is no handshake at all', async () => {
    const socket = connect(Number(new URL(platform.ocppUrl).port), '127.0.0.1');
    socket.write('GET /ocpp/no-upgrade HTTP/1.1\r\nHost: x\r\n\r\n');
    const [answer] = await inTime('an answer', once(socket, 'data'));
    expect(String(answer)).toMatch(/^HTTP\/1\.1 426 .*\r\n(.*\r\n)*upgrade: websocket/i);
    socket.destroy();
  });
});

describe('credentials', () => {
  const password = 'a-password:with-colons';

  it('are asked for before there is a socket', async () => {
    await platform.credentials.setPassword('locked', password, 'operator:ana');
    const url = `${platform.ocppUrl}/locked`;
    expect(await RawStation.refusal(url)).toBe(401);
    expect(await RawStation.refusal(url, ['ocpp1.6'], basic('locked', 'another-password'))).toBe(401);
    expect(await RawStation.refusal(url, ['ocpp1.6'], basic('somebody', password))).toBe(401);
    expect(await RawStation.refusal(url, ['ocpp1.6'], { headers: { authorization: 'Bearer abc' } })).toBe(401);
    expect(await platform.events('locked')).toEqual([]);
  });

  it('trap 10: let a station in whose password holds colons', async () => {
    await platform.credentials.setPassword('colons', password, 'operator:ana');
    const station = await platform.connect('colons', ['ocpp1.6'], basic('colons', password));
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect((await platform.recorded('colons', 'StationConnected')).data).toMatchObject({ authentication: 'basic' });
  });

  it.each([
    { spelling: 'as the hex text', shown: (hex: string) => Buffer.from(hex) },
    { spelling: 'as the bytes that the hex stands for', shown: (hex: string) => Buffer.from(hex, 'hex') },
  ])('trap 10: let a station in that shows its hex key $spelling', async ({ spelling, shown }) => {
    const hex = 'FEEDBEEF0A00B1C2D3E4F5061728394A5B6C7D8E';
    const id = `hex-${spelling.length}`;
    await platform.credentials.setPassword(id, hex, 'operator:ana');
    const station = await platform.connect(id, 'ocpp1.6', basic(id, shown(hex)));
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
  });

  it('that are set, changed or revoked end the connection that was let in without them', async () => {
    const change = (by: (id: string) => Promise<unknown>) => by('changes');
    const ended = { code: 1008, reason: 'credentials have changed' };
    const open = await platform.connect('changes');
    await change((id) => platform.credentials.setPassword(id, password, 'operator:ana'));
    expect(await open.closed()).toEqual(ended);
    const proven = await platform.connect('changes', 'ocpp1.6', basic('changes', password));
    await change((id) => platform.credentials.setPassword(id, `${password}-2`, 'operator:ana'));
    expect(await proven.closed()).toEqual(ended);
    const again = await platform.connect('changes', 'ocpp1.6', basic('changes', `${password}-2`));
    await change((id) => platform.credentials.revokePassword(id, 'operator:ana'));
    expect(await again.closed()).toEqual(ended);
    const last = await platform.recorded('changes', 'StationDisconnected', 3);
    expect(last.data).toMatchObject({ cause: 'credentials-changed' });
  });

  it('of another station do not open the door', async () => {
    await platform.credentials.setPassword('one', 'password-of-one-', 'operator:ana');
    await platform.credentials.setPassword('other', 'password-of-other', 'operator:ana');
    expect(await RawStation.refusal(`${platform.ocppUrl}/one`, ['ocpp1.6'], basic('other', 'password-of-other'))).toBe(401);
    expect(await RawStation.refusal(`${platform.ocppUrl}/one`, ['ocpp1.6'], basic('one', 'password-of-other'))).toBe(401);
  });

  it('are asked of every station where open admission is off', async () => {
    const closed = await TestPlatform.start({ WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS: 'false' });
    await closed.credentials.setPassword('known', password, 'operator:ana');
    expect(await RawStation.refusal(`${closed.ocppUrl}/unknown`)).toBe(401);
    const station = await closed.connect('known', 'ocpp1.6', basic('known', password));
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
    await closed.stop();
  });
});

describe('frames that come before the handshake is over', () => {
  it('trap 9: are answered as any others', async () => {
    const socket = connect(Number(new URL(platform.ocppUrl).port), '127.0.0.1');
    const upgrade = [
      'GET /ocpp/hasty HTTP/1.1',
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: ocpp1.6',
    ];
    const frame = Buffer.from('[2,"early","Heartbeat",{}]');
    // A client's frame is masked (RFC 6455 section 5.3); a mask of zeros leaves the text as it is.
    const masked = Buffer.concat([Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]);
    socket.write(Buffer.concat([Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`), masked]));
    expect((await platform.recorded('hasty', 'HeartbeatAnswered')).metadata.messageId).toBe('early');
    expect(await platform.types('hasty')).toEqual(['StationConnected', 'HeartbeatReceived', 'HeartbeatAnswered']);
    socket.destroy();
    await platform.recorded('hasty', 'StationDisconnected');
  });
});
