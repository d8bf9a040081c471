import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom: the drawing in README.md, "The rooms". A room knows the layers listed for its own, and no other. */
const mayKnow = {
  foundation: ['foundation'],
  domain: ['foundation', 'domain'],
  record: ['foundation', 'record'],
  // What a plugin may know, and the one who asks plugins.
  sdk: ['foundation', 'domain', 'sdk'],
  extend: ['foundation', 'domain', 'record', 'sdk', 'extend'],
  // Plugins know the SDK alone, as those do that others write.
  plugin: ['sdk'],
  behave: ['foundation', 'domain', 'record', 'behave'],
  edge: ['foundation', 'domain', 'record', 'behave', 'edge'],
  // A peer of the platform, not a part of it: it knows the protocol and nothing of ours.
  tool: ['foundation', 'tool'],
  app: ['foundation', 'domain', 'record', 'sdk', 'extend', 'plugin', 'behave', 'edge', 'tool', 'app'],
  test: ['foundation', 'domain', 'record', 'sdk', 'extend', 'plugin', 'behave', 'edge', 'tool', 'app', 'test'],
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '**/*.generated.ts'] },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    // Without them the types in decorated signatures, which live on at run time, look like types only.
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          enforceBuildableLibDependency: false,
          depConstraints: Object.entries(mayKnow).map(([layer, known]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: known.map((name) => `layer:${name}`),
          })),
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  {
    // NestJS stays at the edges: everything else is plain TypeScript.
    files: ['libs/**/*.ts'],
    ignores: ['libs/{gateway,graphql}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@nestjs/*'], message: 'NestJS belongs to gateway, graphql and apps.' }] },
      ],
    },
  },
  {
    // A plugin of ours knows no more than one that others write.
    files: ['plugins/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.|node:|@wattledger/plugin-sdk$)',
              message: 'A plugin imports the plugin SDK and nothing else of the platform.',
            },
          ],
        },
      ],
    },
  },
  { files: ['apps/cli/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
