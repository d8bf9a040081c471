import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { pluginFault } from '../errors.ts';

/** Under test the platform runs from its source, and so do the plugins that are a part of it. */
const fromSource = extname(import.meta.url) === '.ts';
const conditions: ReadonlySet<string> = new Set([
  ...(fromSource ? ['@wattledger/source'] : []),
  'node',
  'import',
  'module-sync',
  'default',
]);
const ENTRIES = ['index.ts', 'index.js', 'index.mjs'];
const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * Where the module of a plugin lies: a file beside the plugins file, a package that is installed beside it, or a plugin of the
 * platform's own. Nothing is loaded.
 *
 * @returns its URL
 * @throws Fault `plugin-not-found`
 */
export function findModule(use: string, folder: string): string {
  const file =
    use.startsWith('.') || isAbsolute(use) ? fileAt(resolve(folder, use)) : (packaged(use, folder) ?? packaged(use, HERE));
  if (file === undefined) {
    const searched = use.startsWith('.') || isAbsolute(use) ? resolve(folder, use) : `node_modules of ${folder} and above`;
    throw pluginFault('plugin-not-found', `The plugin ${use} cannot be found (field \`use\`): there is nothing at ${searched}.`);
  }
  return pathToFileURL(file).href;
}

function fileAt(place: string): string | undefined {
  if (!existsSync(place)) return undefined;
  if (!statSync(place).isDirectory()) return place;
  return entryOf(place, '.') ?? undefined;
}

/** Walks up the folders as Node.js does. */
function packaged(name: string, from: string): string | undefined {
  const [scope = '', rest = ''] = name.split('/', 2);
  const packageName = name.startsWith('@') ? `${scope}/${rest}` : scope;
  const subpath = `.${name.slice(packageName.length)}`;
  for (let folder = from; ; folder = dirname(folder)) {
    const root = join(folder, 'node_modules', packageName);
    if (existsSync(join(root, 'package.json'))) return entryOf(root, subpath);
    if (dirname(folder) === folder) return undefined;
  }
}

function entryOf(root: string, subpath: string): string | undefined {
  const description = packageIn(root);
  const target = description['exports'] === undefined ? undefined : exported(description['exports'], subpath);
  if (target !== undefined) return existing(join(root, target));
  if (description['exports'] !== undefined) return undefined;
  if (subpath !== '.') return existing(join(root, subpath));
  const { main } = description;
  const named = typeof main === 'string' ? [main, ...ENTRIES] : ENTRIES;
  return named.map((name) => existing(join(root, name))).find((file) => file !== undefined);
}

function packageIn(root: string): { readonly [key: string]: Json } {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return {};
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Json;
  return isJsonObject(parsed) ? parsed : {};
}

/** `exports` of a package, as far as plugins use it: by subpath, then by condition, in the order in which they stand. */
function exported(exports: Json, subpath: string): string | undefined {
  if (isJsonObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'))) {
    const target = exports[subpath];
    return target === undefined ? undefined : conditional(target);
  }
  return subpath === '.' ? conditional(exports) : undefined;
}

function conditional(target: Json): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(conditional).find((found) => found !== undefined);
  if (!isJsonObject(target)) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    const found = conditions.has(condition) ? conditional(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const existing = (file: string): string | undefined => (existsSync(file) && statSync(file).isFile() ? file : undefined);
