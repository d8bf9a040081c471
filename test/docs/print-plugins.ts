import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@wattledger/plugin-sdk';
import { configMembers } from '@wattledger/plugin-sdk/host';
import { table } from './print.ts';

const plugins = fileURLToPath(new URL('../../plugins/', import.meta.url));

/** `docs/plugin-configs.md` */
export async function printPluginConfigs(): Promise<string> {
  const sections: string[] = [];
  for (const folder of readdirSync(plugins).sort()) {
    if (!existsSync(`${plugins}/${folder}/src`)) continue;
    const plugin = await pluginOf(`@wattledger/${folder}`);
    if (plugin) sections.push(sectionOf(plugin, folder));
  }
  return [
    '# The plugins that come with the platform',
    'What can be configured of each. Printed from their schemas; do not edit. How plugins are configured: [plugins.md](plugins.md).',
    ...sections,
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

async function pluginOf(name: string): Promise<Plugin | undefined> {
  const module = (await import(name)) as Readonly<Record<string, unknown>>;
  return [module['default'], ...Object.values(module)].find(isPlugin);
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'id' in value && 'sdk' in value && 'config' in value;

function sectionOf({ id, version, description = '', decisions = {}, config, tariffTerms, ...parts }: Plugin, folder: string): string {
  const points = Object.keys(decisions).map((point) => `\`${point}\``);
  const more = [
    ...(parts.projections ? ['rows of its own'] : []),
    ...(parts.resolvers ? ['GraphQL fields'] : []),
    ...(parts.onEvent ? ['hears of events'] : []),
  ];
  return [
    `## ${id}`,
    `${description} \`@wattledger/${folder}\`, version ${version}: ${[...points, ...more].join(', ')}.`.trim(),
    membersTable(config, 'setting') || 'It needs no configuration.',
    ...(tariffTerms ? [`Terms of its tariffs:\n\n${membersTable(tariffTerms, 'term')}`] : []),
  ].join('\n\n');
}

function membersTable(schema: Parameters<typeof configMembers>[0], what: string): string {
  const rows = configMembers(schema).map(({ path, type, description, preset, required, secret }) => [
    `\`${path}\``,
    type,
    preset === undefined ? (required ? 'must be given' : '') : `\`${preset}\``,
    `${description}${secret ? ' (secret)' : ''}`,
  ]);
  return rows.length === 0 ? '' : table([what, 'type', 'default', 'meaning'], rows);
}
