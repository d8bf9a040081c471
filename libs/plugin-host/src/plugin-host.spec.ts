import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyHead, Ledger, MasterKey, newEvent, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { accept, definePlugin, refuse, z } from '@wattledger/plugin-sdk';
import { loadPlugins } from './load-plugins.ts';
import { PluginHost } from './plugin-host.ts';
import { readPluginsFile } from './plugins-file.ts';
import type { PluginsFile } from './plugins-file.ts';
import { defaultPolicies } from './policies.ts';
import { PluginFolder, shown } from './testing/index.ts';

const door = definePlugin({
  id: 'door',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({ open: z.boolean().default(true), code: z.string().optional().meta({ secret: true }) }),
  decisions: { authorize: (_, { open, code }) => (open ? accept(code ?? 'open') : refuse('Blocked', 'closed')) },
});

let folder: string;
let log: SqliteEventLog;
let keys: SqliteKeyStore;
let ledger: Ledger;
let sealer: Sealer;
let hosts: PluginHost[];
const stopping = { signal: new AbortController() };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wattledger-host-'));
  log = await SqliteEventLog.open(folder);
  const masterKey = new MasterKey('a master key that is long enough for specs');
  keys = new SqliteKeyStore(folder, masterKey);
  ledger = new Ledger(log, systemClock);
  sealer = new Sealer(masterKey, keys);
  hosts = [];
  stopping.signal = new AbortController();
});
afterEach(async () => {
  stopping.signal.abort();
  await Promise.all(hosts.map((host) => host.close()));
  await log.close();
  await keys.close();
  rmSync(folder, { recursive: true });
});

async function open(config: JsonObject = {}, file?: PluginsFile): Promise<PluginHost> {
  const rowsFile = join(folder, 'plugins.sqlite');
  const plugins = await loadPlugins(file ?? [{ plugin: door, config }], { sealer, rowsFile, logOf: () => () => undefined });
  const policies = file?.policies ?? defaultPolicies;
  const host = await PluginHost.open({ plugins, policies, ledger, sealer, clock: systemClock });
  hosts.push(host);
  return host;
}

const answer = async (host: PluginHost) => (await host.ask('authorize', shown('TOKEN'))).votes[0];

async function until(look: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 2_000; times += 1) {
    if (await look()) return;
    await sleep(5);
  }
  throw new Error('it never came');
}

describe('a configuration', () => {
  it('that is changed on one node is in force on the others', async () => {
    const [here, there] = [await open(), await open()];
    void there.follow(stopping.signal.signal);
    expect(await here.configure('door', { config: { open: false } }, 'ana')).toMatchObject({ revision: 0, by: 'ana' });
    expect(await answer(here)).toMatchObject({ answer: 'Blocked', configuration: 0 });
    await until(async () => (await answer(there))?.answer === 'Blocked');
    expect(await answer(there)).toMatchObject({ configuration: 0 });
  });

  it('is in force after a restart, secrets included', async () => {
    await (await open()).configure('door', { config: { code: 'sesame' } }, 'ana');
    const restarted = await open();
    expect(await answer(restarted)).toMatchObject({ reason: 'sesame', configuration: 0 });
    expect((await restarted.get('door'))?.config).toEqual({ code: '[hidden]' });
    await restarted.configure('door', { config: { code: '[hidden]', open: true } }, 'ana');
    expect(await answer(restarted)).toMatchObject({ reason: 'sesame', configuration: 1 });
  });

  it('that no longer fits the plugin is passed over, and said; the one of the file holds', async () => {
    await ledger.record(emptyHead('plugin-door'), [
      newEvent('PluginConfigured', {
        pluginId: 'door',
        config: { gate: 5 },
        enabled: true,
        shadow: false,
        by: 'an older version',
      }),
    ]);
    const host = await open({ open: false });
    expect(await answer(host)).toMatchObject({ answer: 'Blocked' });
    expect(await answer(host)).not.toHaveProperty('configuration');
    expect(await host.get('door')).toMatchObject({
      ignoredConfiguration: 'config.gate: there is no such setting',
      config: { open: false },
    });
    await host.configure('door', { config: { open: true } }, 'ana');
    expect(await host.get('door')).not.toHaveProperty('ignoredConfiguration');
  });

  it('that only puts the plugin in the shadow leaves what the file says', async () => {
    const host = await open({ open: false });
    await host.configure('door', { shadow: true }, 'ana');
    expect(await answer(host)).toMatchObject({ answer: 'Blocked', shadow: true, configuration: 0 });
  });

  it('that two change at once is changed twice', async () => {
    const host = await open();
    await Promise.all([1, 2, 3].map((by) => host.configure('door', { enabled: by !== 2 }, `ana-${by}`)));
    expect((await host.configurations('door')).map(({ revision }) => revision)).toEqual([2, 1, 0]);
  });

  it('cannot be rolled back to what never was', async () => {
    expect(await (await open()).rollBack('door', 3, 'ana')).toMatchObject({ code: 'plugin-revision-unknown' });
  });
});

describe('the votes of a plugin', () => {
  it('are counted by decision, with its last failure', async () => {
    const host = await open();
    await answer(host);
    await answer(host);
    expect((await host.get('door'))?.votes).toMatchObject([{ point: 'authorize', answered: 2, abstained: 0, failed: 0 }]);
  });
});

/** Elsewhere threads have no priorities of their own. */
const onLinux = process.platform === 'linux' ? it : it.skip;

