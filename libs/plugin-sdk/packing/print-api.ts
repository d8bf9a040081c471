import type { Declared, Entry } from './flatten.ts';

/** `api.md`: every name that plugins can build on, with its signature and what it is for. */
export function printApi(entries: readonly Entry[], version: string): string {
  return (
    [
      `# The plugin SDK, version ${version}`,
      'Everything a plugin can import, printed from the code; do not edit. `npm run docs` prints it again. How to write a plugin: docs/plugins.md.',
      ...entries.flatMap(sectionOf),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function sectionOf({ name, exported, named, reexported }: Entry): string[] {
  const again = reexported.map(({ module, binding }) => `\`${binding.replace(/[{} ]/g, '')}\` of \`${module}\``).join(', ');
  return [
    `## \`@wattledger/plugin-sdk${name.slice(1)}\``,
    ...(again === '' ? [] : [`Exports ${again} too.`]),
    ...exported.flatMap((each) => itemOf(each)),
    ...(named.length === 0 ? [] : ['### Named in these signatures, and not exported', ...named.map(codeOf)]),
  ];
}

const itemOf = (declared: Declared): string[] => {
  const prose = proseOf(declared.comment);
  return [`### ${declared.name}`, ...(prose === '' ? [] : [prose]), codeOf(declared)];
};

const codeOf = ({ text }: Declared): string => `\`\`\`ts\n${text}\n\`\`\``;

/** What a comment says, its stars taken off. */
export const proseOf = (comment: string): string =>
  comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .replace(/^ (?! )/, '')
    .trim();
