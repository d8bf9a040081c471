import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { graphqlErrors, pluginSchemaErrors, requestErrors } from '@wattledger/graphql';
import { printErrors, printEvents, printSettings } from './print.ts';
import { printAccessMatrix } from './print-access.ts';
import { printPluginConfigs } from './print-plugins.ts';

const root = new URL('../../', import.meta.url);
/** `npm run docs` sets it. */
const updating = process.env['WATTLEDGER_TEST_UPDATE_DOCS'] !== undefined;

const fileOf = (name: string): URL => new URL(name, root);

function holds(name: string, printed: string): void {
  if (updating) writeFileSync(fileOf(name), printed);
  expect(readFileSync(fileOf(name), 'utf8')).toBe(printed);
}

describe('the documentation', () => {
  it('lists every error', () => holds('docs/errors.md', printErrors({ 'GraphQL, errors of a request': graphqlErrors, 'GraphQL, members of a result': requestErrors, 'GraphQL of plugins': pluginSchemaErrors })));
  it('lists every event', () => holds('docs/events.md', printEvents()));

  it('lists who may use which field of the API', () => holds('docs/access-matrix.md', printAccessMatrix()));

  it('lists what can be configured of every plugin', async () => holds('docs/plugin-configs.md', await printPluginConfigs()));

  it('lists every setting, in the README', () => {
    const readme = readFileSync(fileOf('README.md'), 'utf8');
    const [before, , after] = readme.split(/<!-- settings -->\n|<!-- \/settings -->/);
    holds('README.md', `${before}<!-- settings -->\n${printSettings()}\n<!-- /settings -->${after}`);
  });
});