describe('a plugin in its thread', () => {
  const place = new PluginFolder();
  afterEach(() => place.remove());

  it('whose fold never ends loses its thread and that projection, and goes on voting', async () => {
    const stuck = place.plugin(
      'stuck',
      `authorize: () => accept('here')`,
      `projections: [{ name: 'loop', version: 1, events: ['Thing'], key: () => 'k', evolve() { while (true); } },
                     { name: 'fine', version: 1, events: ['Thing'], key: () => 'k', evolve: (row = { n: 0 }) => ({ n: row.n + 1 }) }],`,
    );
    const host = await open({}, await readPluginsFile(place.write({ plugins: [{ use: stuck }] })));
    await ledger.recordAtEnd('station-a', [newEvent('Thing', {})]);
    const following = host.followHistories(stopping.signal.signal);
    await until(async () => (await host.get('stuck'))?.parked.length === 1);
    expect(await host.get('stuck')).toMatchObject({
      restarts: 1,
      parked: [{ part: 'loop', reason: expect.stringContaining('did not come to an end') }],
    });
    await until(async () => (await answer(host))?.answer === 'Accepted');
    stopping.signal.abort();
    await following;
  });

  it('reads on in its history after its thread was started again', async () => {
    const folderOfPlugin = new PluginFolder();
    try {
      const reads = folderOfPlugin.plugin(
        'reads',
        `authorize({ token }) { if (token === 'QUIT') process.exit(0); return accept('here'); }`,
        `projections: [{ name: 'count', version: 1, events: ['Thing'], key: () => 'k', evolve: (row = { n: 0 }) => ({ n: row.n + 1 }) }],
         resolvers: { types: 'type Reads { n: Int }', fields: { n: async (args, config, { rows }) => (await rows.get('count', 'k'))?.n ?? 0 } },`,
      );
      const host = await open({}, await readPluginsFile(folderOfPlugin.write({ plugins: [{ use: reads }] })));
      const counted = () => host.extensions[0]?.resolve('n', {}).catch(() => undefined);
      const following = host.followHistories(stopping.signal.signal);
      await ledger.recordAtEnd('station-a', [newEvent('Thing', {})]);
      await until(async () => (await counted()) === 1);
      await host.ask('authorize', shown('QUIT'));
      await ledger.recordAtEnd('station-a', [newEvent('Thing', {})]);
      await until(async () => (await counted()) === 2);
      stopping.signal.abort();
      await following;
    } finally {
      folderOfPlugin.remove();
    }
  });

  onLinux('gives way to the platform once it had to be started again', async () => {
    const folderOfPlugin = new PluginFolder();
    try {
      const quits = folderOfPlugin.plugin(
        'quits',
        `authorize({ token }) {
           if (token === 'QUIT') process.exit(0);
           return accept(String(process.getBuiltinModule('node:os').getPriority(0)));
         }`,
      );
      const host = await open({}, await readPluginsFile(folderOfPlugin.write({ plugins: [{ use: quits }] })));
      const usual = Number((await answer(host))?.reason);
      await host.ask('authorize', shown('QUIT'));
      await until(async () => (await answer(host))?.answer === 'Accepted');
      expect(Number((await answer(host))?.reason)).toBeGreaterThan(usual);
    } finally {
      folderOfPlugin.remove();
    }
  });

  it('is told of no hash, PIN, log-in or grant, whatever it asks for', async () => {
    const folderOfPlugin = new PluginFolder();
    const recorded = [
      ['account-a', 'AccountOpened'],
      ['account-a', 'PasswordSet'],
      ['account-a', 'LogInSucceeded'],
      ['pin-a', 'PinTaken'],
      ['grant-a', 'GrantIssued'],
      ['lockout-station-a', 'LogInFailed'],
      ['token-a', 'TokenIssued'],
    ] as const;
    try {
      const curious = folderOfPlugin.plugin(
        'curious',
        '',
        `projections: [{ name: 'heard', version: 1, events: ${JSON.stringify(recorded.map(([, type]) => type))}, key: ({ type }) => type, evolve: () => ({}) }],
         resolvers: { types: 'type Curious { heard: [String!] }', fields: { heard: async (args, config, { rows }) => (await rows.list('heard')).map(({ key }) => key) } },`,
      );
      const host = await open({}, await readPluginsFile(folderOfPlugin.write({ plugins: [{ use: curious }] })));
      for (const [stream, type] of recorded) await ledger.recordAtEnd(stream, [newEvent(type, {})]);
      const heard = async () => JSON.stringify(await host.extensions[0]?.resolve('heard', {}));
      const following = host.followHistories(stopping.signal.signal);
      await until(async () => (await heard()).includes('TokenIssued'));
      expect(await heard()).toBe('["AccountOpened","TokenIssued"]');
      stopping.signal.abort();
      await following;
    } finally {
      folderOfPlugin.remove();
    }
  });

  it('takes over what was configured while its thread was away', async () => {
    const folderOfPlugin = new PluginFolder();
    try {
      const quits = folderOfPlugin.plugin(
        'quits',
        `authorize({ token }, { word }) { if (token === 'QUIT') process.exit(0); return accept(word); }`,
        `config: z.object({ word: z.string().default('first') }),`,
      );
      const host = await open({}, await readPluginsFile(folderOfPlugin.write({ plugins: [{ use: quits }] })));
      await host.ask('authorize', shown('QUIT'));
      const refused = await host.configure('quits', { config: { word: 'second' } }, 'ana');
      expect(isRefusal(refused) ? refused.code : 'taken').toMatch(/plugin-away|taken/);
      expect(await host.configure('quits', { shadow: true }, 'ana')).toMatchObject({ shadow: true });
      await until(async () => (await answer(host))?.answer === 'Accepted');
      await until(async () => (await answer(host))?.shadow === true);
    } finally {
      folderOfPlugin.remove();
    }
  });
});
