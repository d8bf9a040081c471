import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** What plugins and their specs need of libraries, from the folder of this repository: no registry is asked. */
const LIBRARIES = ['zod', 'semver', 'big.js', '@types/big.js', 'fast-check', 'pure-rand', '@types/node', 'undici-types'];

/** Everything that npm keeps of its own goes into the scratch folder; nothing of whoever runs the specs gets in. */
const environmentOf = (folder: string): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|WATTLEDGER_)/i.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    npm_config_cache: join(folder, '.npm-cache'),
    npm_config_userconfig: join(folder, '.npmrc'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
};

/** A package that is no part of this repository: a folder of its own, npm without a network. */
export class ScratchPackage {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** A package that holds nothing yet. */
  static async empty(folder: string): Promise<ScratchPackage> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'scratch', version: '1.0.0', type: 'module' }));
    return new ScratchPackage(folder);
  }

  /** Installs tarballs, and the libraries that they need. */
  async install(...tarballs: readonly string[]): Promise<void> {
    const libraries = LIBRARIES.map((name) => join(repository, 'node_modules', name));
    const options = ['--offline', '--install-links', '--ignore-scripts', '--no-package-lock', '--no-save'];
    // Without a network npm cannot look up what the tarballs and folders stand for.
    await this.npm('pkg', 'delete', 'devDependencies', 'peerDependencies');
    await this.npm('install', ...options, ...tarballs, ...libraries);
  }

  /** @returns what npm printed */
  async npm(...words: readonly string[]): Promise<string> {
    return this.program('npm', words);
  }

  /** The compiler of this repository, on what is there. */
  async tsc(...words: readonly string[]): Promise<string> {
    return this.program(process.execPath, [join(repository, 'node_modules', 'typescript', 'bin', 'tsc'), ...words]);
  }

  /** @returns the path of the tarball */
  async pack(): Promise<string> {
    const [{ filename }] = JSON.parse(await this.npm('pack', '--json', '--ignore-scripts')) as [{ filename: string }];
    return join(this.folder, filename);
  }

  private async program(program: string, words: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run(program, [...words], { cwd: this.folder, env: environmentOf(this.folder) });
      return stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${words.join(' ')} failed in ${this.folder}:\n${stdout}${stderr}`, { cause: error });
    }
  }
}

/** The plugin SDK as its authors publish it. @returns the path of the tarball */
export async function packSdk(folder: string): Promise<string> {
  const script = join(repository, 'libs', 'plugin-sdk', 'packing', 'pack.ts');
  const { stdout } = await run(process.execPath, [script, '--to', folder], { cwd: repository, env: environmentOf(folder) });
  return stdout.trim().split('\n').at(-1) ?? '';
}
