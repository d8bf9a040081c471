import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecAuthority } from '../support/certificates.ts';
import { PlatformProgram, wattledger } from '../support/program.ts';
import { basic, RawStation } from '../support/raw-station.ts';
import { inTime, until } from '../support/until.ts';

const ADMIN_KEY = 'the-admin-key-of-these-specs';

let folder: string;
let authority: SpecAuthority;
let platform: PlatformProgram;
let at: readonly string[];
const renew = async (): Promise<string> => {
  const { cert, key, serialNumber } = await authority.issue('localhost', { use: 'server' });
  await writeFile(join(folder, 'server.pem'), cert);
  await writeFile(join(folder, 'server.key'), key);
  return serialNumber;
};
/** Where TLS is spoken, as the greeting tells. */
const tlsUrl = (): string => /wss:\S+\/ocpp/.exec(platform.greeting)?.[0] ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-e2e-tls-'));
  authority = await SpecAuthority.create('a-ca');
  await renew();
  platform = await new PlatformProgram(join(folder, 'data'), {
    WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
    WATTLEDGER_OCPP_TLS_PORT: '0',
    WATTLEDGER_TLS_CERT_FILE: join(folder, 'server.pem'),
    WATTLEDGER_TLS_KEY_FILE: join(folder, 'server.key'),
    WATTLEDGER_TLS_RELOAD_SECONDS: '86400',
  }).start();
  at = ['--url', `${platform.httpUrl}/graphql`, '--api-key', ADMIN_KEY];
});
afterAll(async () => {
  await platform.end();
  await rm(folder, { recursive: true });
});

describe('an operator at a terminal', () => {
  it('gives a station a password, and rotates it', async () => {
    const { code, output } = await wattledger(['station', 'set-password', 'oak', ...at]);
    expect(code).toBe(0);
    const [password = ''] = output.split('\n');
    const url = `${tlsUrl()}/oak`;
    const station = await RawStation.connect(url, ['ocpp2.0.1'], { ca: authority.pem, ...basic('oak', password) });
    await platform.recorded('oak', 'StationConnected');

    const rotated = await wattledger(['station', 'rotate-credentials', 'oak', '--reason', 'it leaked', ...at]);
    expect(rotated).toMatchObject({ code: 0, output: expect.stringContaining('A new password is on its way to oak') });
    expect(await station.nextCall()).toMatchObject({ action: 'SetVariables' });

    const lowered = await wattledger(['station', 'require-profile', 'oak', '1', ...at]);
    expect(lowered).toMatchObject({ code: 0, output: expect.stringContaining('security profile 1 at least') });
    const shown = await wattledger(['station', 'security', 'oak', ...at]);
    expect(JSON.parse(shown.output)).toMatchObject({
      requiredProfile: 1,
      hasPassword: true,
      rotations: [{ accepted: false }],
    });
    await station.close();
  }, 120_000);

  it('renews the certificate of the platform with SIGHUP', async () => {
    const { port } = new URL(tlsUrl());
    const served = async (): Promise<string | undefined> => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), ca: authority.pem });
      await inTime('TLS to be agreed upon', once(socket, 'secureConnect'));
      const serial = socket.getPeerX509Certificate()?.serialNumber;
      socket.destroy();
      return serial?.replace(/^0+/, '');
    };
    const renewed = await renew();
    expect(await served()).not.toBe(renewed);
    platform.signal('SIGHUP');
    await until('the new certificate', async () => (await served()) === renewed);
  });
});
