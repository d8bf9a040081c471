import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { certificateRequest, SpecAuthority } from '../support/certificates.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const organisation = 'Harbour Energy';
const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'];

let folder: string;
let server: SpecAuthority;
let platform: TestPlatform;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-ca-'));
  server = await SpecAuthority.create('server-ca');
  const own = await server.issue('localhost', { use: 'server' });
  await writeFile(join(folder, 'server.pem'), own.cert);
  await writeFile(join(folder, 'server.key'), own.key);
  const { certificateFile, keyFile } = await (await SpecAuthority.create('station-ca')).writeInto(folder);
  platform = await TestPlatform.start({
    WATTLEDGER_OCPP_TLS_PORT: '0',
    WATTLEDGER_TLS_CERT_FILE: join(folder, 'server.pem'),
    WATTLEDGER_TLS_KEY_FILE: join(folder, 'server.key'),
    WATTLEDGER_CA_CERT_FILE: certificateFile,
    WATTLEDGER_CA_KEY_FILE: keyFile,
    WATTLEDGER_STATION_ORGANISATION: organisation,
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

interface ShownCertificate {
  readonly serialNumber: string;
  readonly subject: string;
  readonly taken: boolean | null;
  readonly notAfter: string;
}

const certificatesOf = async (stationId: string): Promise<readonly ShownCertificate[]> => {
  const query = `query ($stationId: ID!) { stationSecurity(stationId: $stationId) {
    certificates { serialNumber subject taken notAfter } } }`;
  const { stationSecurity } = await platform.graphql<{ stationSecurity: { certificates: ShownCertificate[] } }>(query, {
    stationId,
  });
  return stationSecurity.certificates;
};

/** Why its requests were not signed. */
const refusalsOf = async (stationId: string): Promise<unknown[]> =>
  (await platform.events(stationId))
    .filter(({ type }) => type === 'CertificateSigningDecided')
    .map(({ data }) => (data as JsonObject)['code']);

describe.each(protocols)('a station of %s', (protocol) => {
  it.each(['ecdsa', 'rsa'] as const)('gets the certificate it asks for (%s), and comes in with it', async (keyType) => {
    const stationId = `asks-${keyType}-${protocol}`;
    const station = await platform.connect(stationId, protocol);
    const { csr, key } = await certificateRequest(stationId, { keyType, organisation });
    const more: JsonObject = protocol === 'ocpp2.1' ? { requestId: 7, certificateType: 'ChargingStationCertificate' } : {};
    expect(await station.get('SignCertificate', { csr, ...more })).toEqual({ status: 'Accepted' });
    const call = await station.nextCall();
    expect(call).toMatchObject({ action: 'CertificateSigned', payload: more });
    station.answer(call, { status: 'Accepted' });
    const [shown] = await until('the station to have taken it', async () => {
      const found = await certificatesOf(stationId);
      return found[0]?.taken === true ? found : undefined;
    });
    expect(shown).toMatchObject({ subject: `CN=${stationId}, O=${organisation}` });

    const cert = String(call.payload['certificateChain']);
    await platform.connect(stationId, protocol, { ca: server.pem, cert, key }, 'tls');
    const connected = await until('profile 3', async () => {
      const newest = (await platform.events(stationId)).findLast(({ type }) => type === 'StationConnected');
      return (newest?.data as JsonObject)['securityProfile'] === 3 ? newest : undefined;
    });
    expect(connected.data).toMatchObject({ certificateSerialNumber: shown?.serialNumber });
  });

  it('may refuse the certificate, which is noted', async () => {
    const stationId = `declines-${protocol}`;
    const station = await platform.connect(stationId, protocol);
    const { csr } = await certificateRequest(stationId, { organisation });
    await station.get('SignCertificate', { csr });
    station.answer(await station.nextCall(), { status: 'Rejected' });
    await until('it to be noted', async () => (await certificatesOf(stationId))[0]?.taken === false);
  });

  it('is refused a request in the name of another station or organisation', async () => {
    const stationId = `poses-${protocol}`;
    const station = await platform.connect(stationId, protocol);
    for (const other of [
      await certificateRequest('somebody-else', { organisation }),
      await certificateRequest(stationId, { organisation: 'Hill Energy' }),
    ])
      expect(await station.get('SignCertificate', { csr: other.csr })).toMatchObject({ status: 'Rejected' });
    expect(await refusalsOf(stationId)).toEqual(['csr-of-another', 'csr-of-another']);
    expect(await certificatesOf(stationId)).toEqual([]);
  });

  it('can be given and asked for certificates of others, and can be told to drop them', async () => {
    const stationId = `installs-${protocol}`;
    const station = await platform.connect(stationId, protocol);
    const installed = protocol === 'ocpp1.6' ? 'CentralSystemRootCertificate' : 'CSMSRootCertificate';
    const certificateHashData = {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'aa',
      issuerKeyHash: 'bb',
      serialNumber: '1',
    };
    const asked: readonly (readonly [string, JsonObject])[] = [
      ['InstallCertificate', { certificateType: installed, certificate: server.pem }],
      ['GetInstalledCertificateIds', { certificateType: protocol === 'ocpp1.6' ? installed : [installed] }],
      ['DeleteCertificate', { certificateHashData }],
    ];
    for (const [action, payload] of asked) {
      const commandId = await platform.request(stationId, { name: 'SendCall', action, payload });
      const call = await station.nextCall();
      expect(call).toMatchObject({ action, payload });
      station.answer(call, { status: 'Accepted' });
      await platform.commandIs(commandId, 'accepted');
    }
  });
});

describe('a request that is not signed', () => {
  it('is one that was tampered with, one whose key is weak, and one that is none', async () => {
    const station = await platform.connect('tampers', 'ocpp2.0.1');
    const { csr } = await certificateRequest('tampers');
    const bytes = Buffer.from(csr.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const tampered = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    for (const wrong of [tampered, 'no request'])
      expect(await station.get('SignCertificate', { csr: wrong })).toMatchObject({
        status: 'Rejected',
        statusInfo: { reasonCode: 'InvalidCSR' },
      });
    const { csr: weak } = await certificateRequest('tampers', { keyType: 'weak-rsa', organisation });
    expect(await station.get('SignCertificate', { csr: weak })).toMatchObject({ status: 'Rejected' });
    expect(await refusalsOf('tampers')).toEqual(['csr-invalid', 'csr-invalid', 'csr-key-weak']);
  });

  it('is one for a vehicle’s line, which another PKI signs', async () => {
    const station = await platform.connect('plugs', 'ocpp2.1');
    const { csr } = await certificateRequest('plugs');
    expect(await station.get('SignCertificate', { csr, certificateType: 'V2GCertificate' })).toMatchObject({
      status: 'Rejected',
      statusInfo: { reasonCode: 'UnsupportedParam' },
    });
  });

  it('is any where no authority is set up', async () => {
    const without = await TestPlatform.start();
    const station = await without.connect('asks', 'ocpp2.0.1');
    const { csr } = await certificateRequest('asks');
    expect(await station.get('SignCertificate', { csr })).toMatchObject({
      status: 'Rejected',
      statusInfo: { reasonCode: 'NotEnabled' },
    });
    await without.sendStationsHome();
    await without.stop();
  });
});

it('an authority that fails after all leaves a word of it, and the station is told nothing', async () => {
  const station = await platform.connect('unlucky', 'ocpp1.6');
  const { csr } = await certificateRequest('unlucky', { organisation });
  const keyFile = join(folder, 'station-ca.key');
  const { key } = await certificateRequest('another');
  await writeFile(keyFile, key);
  expect(await station.get('SignCertificate', { csr })).toEqual({ status: 'Accepted' });
  const failed = await until('the word of it', async () =>
    (await platform.stream('credential-unlucky')).find(({ type }) => type === 'StationCertificateNotIssued'),
  );
  expect(failed.data).toMatchObject({ code: 'certificate-authority-failed' });
});
