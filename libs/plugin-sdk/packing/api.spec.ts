import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SDK_VERSION } from '../src/version.ts';
import { publicDeclarations } from './flatten.ts';
import { printApi } from './print-api.ts';

const file = new URL('../api.md', import.meta.url);
const declarations = publicDeclarations();

describe('the public API of the plugin SDK', () => {
  it('is printed as it is: run `npm run docs` and look at what has changed', () => {
    const printed = printApi(declarations, SDK_VERSION);
    if (process.env['WATTLEDGER_TEST_UPDATE_DOCS'] !== undefined) writeFileSync(file, printed);
    expect(readFileSync(file, 'utf8')).toBe(printed);
  });

  it('says of everything that can be called what it is for', () => {
    const silent = declarations.flatMap(({ exported }) => exported).filter(({ comment, isValue }) => isValue && comment === '');
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('needs nothing that is not on the list of what it depends on', () => {
    const modules = declarations.flatMap(({ imported, reexported }) => [...imported, ...reexported]).map(({ module }) => module);
    expect([...new Set(modules)].sort()).toEqual(['big.js', 'fast-check', 'zod']);
  });

  it('is of the version that its package says', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(version).toBe(SDK_VERSION);
  });
});
