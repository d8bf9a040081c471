import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientOptions } from 'ws';
import { SpecAuthority } from '../support/certificates.ts';
import type { CertificateAndKey } from '../support/certificates.ts';
import { basic, RawStation } from '../support/raw-station.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { inTime } from '../support/until.ts';

const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'];
const PASSWORD = 'a password of a station';
/** Where the trusted proxy of these specs sits; everybody else comes from 127.0.0.1. */
const PROXY = '127.0.0.2';

let folder: string;
let server: SpecAuthority;
let authority: SpecAuthority;
let platform: TestPlatform;
const certFile = () => join(folder, 'server.pem');
const keyFile = () => join(folder, 'server.key');

async function renewServer(): Promise<CertificateAndKey> {
  const own = await server.issue('localhost', { use: 'server' });
  await writeFile(certFile(), own.cert);
  await writeFile(keyFile(), own.key);
  return own;
}

const securely = () => ({
  WATTLEDGER_OCPP_TLS_PORT: '0',
  WATTLEDGER_TLS_CERT_FILE: certFile(),
  WATTLEDGER_TLS_KEY_FILE: keyFile(),
  WATTLEDGER_STATION_CA_FILE: join(folder, 'stations.pem'),
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-tls-'));
  [server, authority] = await Promise.all([SpecAuthority.create('server-ca'), SpecAuthority.create('station-ca')]);
  await renewServer();
  await writeFile(join(folder, 'stations.pem'), authority.pem);
  platform = await TestPlatform.start({
    ...securely(),
    WATTLEDGER_TRUSTED_PROXIES: `10.0.0.0/8,${PROXY}`,
    WATTLEDGER_PROXY_CERT_HEADER: 'x-ssl-client-cert',
  });
});
afterEach(async () => {
  await platform.sendStationsHome();
  await platform.isProven();
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

const trusting = (more: ClientOptions = {}): ClientOptions => ({ ca: server.pem, ...more });
const withPassword = (stationId: string, password = PASSWORD): ClientOptions => basic(stationId, password);
const showing = ({ cert, key }: CertificateAndKey): ClientOptions => trusting({ cert, key });
const setPassword = (stationId: string) => platform.credentials.setPassword(stationId, PASSWORD, 'operator:ana');

/** What the newest connection of a station was recorded with. */
async function connection(stationId: string): Promise<object> {
  await platform.recorded(stationId, 'StationConnected');
  return (await platform.events(stationId)).findLast(({ type }) => type === 'StationConnected')?.data as object;
}

describe.each(protocols)('a station of %s', (protocol) => {
  const id = (what: string) => `${what}-${protocol}`;

  it('is of profile 0 where it shows nothing, and that is allowed', async () => {
    await platform.connect(id('open'), protocol);
    expect(await connection(id('open'))).toMatchObject({ authentication: 'none', securityProfile: 0 });
  });

  it('is of profile 1 with a password', async () => {
    await setPassword(id('password'));
    await platform.connect(id('password'), protocol, withPassword(id('password')));
    expect(await connection(id('password'))).toMatchObject({ authentication: 'basic', securityProfile: 1 });
  });

  it('is of profile 2 with a password over TLS', async () => {
    await setPassword(id('tls'));
    expect(await platform.refusal(id('tls'), protocol, trusting(), 'tls')).toBe(401);
    await platform.connect(id('tls'), protocol, trusting(withPassword(id('tls'))), 'tls');
    expect(await connection(id('tls'))).toMatchObject({ authentication: 'basic', securityProfile: 2, passwordSentAs: 'text' });
  });

  it('is of profile 3 with a certificate of its own, and shown as such', async () => {
    const own = await authority.issue(id('cert'));
    const station = await platform.connect(id('cert'), protocol, showing(own), 'tls');
    expect(station.protocol).toBe(protocol);
    expect(await connection(id('cert'))).toMatchObject({
      authentication: 'certificate',
      securityProfile: 3,
      certificateSerialNumber: own.serialNumber,
    });
    await platform.caughtUp();
    const query = 'query ($id: ID!) { station(id: $id) { securityProfile authentication } }';
    expect(await platform.graphql(query, { id: id('cert') })).toEqual({
      station: { securityProfile: 3, authentication: 'certificate' },
    });
  });

  it('may not go back to a lower profile than it had, until an operator says so', async () => {
    const stationId = id('fallen');
    await setPassword(stationId);
    const own = await authority.issue(stationId);
    await (await platform.connect(stationId, protocol, showing(own), 'tls')).close();
    expect(await platform.refusal(stationId, protocol, withPassword(stationId))).toBe(403);
    expect(await platform.refusal(stationId, protocol, trusting(withPassword(stationId)), 'tls')).toBe(403);
    const lower = `mutation ($stationId: ID!) { requireSecurityProfile(stationId: $stationId, profile: 1) {
      ... on StationSecurityChanged { security { requiredProfile } } } }`;
    expect(await platform.graphql(lower, { stationId })).toEqual({
      requireSecurityProfile: { security: { requiredProfile: 1 } },
    });
    await platform.connect(stationId, protocol, withPassword(stationId));
  });
});

describe('a certificate', () => {
  it.each<[string, (stationId: string) => Promise<CertificateAndKey>]>([
    ['of another station', () => authority.issue('somebody-else')],
    ['that has expired', (stationId) => authority.issue(stationId, { validDays: -1 })],
    ['of an unknown authority', async (stationId) => (await SpecAuthority.create('unknown-ca')).issue(stationId)],
    ['that is one of a server', (stationId) => authority.issue(stationId, { use: 'server' })],
  ])('trap 11: %s lets nobody in, not even with the right password', async (what, issue) => {
    const stationId = `cert ${what}`;
    await setPassword(stationId);
    const other = await issue(stationId);
    expect(await platform.refusal(stationId, 'ocpp2.0.1', showing(other), 'tls')).toBe(403);
    expect(await platform.refusal(stationId, 'ocpp2.0.1', { ...showing(other), ...withPassword(stationId) }, 'tls')).toBe(403);
    expect(await platform.events(stationId)).toEqual([]);
  });

  it('that is revoked ends the connection that was opened with it, and opens no other', async () => {
    const own = await authority.issue('revoked');
    const station = await platform.connect('revoked', 'ocpp1.6', showing(own), 'tls');
    const revoke = `mutation ($serial: String!) { revokeStationCertificate(stationId: "revoked", serialNumber: $serial, reason: "stolen") {
      __typename ... on UserError { code } } }`;
    expect(await platform.graphql(revoke, { serial: own.serialNumber })).toEqual({
      revokeStationCertificate: { __typename: 'StationSecurityChanged' },
    });
    expect(await station.closed()).toEqual({ code: 1008, reason: 'credentials have changed' });
    expect(await platform.refusal('revoked', 'ocpp1.6', showing(own), 'tls')).toBe(403);
    expect(await platform.graphql(revoke, { serial: own.serialNumber })).toEqual({
      revokeStationCertificate: { __typename: 'CertificateRevoked', code: 'certificate-revoked' },
    });
    await platform.connect('revoked', 'ocpp1.6', showing(await authority.issue('revoked')), 'tls');
  });
});

describe('TLS', () => {
  const port = () => Number(new URL(platform.ocppTlsUrl).port);
  const agreed = (options: object) =>
    inTime(
      'TLS to be agreed upon or not',
      new Promise<string>((resolve) => {
        const socket = connect({ host: '127.0.0.1', port: port(), ca: server.pem, ...options }, () => {
          resolve(`${socket.getProtocol()} ${socket.getCipher().standardName} ${socket.getPeerX509Certificate()?.serialNumber}`);
          socket.destroy();
        });
        socket.on('error', ({ message }) => resolve(message));
      }),
    );

  it('is 1.2 or newer, with the suites that OCPP asks for', async () => {
    expect(await agreed({ minVersion: 'TLSv1.3' })).toMatch(/^TLSv1.3 TLS_/);
    for (const suite of ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384'])
      expect(await agreed({ maxVersion: 'TLSv1.2', ciphers: suite })).toMatch(/^TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_/);
    expect(await agreed({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).toMatch(/handshake failure|alert/);
    expect(await agreed({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).not.toMatch(/^TLSv1/);
    expect(await platform.metric('wattledger_handshakes_refused_total{status="tls"}')).toBeGreaterThan(0);
  });

  it('goes on with the old certificate when the new one is broken, and with the new one without a restart', async () => {
    const station = await platform.connect('stays', 'ocpp1.6', showing(await authority.issue('stays')), 'tls');
    const before = await agreed({});
    await writeFile(certFile(), 'no certificate');
    platform.reloadCertificates();
    expect(await agreed({})).toBe(before);
    expect(platform.logged.filter((line) => line.includes('those before stay in force'))).toHaveLength(1);
    expect(await platform.metric('wattledger_tls_reload_failures_total')).toBe(1);
    const { serialNumber } = await renewServer();
    platform.reloadCertificates();
    expect(await agreed({})).toContain(serialNumber);
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await platform.metric('wattledger_tls_certificate_expiry_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000);
  });
});

describe('a TLS proxy', () => {
  const told = (headers: Record<string, string>, more: ClientOptions = {}): ClientOptions => ({
    ...more,
    headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '6.6.6.6, 203.0.113.9', ...headers, ...more.headers },
  });
  const fromProxy = (options: ClientOptions): ClientOptions => ({ ...options, localAddress: PROXY });
  const cert = (pem: string) => ({ 'x-ssl-client-cert': encodeURIComponent(pem) });

  it('is believed that a line is encrypted, and whose it is', async () => {
    await setPassword('proxied');
    await platform.connect('proxied', 'ocpp2.1', fromProxy(told({}, withPassword('proxied'))));
    expect(await connection('proxied')).toMatchObject({
      securityProfile: 2,
      remoteAddress: '203.0.113.9',
      proxyAddress: PROXY,
    });
  });

  it('is believed which certificate a station has shown, which is judged here all the same', async () => {
    const own = await authority.issue('proxied-cert');
    await platform.connect('proxied-cert', 'ocpp2.0.1', fromProxy(told(cert(own.cert))));
    expect(await connection('proxied-cert')).toMatchObject({ securityProfile: 3, certificateSerialNumber: own.serialNumber });
    const others = [
      (await authority.issue('somebody-else')).cert,
      (await authority.issue('proxied-cert', { validDays: -1 })).cert,
      (await (await SpecAuthority.create('unknown-ca')).issue('proxied-cert')).cert,
      `${own.cert}${(await authority.issue('somebody-else')).cert}`,
      'no certificate',
    ];
    for (const pem of others) expect(await platform.refusal('proxied-cert', 'ocpp2.0.1', fromProxy(told(cert(pem))))).toBe(403);
  });

  it('is believed in the header that was agreed upon, and in no other', async () => {
    const own = await authority.issue('other-header');
    const der = own.cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    await platform.connect('other-header', 'ocpp1.6', fromProxy(told({ 'client-cert': `:${der}:` })));
    expect(await connection('other-header')).toMatchObject({ securityProfile: 0 });
  });

  it('at an address that is not listed is not believed a word, and that is noted', async () => {
    const own = await authority.issue('forger');
    await platform.connect('forger', 'ocpp1.6', told(cert(own.cert)));
    expect(await connection('forger')).toMatchObject({
      authentication: 'none',
      securityProfile: 0,
      remoteAddress: '127.0.0.1',
    });
    const { metadata } = await platform.recorded('forger', 'StationConnected');
    expect(metadata.flags).toContain('x-ssl-client-cert from an address that is no trusted proxy');
  });
});

describe('where profile 2 is the least', () => {
  let strict: TestPlatform;
  beforeAll(async () => {
    strict = await TestPlatform.start({ ...securely(), WATTLEDGER_MIN_SECURITY_PROFILE: '2' });
  });
  afterAll(async () => {
    await strict.sendStationsHome();
    await strict.stop();
  });

  it('no plain port is open, and nobody comes in with less than a password', async () => {
    expect(strict.hasPlainPort).toBe(false);
    expect(await strict.refusal('nobody', 'ocpp1.6', trusting(), 'tls')).toBe(403);
    await strict.credentials.setPassword('somebody', PASSWORD, 'operator:ana');
    await strict.connect('somebody', 'ocpp1.6', trusting(withPassword('somebody')), 'tls');
    await strict.connect('certain', 'ocpp1.6', showing(await authority.issue('certain')), 'tls');
  });
});

describe('where an organisation is asked for', () => {
  it('the certificate of a station must name it', async () => {
    const strict = await TestPlatform.start({ ...securely(), WATTLEDGER_STATION_ORGANISATION: 'Harbour Energy' });
    const of = async (organisation: string) => showing(await authority.issue('member', { organisation }));
    expect(await strict.refusal('member', 'ocpp2.0.1', await of('Hill Energy'), 'tls')).toBe(403);
    await strict.connect('member', 'ocpp2.0.1', await of('Harbour Energy'), 'tls');
    await strict.sendStationsHome();
    await strict.stop();
  });
});

describe('RawStation', () => {
  it('does not trust a platform whose certificate it cannot check', async () => {
    await expect(RawStation.connect(`${platform.ocppTlsUrl}/doubting`, ['ocpp1.6'])).rejects.toThrow();
  });
});
