import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const DEPENDENCIES = ['@types/big.js', 'big.js', 'semver', 'zod'];
/** Only the testing entry point needs it. */
const FOR_SPECS = 'fast-check';

/** The manifest of the package as others install it; its name and version are the room's, the rest is the workspace's. */
export async function packageJson(room: string, root: string) {
  const own = await manifestIn(room);
  const workspace = await manifestIn(root);
  const versionOf = (name: string): string => {
    const version = workspace.dependencies[name] ?? workspace.devDependencies[name];
    if (version === undefined) throw new Error(`The workspace does not depend on ${name} any more, the plugin SDK does.`);
    return version;
  };
  return {
    name: own.name,
    version: own.version,
    description: 'Everything a plugin of the charging platform Wattledger imports, and what its specs need',
    license: workspace.license,
    type: 'module',
    sideEffects: false,
    engines: { node: workspace.engines['node'] },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './testing': { types: './testing/index.d.ts', default: './testing/index.js' },
      './package.json': './package.json',
    },
    files: ['**/*.js', '**/*.d.ts', 'README.md', 'api.md', 'LICENSE'],
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, versionOf(name)])),
    peerDependencies: { [FOR_SPECS]: versionOf(FOR_SPECS) },
    peerDependenciesMeta: { [FOR_SPECS]: { optional: true } },
  };
}

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
