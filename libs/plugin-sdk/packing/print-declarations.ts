import type { Declared, Entry, Imported } from './flatten.ts';

/**
 * The declaration files of the package, by name: for each entry point one that declares, and one that exports what is public of it.
 * They name nothing but libraries that the package depends on.
 */
export function declarationFiles(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of entries) {
    const folder = entry.name === '.' ? '' : `${entry.name.slice(2)}/`;
    files.set(`${folder}declarations.d.ts`, declarationsOf(entry));
    files.set(`${folder}index.d.ts`, exportsOf(entry));
  }
  return files;
}

function declarationsOf({ imported, fromFirst, exported, named }: Entry): string {
  const first = fromFirst.length === 0 ? [] : [`import type { ${fromFirst.join(', ')} } from '../declarations.js';`];
  const imports = imported.map(({ module, binding }) => `import type ${binding} from '${module}';`);
  return `${[...imports, ...first, ...[...exported, ...named].map(declaration)].join('\n')}\n`;
}

const declaration = ({ comment, text, isValue }: Declared): string =>
  `${comment === '' ? '' : `${comment}\n`}export ${isValue ? 'declare ' : ''}${text}`;

function exportsOf({ exported, reexported }: Entry): string {
  const namesOf = (values: boolean) => exported.filter(({ isValue }) => isValue === values).map(({ name }) => name);
  return [
    ...reexported.map(({ module, binding }: Imported) => `export ${binding} from '${module}';`),
    `export { ${namesOf(true).join(', ')} } from './declarations.js';`,
    `export type { ${namesOf(false).join(', ')} } from './declarations.js';`,
    '',
  ].join('\n');
}
