import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '@wattledger/plugin-sdk';
import { cliFault } from './errors.ts';

/**
 * Loads a plugin from a file, or from a package that is installed where the command runs.
 *
 * @throws Fault `plugin-unreadable`
 */
export async function loadPlugin(module: string): Promise<Plugin> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(urlOf(module))) as { readonly default?: unknown };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw cliFault('plugin-unreadable', `${module} cannot be loaded: ${why}`, { cause });
  }
  const plugin = loaded.default;
  if (!isPlugin(plugin)) throw cliFault('plugin-unreadable', `The default export of ${module} is no plugin.`);
  return plugin;
}

function urlOf(module: string): string {
  const file = resolve(module);
  if (existsSync(file)) return pathToFileURL(file).href;
  return pathToFileURL(createRequire(resolve('index.js')).resolve(module)).href;
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'id' in value && 'version' in value && 'sdk' in value && 'config' in value;
