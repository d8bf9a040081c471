import { Fault } from '@wattledger/kernel';
import type { Plugin } from '@wattledger/plugin-sdk';
import { pluginFault } from '../errors.ts';
import { pluginIn } from './plugin-in.ts';

/**
 * Loads a plugin into the thread that calls.
 *
 * @param use as the plugins file names it
 * @throws Fault `plugin-not-loaded`, `plugin-invalid`, `plugin-sdk-mismatch`
 */
export async function loadPlugin(url: string, use: string): Promise<Plugin> {
  let module: object;
  try {
    module = (await import(url)) as object;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw pluginFault('plugin-not-loaded', `The plugin ${use} cannot be loaded (field \`use\`): ${told(cause)}.`, { cause });
  }
  return pluginIn(module, use);
}

const told = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? '';
