import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Fault } from '@wattledger/kernel';
import type { HostedPlugin } from './hosted-plugin.ts';
import { loadPlugins } from './load-plugins.ts';
import { findPluginsFile, readPluginsFile } from './plugins-file.ts';
import { PluginFolder } from './testing/index.ts';

const place = new PluginFolder();
let running: readonly HostedPlugin[] = [];
afterEach(async () => {
  await Promise.all(running.map(({ runner }) => runner.close()));
  running = [];
});
afterAll(() => place.remove());

const sealer = { seal: async (text: string) => `sealed ${text}`, unseal: async (text: string) => text.slice('sealed '.length) };

async function start(content: object | string): Promise<readonly HostedPlugin[]> {
  const file = await readPluginsFile(place.write(content));
  running = await loadPlugins(file, {
    sealer,
    rowsFile: join(place.folder, 'plugins.sqlite'),
    logOf: () => () => undefined,
    limits: { loadMs: 1_500 },
  });
  return running;
}

const using = (...uses: readonly (string | object)[]) => ({
  plugins: uses.map((use) => (typeof use === 'string' ? { use } : use)),
});

/** The code and the sentence with which a start ends. */
async function stopsWith(content: object | string): Promise<{ code: string; message: string }> {
  try {
    await start(content);
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it started');
}

const good = place.plugin('good', `authorize: () => abstain('nothing to say')`);

describe('a plugins file', () => {
  it('names plugins in the order in which their votes count: packages of the platform, and files beside it', async () => {
    const plugins = await start(using('@wattledger/quick-start', good));
    expect(plugins.map(({ id, isolation }) => [id, isolation])).toEqual([
      ['quick-start', 'inline'],
      ['good', 'thread'],
    ]);
  });

  it('sets budgets and what holds where a plugin fails; the rest stays as it is', async () => {
    const file = await readPluginsFile(place.write({ plugins: [], decisions: { authorize: { budgetMs: 200 } } }));
    expect(file.policies.authorize).toEqual({ budgetMs: 200, onFailure: 'cache' });
    expect(file.policies.admitStation).toEqual({ budgetMs: 1_000, onFailure: 'open' });
  });

  it('may be a module', async () => {
    place.module('wattledger.plugins.ts', `export default { plugins: [{ use: './good.ts', config: {} }] };`);
    const file = await readPluginsFile(join(place.folder, 'wattledger.plugins.ts'));
    expect(file.plugins).toEqual([{ use: './good.ts', config: {}, shadow: false, isolation: 'thread' }]);
  });

  it('that nobody names is looked for in the working folder', () => {
    place.write(using());
    expect(findPluginsFile(undefined, place.folder)).toBe(place.file);
    expect(findPluginsFile(undefined, join(place.folder, 'elsewhere'))).toBeUndefined();
  });
});

describe('the start ends with one sentence', () => {
  it('when the file that is named is not there', () => {
    expect(() => findPluginsFile('nowhere.json', place.folder)).toThrow(`WATTLEDGER_PLUGINS names ${place.folder}/nowhere.json`);
  });

  it.each([
    ['no JSON', '{', /is not JSON/],
    ['no list', {}, /plugins: Invalid input/],
    ['a member that does not exist', { plugins: [], pluginz: [] }, /pluginz: there is no such member/],
    [
      'an unknown member of a plugin',
      using({ use: good, shaddow: true }),
      /plugins\.0\.shaddow \(plugin \.\/good\.ts\): there is no/,
    ],
    [
      'a decision that does not exist',
      { plugins: [], decisions: { authorise: {} } },
      /decisions\.authorise: there is no such member/,
    ],
    [
      'a policy that does not exist',
      { plugins: [], decisions: { authorize: { onFailure: 'maybe' } } },
      /decisions\.authorize\.onFailure/,
    ],
  ])('when the file holds %s', async (_, content, sentence) => {
    expect(await stopsWith(content)).toEqual({ code: 'plugins-file-invalid', message: expect.stringMatching(sentence) });
  });

  it('when there is no such plugin', async () => {
    expect(await stopsWith(using('./missing.ts'))).toEqual({
      code: 'plugin-not-found',
      message: `The plugin ./missing.ts cannot be found (field \`use\`): there is nothing at ${place.folder}/missing.ts.`,
    });
    expect(await stopsWith(using('not-installed'))).toMatchObject({ code: 'plugin-not-found' });
  });

  it('when it was written for another SDK', async () => {
    const future = place.module(
      'future.ts',
      `import { definePlugin, z } from '@wattledger/plugin-sdk';
       export default definePlugin({ id: 'future', version: '1.0.0', sdk: '^2.0.0', config: z.object({}) });`,
    );
    expect(await stopsWith(using(future))).toEqual({
      code: 'plugin-sdk-mismatch',
      message:
        'The plugin future (./future.ts) was written for version ^2.0.0 of the plugin SDK (field `sdk`), and this platform has 1.1.0.',
    });
  });

  it('when two have the same id', async () => {
    const twin = place.module('twin.ts', `export { default } from './good.ts';`);
    expect(await stopsWith(using(good, twin))).toEqual({
      code: 'plugin-duplicate',
      message: 'The plugins file names the plugin good twice (field `id`): ./good.ts and ./twin.ts both have it.',
    });
  });

  it('when the configuration is wrong, or says what the plugin does not know', async () => {
    const hours = place.plugin('hours', '', `config: z.object({ from: z.number().default(22) }),`);
    expect(await stopsWith(using({ use: hours, config: { from: 'ten' } }))).toEqual({
      code: 'plugin-config-invalid',
      message:
        'The plugin hours (./hours.ts) is not configured right: config.from: Invalid input: expected number, received string.',
    });
    expect(await stopsWith(using({ use: hours, config: { form: 10 } }))).toMatchObject({
      message: expect.stringContaining('config.form: there is no such setting'),
    });
  });

  it.each([
    ['throws', `throw new Error('no licence');`, 'no licence'],
    ['is no JavaScript', `export default {`, 'cannot be loaded'],
    ['waits for ever', `await new Promise((done) => setTimeout(done, 600_000));`, 'had not come to an end after 1500 ms'],
    ['loops for ever', `while (true);`, 'had not come to an end after 1500 ms'],
    ['exits', `process.exit(7);`, 'it ended itself (exit code 7)'],
  ])('when a module %s', async (what, source, sentence) => {
    const name = place.module(`bad-${what.replaceAll(' ', '-')}.ts`, source);
    const stopped = await stopsWith(using(good, { use: name, isolation: what === 'throws' ? 'inline' : 'thread' }));
    expect(stopped).toEqual({ code: 'plugin-not-loaded', message: expect.stringContaining(sentence) });
    expect(stopped.message).toContain(name);
  });

  it.each([
    ['nothing', `export const x = 1;`, 'exports no plugin, or several (field `default`)'],
    ['no version', `export default { id: 'a', sdk: '^1.0.0', config: {} };`, 'field `version`'],
    [
      'an unknown decision',
      plugin(`decisions: { authorise: () => undefined }`),
      'field `decisions.authorise`: there is no such field',
    ],
    ['an unknown member', plugin(`descision: {}`), 'field `descision`: there is no such field'],
    ['a decision that is no function', plugin(`decisions: { authorize: 5 }`), 'field `decisions.authorize`: must be a function'],
    ['a config that is no schema', plugin(`config: { a: 1 }`), 'field `config`: must be a `z.object` of the SDK'],
  ])('when a module exports %s', async (what, source, sentence) => {
    const name = place.module(`odd-${what.replaceAll(' ', '-')}.ts`, source);
    expect(await stopsWith(using(name))).toEqual({ code: 'plugin-invalid', message: expect.stringContaining(sentence) });
  });
});

function plugin(members: string): string {
  return `import { z } from '@wattledger/plugin-sdk';
    export default { id: 'odd', version: '1.0.0', sdk: '^1.0.0', config: z.object({}), ${members} };`;
}
