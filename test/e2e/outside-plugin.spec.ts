import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { askPlugins, defaultPolicies, inlineVoter } from '@wattledger/plugin-host';
import type { Plugin } from '@wattledger/plugin-sdk';
import { aQuestion, checksOf } from '@wattledger/plugin-sdk/testing';
import { askGraphql } from '../support/graphql.ts';
import { PlatformProgram, wattledger } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { packSdk, repository, ScratchPackage } from '../support/scratch-package.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';

const PACKAGE = 'wattledger-plugin-visitor-hours';
const A_FEW_MINUTES = 300_000;

let folder: string;
let sdk: string;
let author: ScratchPackage;
let enterprise: ScratchPackage;
let plugin: Plugin;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-outside-'));
  sdk = await packSdk(folder);
  author = new ScratchPackage(join(folder, 'author'));
  await cp(join(repository, 'examples', 'outside-plugin'), author.folder, {
    recursive: true,
    filter: (file) => !/node_modules|dist/.test(file.slice(repository.length)),
  });
  await author.install(sdk);
}, A_FEW_MINUTES);
afterAll(() => rm(folder, { recursive: true, force: true }));

const night = {
  at: '2026-05-04T23:00:00.000Z',
  registered: { tokenId: 't1', status: 'active', type: 'ISO14443', groupToken: 'visitors', masterPass: false },
} as const;

describe('a plugin that somebody else ships', () => {
  it(
    'is type-checked, built and tested with nothing but the SDK’s package',
    async () => {
      await author.tsc('--noEmit', '--skipLibCheck', 'false');
      await author.tsc('-p', 'tsconfig.build.json');
      expect(await author.npm('test')).toMatch(/^# fail 0$|ℹ fail 0/m);
    },
    A_FEW_MINUTES,
  );

  it(
    'is packed, and installed where a platform is to use it',
    async () => {
      const tarball = await author.pack();
      enterprise = await ScratchPackage.empty(join(folder, 'enterprise'));
      await enterprise.install(sdk, tarball);
      const module = join(enterprise.folder, 'node_modules', PACKAGE, 'dist', 'visitor-hours.js');
      plugin = ((await import(pathToFileURL(module).href)) as { default: Plugin }).default;
      expect(plugin).toMatchObject({ id: 'visitor-hours', version: '1.0.0' });
    },
    A_FEW_MINUTES,
  );

  it('conforms, by the suite of the platform that loads it', async () => {
    for (const { run } of checksOf(plugin)) await run();
  });

  it('votes in the platform, and its reason is recorded', async () => {
    const voter = inlineVoter(plugin, { config: plugin.config.parse({ opensAt: 7 }), log: () => undefined });
    const ask = askPlugins({ voters: () => [voter], policies: defaultPolicies, clock: systemClock });
    expect(await ask('authorize', aQuestion.authorize(night))).toMatchObject({
      answer: { status: 'NotAtThisTime', message: 'Open from 7:00 to 20:00' },
      rule: 'closed-for-visitors',
      votes: [{ voter: 'visitor-hours@1.0.0', answer: 'NotAtThisTime', reason: 'it is open from 7:00 to 20:00' }],
    });
  });

  it(
    'is loaded by the platform beside one that `plugin new` wrote, decides at a station, and its field answers',
    async () => {
      await wattledger(['plugin', 'new', 'night-rate', '--folder', join(enterprise.folder, 'night-rate')]);
      const plugins = [
        { use: PACKAGE, config: { opensAt: 0, closesAt: 0 } },
        { use: './night-rate/src/night-rate.ts', config: { blockedTokens: ['LOST'] } },
        { use: '@wattledger/quick-start' },
      ];
      const file = join(enterprise.folder, 'wattledger.plugins.json');
      await writeFile(file, JSON.stringify({ plugins }));
      const environment = { WATTLEDGER_PLUGINS: file, WATTLEDGER_ADMIN_KEY: ADMIN_KEY };
      const platform = await new PlatformProgram(join(folder, 'data'), environment).start();
      try {
        await askGraphql(
          platform,
          ADMIN_KEY,
          'mutation { issueToken(token: "VISITOR", type: ISO14443, details: { groupToken: "visitors" }) { __typename } }',
        );
        const station = await RawStation.connect(`${platform.ocppUrl}/oak-1`, ['ocpp2.0.1']);
        const status = async (idToken: string) =>
          ((await station.get('Authorize', { idToken: { idToken, type: 'ISO14443' } }))['idTokenInfo'] as JsonObject)['status'];
        expect(await status('VISITOR')).toBe('NotAtThisTime');
        expect(await status('LOST')).toBe('Blocked');
        expect(await status('ANYBODY')).toBe('Accepted');
        const field = '{ visitorHours { energyWhOn(day: "2026-05-04") } }';
        expect(await askGraphql(platform, ADMIN_KEY, field)).toEqual({ visitorHours: { energyWhOn: 0 } });
        await station.close();
      } finally {
        await platform.end();
      }
    },
    A_FEW_MINUTES,
  );
});
