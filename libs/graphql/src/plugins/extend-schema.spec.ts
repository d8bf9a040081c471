import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql, printSchema } from 'graphql';
import { withPlugins } from './extend-schema.ts';
import type { SchemaExtension } from './plugin-desk.ts';

const schema = buildSchema('type Query { stations: [String!] } type Station { id: ID! }');
const report: SchemaExtension = {
  pluginId: 'charge-ceiling',
  types: 'type ChargeCeiling { stopped(since: String): [ChargeCeilingStop!]! } type ChargeCeilingStop { percent: Int! }',
  fields: ['stopped'],
  resolve: async (field, args) => [{ percent: field === 'stopped' && args['since'] === 'May' ? 80 : 0 }],
};
const ask = (extension: SchemaExtension, source: string, role: string) =>
  graphql({ schema: withPlugins(schema, [extension]), source, contextValue: { caller: { keyId: 'k', name: 'k', role } } });

describe('what a plugin adds to the schema', () => {
  it('is a field called like it, with types called like it; everything else stays', () => {
    const printed = printSchema(withPlugins(schema, [report]));
    expect(printed).toContain('chargeCeiling: ChargeCeiling!');
    expect(printed).toContain('stations: [String!]');
  });

  it('is answered by the plugin', async () => {
    const source = '{ chargeCeiling { stopped(since: "May") { percent } } }';
    expect(await ask(report, source, 'auditor')).toEqual({ data: { chargeCeiling: { stopped: [{ percent: 80 }] } } });
  });

  it('is shown to the roles that the plugin names, and to administrators', async () => {
    const source = '{ chargeCeiling { stopped { percent } } }';
    const forAdmins = { ...report, roles: ['operator'] };
    expect((await ask(forAdmins, source, 'auditor')).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await ask(forAdmins, source, 'admin')).errors).toBeUndefined();
  });

  it('fails by itself', async () => {
    const failing = { ...report, resolve: () => Promise.reject(new Error('no rows')) };
    const { errors } = await ask(failing, '{ chargeCeiling { stopped { percent } } stations }', 'admin');
    expect(errors?.[0]).toMatchObject({
      message: 'The plugin charge-ceiling failed at stopped: no rows',
      extensions: { code: 'PLUGIN_FAILED' },
    });
  });

  it.each([
    ['is no GraphQL', { types: 'type {' }, 'its types are not GraphQL'],
    ['is named otherwise', { types: 'type Report { x: Int }' }, 'the type Report must be called ChargeCeiling…'],
    ['extends what is not its own', { types: 'extend type Query { x: Int }' }, 'it may define types, and nothing else'],
    ['asks a question', { types: '{ stations }' }, 'it may define types, and nothing else'],
    ['refers to what does not exist', { types: 'type ChargeCeiling { x: Nothing }', fields: ['x'] }, 'Unknown type "Nothing"'],
    ['has no type of its own', { types: 'type ChargeCeilingOther { x: Int }', fields: [] }, 'Unknown type'],
    ['has no field that is resolved', { fields: ['stopped', 'started'] }, 'the type ChargeCeiling has no field started'],
    ['has a field that nothing resolves', { fields: [] }, 'nothing resolves ChargeCeiling.stopped'],
  ])('that %s stops the start', (_, wrong, sentence) => {
    expect(() => withPlugins(schema, [{ ...report, ...wrong }])).toThrow(sentence);
  });

  it('that takes a name that is taken stops the start', () => {
    const station = { ...report, pluginId: 'station', types: 'type Station { stopped: Int }' };
    expect(() => withPlugins(schema, [station])).toThrow('there is a type Station already');
    const stations = { ...report, pluginId: 'stations', types: 'type Stations { stopped: Int }' };
    expect(() => withPlugins(schema, [stations])).toThrow('the query has a field stations already');
  });
});
