import { SDK_VERSION } from '@wattledger/plugin-sdk';
import { pluginSource, readme, specSource } from './sources.ts';

export interface Template {
  readonly name: string;
  /** The SDK it depends on, as `dependencies` say it. */
  readonly sdk: string;
  /** One of this repository's own. */
  readonly inside: boolean;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** With lists of words on one line, as the formatter of this repository has it. */
const settings = (value: unknown): string =>
  json(value).replace(/\[\s+("[^\]{}]*")\s+\]/g, (_, words: string) => `[${words.replace(/\s+/g, ' ')}]`);

/** Everything a new plugin consists of, by file. */
export const filesOf = (template: Template): Readonly<Record<string, string>> => ({
  ...(template.inside ? roomOfThisRepository(template.name) : packageOfItsOwn(template)),
  [`src/${template.name}.ts`]: pluginSource(template.name),
  [`src/${template.name}.spec.ts`]: specSource(template.name, template.inside ? '@jest/globals' : 'node:test'),
  'README.md': readme(template.name, template.inside ? `@wattledger/${template.name}` : template.name),
});

function roomOfThisRepository(name: string): Readonly<Record<string, string>> {
  const base = '../../tsconfig.base.json';
  return {
    'package.json': json({
      name: `@wattledger/${name}`,
      version: '1.0.0',
      private: true,
      type: 'module',
      exports: {
        '.': { '@wattledger/source': `./src/${name}.ts`, types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
        './package.json': './package.json',
      },
      nx: { tags: ['layer:plugin'] },
    }),
    'tsconfig.json': settings({
      extends: base,
      compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
      include: ['src'],
      exclude: ['src/**/*.spec.ts'],
      references: [{ path: '../../libs/plugin-sdk' }],
    }),
    'tsconfig.spec.json': settings({
      extends: base,
      compilerOptions: {
        noEmit: true,
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
        composite: false,
        incremental: false,
        declaration: false,
        types: ['node', 'jest'],
      },
      include: ['src'],
    }),
  };
}

function packageOfItsOwn({ name, sdk }: Template): Readonly<Record<string, string>> {
  return {
    'package.json': json({
      name,
      version: '1.0.0',
      type: 'module',
      exports: { '.': { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` }, './package.json': './package.json' },
      files: ['dist'],
      engines: { node: '>=24' },
      scripts: {
        test: `node --test src/${name}.spec.ts`,
        typecheck: 'tsc --noEmit',
        build: 'tsc -p tsconfig.build.json',
        prepack: 'npm run build',
      },
      peerDependencies: { '@wattledger/plugin-sdk': `^${SDK_VERSION}` },
      devDependencies: {
        '@types/node': '^26.6.6',
        '@wattledger/plugin-sdk': sdk,
        'fast-check': '^4.10.2',
        typescript: '^6.0.3',
      },
    }),
    'tsconfig.json': settings({
      compilerOptions: {
        target: 'es2024',
        module: 'nodenext',
        strict: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        rewriteRelativeImportExtensions: true,
        declaration: true,
        types: ['node'],
        rootDir: 'src',
        outDir: 'dist',
      },
      include: ['src'],
    }),
    'tsconfig.build.json': settings({ extends: './tsconfig.json', exclude: ['src/**/*.spec.ts'] }),
    '.gitignore': 'node_modules/\ndist/\n',
  };
}
