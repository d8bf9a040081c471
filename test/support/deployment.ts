import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const FOLDER = new URL('../../deploy/', import.meta.url);

/** A file below `deploy/`. */
export interface DeployFile {
  readonly name: string;
  readonly text: string;
}

export const deployFiles: readonly DeployFile[] = readdirSync(fileURLToPath(FOLDER), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(fileURLToPath(FOLDER).length).replace(/^\//, ''))
  .filter((name) => !name.startsWith('compose/certificates/') && name !== 'compose/.env')
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));

export const textOf = (name: string): string => deployFiles.find((file) => file.name === name)?.text ?? '';

export type Tree = string | number | boolean | null | undefined | readonly Tree[] | { readonly [member: string]: Tree };

/** Compose says with a tag how one file is put over another. */
const composeTags = ['!reset', '!override'].flatMap((tag) => [
  { tag, collection: 'map' as const },
  { tag, resolve: (value: string) => (value === 'null' ? null : value) },
]);

/** The documents of a YAML file. @throws where one cannot be read */
export function documentsOf(name: string): Tree[] {
  const documents = parseAllDocuments(textOf(name), { merge: true, customTags: composeTags });
  if (!Array.isArray(documents)) throw new Error(`${name} is empty.`);
  return documents.map((document) => {
    for (const problem of [...document.errors, ...document.warnings]) throw problem;
    return document.toJS() as Tree;
  });
}

/** Every value of a member of that name, however deep. */
export function membersOf(tree: Tree, member: string): Tree[] {
  if (tree === null || typeof tree !== 'object') return [];
  const values = Object.entries(tree);
  return values.flatMap(([name, value]) => [...(name === member ? [value] : []), ...membersOf(value, member)]);
}
