/**
 * Makes the package that plugin authors install: `dist/package`, which needs no other package of ours, and its tarball.
 *
 * `npm run pack:sdk -- --to FOLDER`; prints the path of the tarball.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build } from 'vite';
import { entries } from './emit-declarations.ts';
import { publicDeclarations } from './flatten.ts';
import { packageJson } from './package-json.ts';
import { declarationFiles } from './print-declarations.ts';

const ROOM = fileURLToPath(new URL('../', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = join(ROOM, 'dist', 'package');

/** What the code imports at run time; everything else that it needs of ours is in it. */
async function bundle(external: readonly string[]): Promise<void> {
  await build({
    configFile: false,
    root: ROOM,
    logLevel: 'warn',
    resolve: { conditions: ['@wattledger/source', 'module', 'node'] },
    ssr: { noExternal: true, external: [...external], resolve: { conditions: ['@wattledger/source', 'module', 'node'] } },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: PACKAGE,
      emptyOutDir: true,
      rolldownOptions: {
        input: { index: entries['.'], 'testing/index': entries['./testing'] },
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js', format: 'es' },
        treeshake: { moduleSideEffects: false },
      },
    },
  });
}

async function pack(folder: string): Promise<string> {
  const manifest = await packageJson(ROOM, ROOT);
  await rm(PACKAGE, { recursive: true, force: true });
  await bundle([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]);
  for (const [name, text] of declarationFiles(publicDeclarations())) {
    await mkdir(dirname(join(PACKAGE, name)), { recursive: true });
    await writeFile(join(PACKAGE, name), text);
  }
  await writeFile(join(PACKAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const name of ['README.md', 'api.md']) await cp(join(ROOM, name), join(PACKAGE, name));
  await cp(join(ROOT, 'LICENSE'), join(PACKAGE, 'LICENSE'));
  await mkdir(folder, { recursive: true });
  const packed = await promisify(execFile)('npm', ['pack', PACKAGE, '--json', '--pack-destination', folder], { cwd: ROOT });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  return join(folder, filename);
}

const { values } = parseArgs({ options: { to: { type: 'string', default: join(ROOM, 'dist') } } });
process.stdout.write(`${await pack(resolve(values.to))}\n`);
