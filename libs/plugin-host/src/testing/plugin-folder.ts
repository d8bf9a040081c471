import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with plugins and a plugins file, as an operator has one: for specs that start from files. */
export class PluginFolder {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'wattledger-plugins-'));
  }

  get file(): string {
    return join(this.folder, 'wattledger.plugins.json');
  }

  /** Writes a module. @returns what `use` says of it */
  module(name: string, source: string): string {
    writeFileSync(join(this.folder, name), source);
    return `./${name}`;
  }

  /**
   * Writes a plugin that takes part in decisions.
   *
   * @param decisions the inside of `decisions: { }`
   * @param more further members of the plugin, with a comma behind each
   */
  plugin(id: string, decisions: string, more = ''): string {
    return this.module(
      `${id}.ts`,
      `import { abstain, accept, answer, definePlugin, refuse, stop, z } from '@wattledger/plugin-sdk';
       export default definePlugin({
         id: '${id}', version: '1.0.0', sdk: '^1.0.0',
         ${more.includes('config:') ? '' : 'config: z.object({}),'}
         ${more}
         decisions: { ${decisions} },
       });`,
    );
  }

  /** Writes the plugins file. @returns where it is */
  write(content: object | string): string {
    writeFileSync(this.file, typeof content === 'string' ? content : JSON.stringify(content));
    return this.file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
