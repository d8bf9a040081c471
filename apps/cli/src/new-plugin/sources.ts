import { SDK_VERSION } from '@wattledger/plugin-sdk';

/** `night-rate` as a name in code: `nightRate`. */
const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A reserved word is no name for a constant. */
const constantOf = (name: string): string => (name.includes('-') ? camel(name) : `${name}Plugin`);

export const pluginSource = (name: string): string => `import { abstain, definePlugin, refuse, z } from '@wattledger/plugin-sdk';

const config = z.object({
  blockedTokens: z.array(z.string()).default([]).describe('Tokens that may not charge, compared without regard to case'),
});

/**
 * Refuses tokens that are on a list, and leaves every other token to the plugins that know it.
 *
 * An answer depends on nothing but the question and the configuration, and always says why.
 */
export const ${constantOf(name)} = definePlugin({
  id: '${name}',
  version: '1.0.0',
  sdk: '^${SDK_VERSION}',
  description: 'Refuses tokens that are on a list.',
  config,

  decisions: {
    authorize({ token }, { blockedTokens }) {
      const isBlocked = blockedTokens.some((blocked) => blocked.toLowerCase() === token.toLowerCase());
      return isBlocked
        ? refuse('Blocked', 'the token is on the list of blocked tokens', { rule: 'token-blocked' })
        : abstain('the token is not on the list of blocked tokens');
    },
  },
});

export default ${constantOf(name)};
`;

export const specSource = (name: string, runner: string): string => `import { describe, it } from '${runner}';
import { describePlugin, given } from '@wattledger/plugin-sdk/testing';
import { ${constantOf(name)} } from './${name}.ts';

const blocking = given(${constantOf(name)}, { blockedTokens: ['04a2b3c4'] });

describe('${name}', () => {
  it('refuses a token that is on the list, however it is written', () =>
    blocking.when('authorize', { token: '04A2B3C4' }).thenRefused('Blocked', { rule: 'token-blocked' }));

  it('leaves other tokens to others', () => blocking.when('authorize', { token: 'X' }).thenAbstains('not on the list'));
});

describePlugin(${constantOf(name)}, { configs: [{ blockedTokens: ['04a2b3c4'] }] });
`;

export const readme = (name: string, use: string): string => `# ${name}

Refuses tokens that are on a list.

In the plugins file of the platform, \`wattledger.plugins.json\`:

\`\`\`json
{ "plugins": [{ "use": "${use}", "config": { "blockedTokens": ["04a2b3c4"] } }] }
\`\`\`

| setting | default | meaning |
| --- | --- | --- |
| \`blockedTokens\` | \`[]\` | Tokens that may not charge, compared without regard to case |

| rule | when |
| --- | --- |
| \`token-blocked\` | the token is on the list |
`;
