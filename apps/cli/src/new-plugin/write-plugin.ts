import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { SDK_VERSION } from '@wattledger/plugin-sdk';
import { cliFault } from '../errors.ts';
import { filesOf } from './files.ts';

export interface NewPlugin {
  readonly folder?: string | undefined;
  /** What the package depends on, where it is not the version of this SDK. */
  readonly sdk?: string | undefined;
}

export interface WrittenPlugin {
  readonly folder: string;
  /** What to do next, line by line. */
  readonly next: readonly string[];
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_NAME = 60;

/**
 * Writes a plugin: in this repository as one of its packages, elsewhere as a package of its own.
 *
 * @throws Fault `plugin-name-invalid`, `plugin-folder-exists`
 */
export async function writePlugin(name: string, { folder, sdk = `^${SDK_VERSION}` }: NewPlugin = {}): Promise<WrittenPlugin> {
  if (!NAME.test(name) || name.length > LONGEST_NAME)
    throw cliFault('plugin-name-invalid', `A plugin cannot be called "${name}".`);
  const here = await workspaceAbove(process.cwd());
  const target = resolve(folder ?? (here === undefined ? name : join(here, 'plugins', name)));
  if (existsSync(target)) throw cliFault('plugin-folder-exists', `There is something at ${target} already.`);
  const workspace = await workspaceAbove(dirname(target));
  const inside = workspace !== undefined && dirname(target) === join(workspace, 'plugins');

  for (const [file, text] of Object.entries(filesOf({ name, sdk, inside }))) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await writeFile(join(target, file), text);
  }
  if (!inside) {
    const place = relative(process.cwd(), target);
    const nearer = place.startsWith('..') ? target : place;
    return { folder: target, next: [`cd ${nearer}`, 'npm install', 'npm test  # with Node.js 24 or newer'] };
  }
  await addReference(join(workspace, 'tsconfig.json'), `plugins/${name}`);
  return { folder: target, next: ['npm install', `npx nx test @wattledger/${name}`] };
}

/** The folder of this repository that a folder lies in. */
async function workspaceAbove(folder: string): Promise<string | undefined> {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const { name } = JSON.parse(await readFile(file, 'utf8')) as { readonly name?: unknown };
    if (name === '@wattledger/source') return folder;
  }
  const above = dirname(folder);
  return above === folder ? undefined : workspaceAbove(above);
}

/** The build of the repository makes what its `tsconfig.json` refers to. */
async function addReference(file: string, path: string): Promise<void> {
  const config = JSON.parse(await readFile(file, 'utf8')) as { references: { path: string }[] };
  const references = [...config.references, { path }].sort((one, other) => (one.path < other.path ? -1 : 1));
  await writeFile(file, `${JSON.stringify({ ...config, references }, undefined, 2)}\n`);
}
