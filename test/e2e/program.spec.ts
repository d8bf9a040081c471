import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { PlatformProgram } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-e2e-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the platform as it is started', () => {
  it('keeps its key for a start that can show it: one that finds a port taken makes none', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const refused = await new PlatformProgram(folder, { WATTLEDGER_OCPP_PORT: String(port) }).start();
    expect((await refused.ended()).errors).toMatch(/\[port-unusable\]/);
    taken.close();
  });

  it('greets, shows its health and its metrics, refuses a second process, and answers what it took before it ends', async () => {
    const [platform, second] = [new PlatformProgram(folder), new PlatformProgram(folder)];
    await platform.start();
    expect(platform.greeting).toMatch(/^Wattledger is ready \(gateway, projector, api\)\.$/m);
    expect(platform.greeting).toMatch(/admin key {2}wl_admin_/);
    expect(await (await fetch(`${platform.httpUrl}/health/live`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${platform.httpUrl}/health/ready`)).status).toBe(200);

    const station = await RawStation.connect(`${platform.ocppUrl}/oak-1`);
    await station.get('BootNotification', boot16);
    const metrics = await (await fetch(`${platform.httpUrl}/metrics`)).text();
    expect(metrics).toContain('wattledger_station_calls_total{version="1.6",action="BootNotification",outcome="answered"} 1');

    await second.start();
    const refused = await second.ended();
    expect(refused.code).toBe(1);
    expect(refused.errors).toMatch(/Another process is writing to .*\[log-in-use\]/s);

    const first = station.call('Authorize', { idTag: 'TAG' }, 'a0');
    for (let index = 1; index < 50; index++)
      station.say(JSON.stringify([2, `a${index}`, 'Authorize', { idTag: `TAG-${index}` }]));
    await first;
    const { code, errors } = await platform.end();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect((await station.closed()).code).toBe(1001);
    const events = await platform.events('oak-1');
    const answered = events.filter(({ type }) => type === 'AuthorizeAnswered').map(({ metadata }) => metadata.messageId);
    const heard = station.wire.filter(({ direction, text }) => direction === 'received' && text.startsWith('[3,"a'));
    expect(heard.map(({ text }) => (JSON.parse(text) as unknown[])[1])).toEqual(answered);
    expect(events.filter(({ type }) => type === 'AuthorizeReceived')).toHaveLength(answered.length);
    expect(events.at(-1)?.data).toMatchObject({ cause: 'shutdown' });
  });

  it('does not show its key again, and knows its stations', async () => {
    const platform = await new PlatformProgram(folder).start();
    expect(platform.greeting).not.toContain('wl_admin_');
    expect(await platform.station('oak-1')).toMatchObject({ vendor: 'Acme', connected: false });
    const station = await RawStation.connect(`${platform.ocppUrl}/oak-1`);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 0, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 1_500, secondsFromNow(5)));
    expect(await platform.sessions('oak-1')).toMatchObject([{ energyWh: 1_500 }]);
    await platform.isProven();
    expect((await platform.end('SIGINT')).code).toBe(0);
  });
});

describe('settings that are wrong', () => {
  it('are refused, every one of them by its name', async () => {
    const platform = new PlatformProgram(folder, {
      WATTLEDGER_OCPP_PORT: 'ninethousand',
      WATTLEDGER_ROLES: 'gateway,cook',
      WATTLEDGER_MASTER_KEY: 'short',
      WATTLEDGER_TYPO: '1',
    });
    await platform.start();
    const { code, errors, output } = await platform.ended();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    for (const name of ['WATTLEDGER_OCPP_PORT', 'WATTLEDGER_ROLES', 'WATTLEDGER_MASTER_KEY', 'WATTLEDGER_TYPO'])
      expect(errors).toContain(`${name}`);
    expect(errors).toContain('[settings-invalid]');
    expect(errors).not.toContain('    at ');
  });
});
