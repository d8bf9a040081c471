import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SDK_VERSION } from '@wattledger/plugin-sdk';
import { wattledger } from '../support/program.ts';
import { packSdk, ScratchPackage } from '../support/scratch-package.ts';

const A_FEW_MINUTES = 300_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-new-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const filesIn = async (place: string): Promise<string[]> =>
  (await readdir(place, { recursive: true, withFileTypes: true })).flatMap((each) => (each.isFile() ? [each.name] : [])).sort();

describe('wattledger plugin new', () => {
  it(
    'writes a plugin whose spec a stranger can run, whose types hold and which builds',
    async () => {
      const place = join(folder, 'night-rate');
      const { code, output } = await wattledger(['plugin', 'new', 'night-rate', '--folder', place]);
      expect(output).toContain(`cd ${place}\n  npm install\n  npm test`);
      expect(code).toBe(0);
      const { devDependencies } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as {
        devDependencies: Readonly<Record<string, string>>;
      };
      expect(devDependencies['@wattledger/plugin-sdk']).toBe(`^${SDK_VERSION}`);

      const plugin = new ScratchPackage(place);
      await plugin.install(await packSdk(folder));
      expect(await plugin.npm('test')).toMatch(/^# fail 0$|ℹ fail 0/m);
      await plugin.tsc('--noEmit');
      await plugin.tsc('-p', 'tsconfig.build.json');
      expect(await filesIn(join(place, 'dist'))).toEqual(['night-rate.d.ts', 'night-rate.js']);
    },
    A_FEW_MINUTES,
  );

  it('depends on a tarball of the SDK where it is told to', async () => {
    const place = join(folder, 'day-rate');
    await wattledger(['plugin', 'new', 'day-rate', '--folder', place, '--sdk', 'file:../sdk.tgz']);
    expect(await readFile(join(place, 'package.json'), 'utf8')).toContain('"@wattledger/plugin-sdk": "file:../sdk.tgz"');
  });

  it('writes a room of the repository below plugins/, and has it built with the others', async () => {
    const repository = join(folder, 'repository');
    await mkdir(join(repository, 'plugins'), { recursive: true });
    await writeFile(join(repository, 'package.json'), JSON.stringify({ name: '@wattledger/source' }));
    await writeFile(join(repository, 'tsconfig.json'), JSON.stringify({ files: [], references: [{ path: 'plugins/z' }] }));
    const place = join(repository, 'plugins', 'quota');
    const { code } = await wattledger(['plugin', 'new', 'quota', '--folder', place]);
    expect(code).toBe(0);
    expect(await filesIn(place)).toEqual([
      'README.md',
      'package.json',
      'quota.spec.ts',
      'quota.ts',
      'tsconfig.json',
      'tsconfig.spec.json',
    ]);
    expect(JSON.parse(await readFile(join(repository, 'tsconfig.json'), 'utf8'))).toEqual({
      files: [],
      references: [{ path: 'plugins/quota' }, { path: 'plugins/z' }],
    });
  });

  it('writes over nothing', async () => {
    const place = join(folder, 'taken');
    await mkdir(place);
    const { code, errors } = await wattledger(['plugin', 'new', 'taken', '--folder', place]);
    expect(code).toBe(2);
    expect(errors).toContain(`There is something at ${place} already.`);
    expect(errors).toContain('[plugin-folder-exists]');
    expect(await readdir(place)).toEqual([]);
  });

  it.each(['Night', 'night_rate', '-night', '1night', 'a/b', '..', 'x'.repeat(61)])('does not call a plugin %s', async (name) => {
    const { code, errors } = await wattledger(['plugin', 'new', '--folder', join(folder, 'never'), '--', name]);
    expect(code).toBe(2);
    expect(errors).toContain('[plugin-name-invalid]');
  });
});
