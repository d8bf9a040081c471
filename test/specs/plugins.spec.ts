import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PluginFolder } from '@wattledger/plugin-host/testing';
import { readSettings } from '@wattledger/platform';
import { askGraphql } from '../support/graphql.ts';
import { meters16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const ADMIN = 'the-admin-key-of-this-spec';
const place = new PluginFolder();
afterAll(() => place.remove());

const guard = place.plugin(
  'guard',
  `authorize: ({ token }, { blocked }) =>
     blocked.includes(token) ? refuse('Blocked', token + ' is on the list', { rule: 'on-the-list' }) : abstain('not on the list')`,
  `description: 'Keeps some drivers out.',
   config: z.object({
     blocked: z.array(z.string()).default([]).describe('Tokens that may not charge'),
     apiKey: z.string().optional().describe('For the list on the server').meta({ secret: true }),
   }),`,
);
const shy = place.plugin('shy', `authorize: () => refuse('Unknown', 'nobody is good enough', { rule: 'nobody' })`);
const full = place.plugin('full', `continueCharging: () => stop('it is full', { rule: 'full' })`);
const counter = place.plugin(
  'session-counter',
  '',
  `projections: [
     { name: 'by-station', version: 1, events: ['SessionPriced'], key: ({ stream }) => stream.slice('station-'.length),
       evolve: (row = { sessions: 0 }) => ({ sessions: row.sessions + 1 }) },
     { name: 'broken', version: 1, events: ['SessionPriced'], key: () => 'one', evolve() { throw new Error('it cannot count'); } },
   ],
   onEvent: { types: ['SessionPriced'], handle(event, config, { log }) { log('priced ' + event.stream); } },
   resolvers: {
     types: 'type SessionCounter { sessions(stationId: String!): Int, slow: Int } type SessionCounterOther { x: Int }',
     roles: ['operator'],
     fields: {
       sessions: async ({ stationId }, config, { rows }) => (await rows.get('by-station', stationId))?.sessions ?? 0,
       slow: () => { while (true); },
     },
   },`,
);
place.write({
  plugins: [
    { use: guard, config: { apiKey: 'first-secret-of-the-guard' } },
    { use: '@wattledger/quick-start' },
    { use: shy, shadow: true },
    { use: full, shadow: true },
    { use: counter },
  ],
});

const platform = usePlatform({ WATTLEDGER_PLUGINS: place.file, WATTLEDGER_ADMIN_KEY: ADMIN });
const ask = <Data>(query: string, variables: object = {}, key = ADMIN) => askGraphql<Data>(platform, key, query, variables);

const configure = (variables: object) =>
  ask<{ configurePlugin: Record<string, unknown> }>(
    `mutation ($id: ID!, $config: JSON, $enabled: Boolean, $shadow: Boolean, $reason: String) {
       configurePlugin(id: $id, config: $config, enabled: $enabled, shadow: $shadow, reason: $reason) {
         __typename
         ... on PluginConfigured { plugin { config enabled shadow revision } configuration { revision config by reason } }
         ... on UserError { code message } } }`,
    variables,
  );

async function shows(stationId: string, token: string): Promise<unknown> {
  const station = await platform.connect(stationId);
  // An id of its own: the same call under the same id would be given its first answer again.
  const { idTagInfo } = await station.get('Authorize', { idTag: token }, randomUUID());
  return (idTagInfo as { status?: unknown }).status;
}

describe('a plugin', () => {
  it('is shown with its documentation and how it fares, without its secrets', async () => {
    const { plugins } = await ask<{ plugins: unknown[] }>(`{ plugins { id use isolation enabled shadow points config sdk version
      settings { name type description default required secret } health { state restarts } } }`);
    expect(plugins).toHaveLength(5);
    expect(plugins[0]).toEqual({
      id: 'guard',
      use: './guard.ts',
      isolation: 'THREAD',
      enabled: true,
      shadow: false,
      points: ['AUTHORIZE'],
      config: { apiKey: '[hidden]' },
      sdk: '^1.0.0',
      version: '1.0.0',
      settings: [
        {
          name: 'blocked',
          type: 'list of string',
          description: 'Tokens that may not charge',
          default: [],
          required: false,
          secret: false,
        },
        {
          name: 'apiKey',
          type: 'string',
          description: 'For the list on the server',
          default: null,
          required: false,
          secret: true,
        },
      ],
      health: { state: 'OK', restarts: 0 },
    });
  });

  it('is configured while the platform runs, and rolled back; each is an event that votes name', async () => {
    expect(await shows('live-1', 'TOKEN-A')).toBe('Accepted');
    const { configurePlugin } = await configure({
      id: 'guard',
      config: { blocked: ['TOKEN-A'], apiKey: 'second-secret-of-the-guard' },
      reason: 'stolen',
    });
    expect(configurePlugin).toMatchObject({
      __typename: 'PluginConfigured',
      plugin: { config: { blocked: ['TOKEN-A'], apiKey: '[hidden]' }, revision: 0 },
      configuration: { revision: 0, config: { apiKey: '[hidden]' }, by: expect.stringMatching(/^key:/), reason: 'stolen' },
    });
    expect(await shows('live-1', 'TOKEN-A')).toBe('Blocked');
    await platform.caughtUp();
    const { decisions } = await ask<{ decisions: { nodes: unknown[] } }>(
      `{ decisions(filter: { stationIds: ["live-1"] }) { nodes { outcome votes { plugin configuration } } } }`,
    );
    expect(decisions.nodes[0]).toMatchObject({
      outcome: 'Blocked',
      votes: expect.arrayContaining([{ plugin: 'guard', configuration: 0 }]),
    });

    await configure({ id: 'guard', config: { blocked: ['TOKEN-B'], apiKey: '[hidden]' } });
    expect(await shows('live-1', 'TOKEN-A')).toBe('Accepted');
    const rolledBack = await ask<{ rollBackPlugin: unknown }>(
      `mutation { rollBackPlugin(id: "guard", revision: 0, reason: "the other one was wrong") {
        ... on PluginConfigured { configuration { revision rolledBackTo config } } ... on UserError { message } } }`,
    );
    expect(rolledBack.rollBackPlugin).toMatchObject({
      configuration: { revision: 2, rolledBackTo: 0, config: { blocked: ['TOKEN-A'], apiKey: '[hidden]' } },
    });
    expect(await shows('live-1', 'TOKEN-A')).toBe('Blocked');
    await platform.restart();
    expect(await shows('live-1', 'TOKEN-A')).toBe('Blocked');

    const { plugin } = await ask<{ plugin: { configurations: unknown[] } }>(
      `{ plugin(id: "guard") { configurations { revision enabled by reason rolledBackTo } } }`,
    );
    expect(plugin.configurations).toMatchObject([
      { revision: 2, rolledBackTo: 0, reason: 'the other one was wrong' },
      { revision: 1 },
      { revision: 0, reason: 'stolen' },
    ]);
    await ask(`mutation { rollBackPlugin(id: "guard") { __typename } }`);
    expect(await shows('live-1', 'TOKEN-A')).toBe('Accepted');
  });

  it('keeps its secrets out of the log', async () => {
    const events = await platform.stream('plugin-guard');
    expect(JSON.stringify(events.map(({ data }) => data))).not.toMatch(/first-secret|second-secret/);
    expect(events[0]?.data).toMatchObject({ config: { apiKey: expect.stringMatching(/^sealed:/) } });
    expect(events.every(({ metadata }) => metadata.actor?.startsWith('key:'))).toBe(true);
  });

  it('is not configured wrongly, and nobody but an administrator configures it', async () => {
    expect((await configure({ id: 'guard', config: { blocked: 5 } })).configurePlugin).toMatchObject({
      __typename: 'PluginConfigurationInvalid',
      code: 'plugin-configuration-invalid',
      message: 'The plugin guard: config.blocked: Invalid input: expected array, received number.',
    });
    expect((await configure({ id: 'guard', config: { blokked: [] } })).configurePlugin).toMatchObject({
      message: expect.stringContaining('config.blokked: there is no such setting'),
    });
    expect((await configure({ id: 'nobody' })).configurePlugin).toMatchObject({ __typename: 'PluginNotFound' });
    expect(
      await ask(`mutation { rollBackPlugin(id: "guard", revision: 99) { __typename ... on UserError { code } } }`),
    ).toMatchObject({ rollBackPlugin: { __typename: 'PluginRevisionNotFound', code: 'plugin-revision-unknown' } });
    const { key } = await platform.access.createApiKey({ name: 'o', role: 'operator', createdBy: 'spec' });
    await expect(ask(`mutation { configurePlugin(id: "guard", enabled: false) { __typename } }`, {}, key)).rejects.toThrow(
      'admin',
    );
  });

  it('that is disabled is not asked, until it is enabled', async () => {
    await configure({ id: 'guard', config: { blocked: ['TOKEN-C'] } });
    await configure({ id: 'guard', enabled: false });
    expect(await shows('off-1', 'TOKEN-C')).toBe('Accepted');
    expect((await platform.recorded('off-1', 'AuthorizationDecided')).data).not.toMatchObject({
      votes: expect.arrayContaining([expect.objectContaining({ voter: 'guard@1.0.0' })]),
    });
    await configure({ id: 'guard', enabled: true });
    expect(await shows('off-1', 'TOKEN-C')).toBe('Blocked');
  });
});

describe('a plugin in the shadow', () => {
  it('votes beside the others; what it says is recorded, not applied, and what it would have changed can be listed', async () => {
    expect(await shows('shadow-1', 'TOKEN-D')).toBe('Accepted');
    await platform.caughtUp();
    const { shadowDifferences } = await ask<{ shadowDifferences: { nodes: unknown[] } }>(
      `{ shadowDifferences(pluginId: "shy", first: 1) { totalCount nodes { stationId outcome votes { plugin answer shadow rule } } } }`,
    );
    expect(shadowDifferences.nodes[0]).toEqual({
      stationId: 'shadow-1',
      outcome: 'Accepted',
      votes: expect.arrayContaining([
        { plugin: 'quick-start', answer: 'Accepted', shadow: false, rule: 'any-token' },
        { plugin: 'shy', answer: 'Unknown', shadow: true, rule: 'nobody' },
      ]),
    });
    expect(await ask(`{ shadowDifferences(pluginId: "sh") { totalCount } }`)).toEqual({ shadowDifferences: { totalCount: 0 } });
  });

  it('would have ended a session, which goes on: said once', async () => {
    const station = await platform.connect('shadow-3');
    const { transactionId } = await station.get('StartTransaction', start16('GOOD', 0, secondsFromNow(0)));
    for (const meter of [100, 200, 300]) {
      await station.get('MeterValues', meters16(meter, 50, secondsFromNow(meter), Number(transactionId)));
    }
    expect((await platform.types('shadow-3')).filter((type) => type.startsWith('SessionStop'))).toEqual(['SessionStopAdvised']);
    await platform.caughtUp();
    const { shadowDifferences } = await ask<{ shadowDifferences: { nodes: unknown[] } }>(
      `{ shadowDifferences(pluginId: "full") { nodes { point outcome sessionId votes { plugin answer } } } }`,
    );
    expect(shadowDifferences.nodes).toEqual([
      {
        point: 'CONTINUE_CHARGING',
        outcome: 'continue',
        sessionId: `shadow-3:${String(transactionId)}`,
        votes: [{ plugin: 'full', answer: 'stop' }],
      },
    ]);
  });

  it('steps out of it, and back', async () => {
    await configure({ id: 'shy', shadow: false });
    expect(await shows('shadow-2', 'TOKEN-E')).toBe('Invalid');
    await configure({ id: 'shy', shadow: true });
    expect(await shows('shadow-2', 'TOKEN-E')).toBe('Accepted');
  });
});

describe('why was this driver refused?', () => {
  it('is one query, which names plugin, version, rule, inputs and events', async () => {
    await configure({ id: 'guard', config: { blocked: ['STOLEN-CARD'] } });
    expect(await shows('why-1', 'STOLEN-CARD')).toBe('Blocked');
    await platform.caughtUp();
    const { decisions } = await ask<{ decisions: { nodes: { id: string }[] } }>(
      `{ decisions(filter: { stationIds: ["why-1"], refused: true }) { nodes { id point outcome reason rule token purpose
           votes { plugin version answer reason rule } events { type } station { id } } } }`,
    );
    expect(decisions.nodes).toEqual([
      expect.objectContaining({
        point: 'AUTHORIZE',
        outcome: 'Blocked',
        reason: '[token] is on the list',
        rule: 'on-the-list',
        token: 'STOLEN-CARD',
        purpose: 'present',
        events: [{ type: 'AuthorizeReceived' }, { type: 'AuthorizationDecided' }, { type: 'AuthorizeAnswered' }],
        station: { id: 'why-1' },
      }),
    ]);
    const one = await ask<{ decision: unknown }>(`query ($id: ID!) { decision(id: $id) { outcome } }`, {
      id: decisions.nodes[0]?.id,
    });
    expect(one.decision).toEqual({ outcome: 'Blocked' });
  });

  it('is told with the session, as is what it cost', async () => {
    const station = await platform.connect('why-2');
    const { transactionId } = await station.get('StartTransaction', start16('GOOD', 0, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 1_000, secondsFromNow(60)));
    await platform.caughtUp();
    const { session } = await ask<{ session: { decisions: unknown[] } }>(
      `query ($id: ID!) { session(id: $id) { decisions { point outcome rule votes { plugin } } } }`,
      { id: `why-2:${String(transactionId)}` },
    );
    expect(session.decisions).toContainEqual({
      point: 'PRICE_SESSION',
      outcome: '0.00 EUR',
      rule: 'one-price',
      votes: [{ plugin: 'quick-start' }],
    });
  });
});

describe("a plugin's own history", () => {
  it('is folded in its thread and shown by its own GraphQL; what fails stands still and is named', async () => {
    const station = await platform.connect('count-1');
    for (const meter of [1_000, 2_000]) {
      const { transactionId } = await station.get('StartTransaction', start16('GOOD', 0, secondsFromNow(0)));
      await station.get('StopTransaction', stop16(transactionId, meter, secondsFromNow(60)));
    }
    await until('two sessions to be counted', async () => {
      const { sessionCounter } = await ask<{ sessionCounter: { sessions: number } }>(
        `{ sessionCounter { sessions(stationId: "count-1") } }`,
      );
      return sessionCounter.sessions === 2;
    });
    const { plugin } = await ask<{ plugin: unknown }>(
      `{ plugin(id: "session-counter") { health { state parked { part reason } } } }`,
    );
    expect(plugin).toEqual({ health: { state: 'PARKED', parked: [{ part: 'broken', reason: 'it cannot count' }] } });
  });

  it('is shown to the roles that the plugin names, and costs nobody else anything when it loops', async () => {
    const { key } = await platform.access.createApiKey({ name: 'a', role: 'auditor', createdBy: 'spec' });
    await expect(ask(`{ sessionCounter { sessions(stationId: "x") } }`, {}, key)).rejects.toThrow('needs operator');
    await expect(ask(`{ sessionCounter { slow } }`)).rejects.toThrow('The plugin session-counter failed at slow');
    expect(await shows('loop-1', 'GOOD')).toBe('Accepted');
  });

  it('is made once, restarts or not', async () => {
    await platform.restart();
    await until('the rows to be there', async () => {
      const { sessionCounter } = await ask<{ sessionCounter: { sessions: number } }>(
        `{ sessionCounter { sessions(stationId: "count-1") } }`,
      );
      return sessionCounter.sessions === 2;
    });
  });

  it('names its types after the plugin, else the platform does not start', async () => {
    const folder = new PluginFolder();
    try {
      const pushy = folder.plugin('pushy', '', `resolvers: { types: 'type Session2 { x: Int }', fields: { x: () => 1 } },`);
      const file = folder.write({ plugins: [{ use: pushy }] });
      await expect(TestPlatform.start({ WATTLEDGER_PLUGINS: file })).rejects.toMatchObject({
        code: 'plugin-schema-invalid',
        message: 'The plugin pushy is not right: field `resolvers`: the type Session2 must be called Pushy….',
      });
    } finally {
      folder.remove();
    }
  });
});

describe('WATTLEDGER_PLUGINS', () => {
  it('that names no file stops the start with a sentence', async () => {
    await expect(TestPlatform.start({ WATTLEDGER_PLUGINS: '/nowhere/plugins.json' })).rejects.toMatchObject({
      code: 'plugins-file-missing',
    });
    expect(readSettings({ WATTLEDGER_PLUGINS: 'x.json' }).pluginsFile).toBe('x.json');
  });

  it('is counted: votes by plugin, decision and outcome', async () => {
    expect(await shows('metrics-1', 'GOOD')).toBe('Accepted');
    const text = await (await fetch(`${platform.httpUrl}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith('wattledger_plugin_'));
    expect(lines).toContainEqual(
      expect.stringContaining('wattledger_plugin_votes_total{plugin="quick-start",point="authorize",outcome="answered"}'),
    );
    expect(lines).toContainEqual(expect.stringContaining('wattledger_plugin_restarts{plugin="guard"}'));
    expect(lines).toContainEqual(expect.stringContaining('wattledger_plugin_suspended{plugin="guard"}'));
  });

  it('leaves no secret of a plugin in the rows', async () => {
    const rows = await readFile(join(platform.folder, 'plugins.sqlite'));
    expect(rows.includes('first-secret')).toBe(false);
  });
});
