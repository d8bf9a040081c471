import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decisionPoints } from '@wattledger/charging';
import type { DecisionPoint } from '@wattledger/charging';
import { isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { z } from '@wattledger/plugin-sdk';
import { pluginFault } from './errors.ts';
import { defaultPolicies } from './policies.ts';
import { offerSdk } from './running/offer-sdk.ts';
import type { DecisionPolicies, DecisionPolicy } from './policies.ts';

/** `thread`: a worker thread of its own, which can be ended; `inline`: the platform's own thread. */
export type Isolation = 'thread' | 'inline';

/** One plugin of the plugins file. */
export interface PluginEntry {
  /** A path relative to the plugins file, or the name of a package. */
  readonly use: string;
  readonly config: JsonObject;
  /** It is asked beside the others, and what it says is recorded and not applied. */
  readonly shadow: boolean;
  readonly isolation: Isolation;
}

export interface PluginsFile {
  /** Where its packages and paths are looked for. */
  readonly folder: string;
  /** In the order in which their votes count. */
  readonly plugins: readonly PluginEntry[];
  readonly policies: DecisionPolicies;
}

const policy = z.strictObject({
  budgetMs: z.number().int().min(1).max(20_000).optional(),
  onFailure: z.enum(['open', 'closed', 'cache']).optional(),
});

const pluginsFile = z.strictObject({
  plugins: z.array(
    z.strictObject({
      use: z.string().min(1).max(500),
      config: z.custom<JsonObject>(isJsonObject, 'must be an object').default({}),
      shadow: z.boolean().default(false),
      isolation: z.enum(['thread', 'inline']).optional(),
    }),
  ),
  decisions: z.strictObject(Object.fromEntries(decisionPoints.map((point) => [point, policy.optional()]))).default({}),
});

const DEFAULT_NAMES = ['wattledger.plugins.json', 'wattledger.plugins.ts'];
const LONGEST_LOAD_MS = 10_000;

/**
 * The plugins file of a platform: the one that is named, else the one that lies in the working folder, else none.
 *
 * @throws Fault `plugins-file-missing`
 */
export function findPluginsFile(named: string | undefined, folder = process.cwd()): string | undefined {
  if (named === undefined) return DEFAULT_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
  const file = resolve(folder, named);
  if (!existsSync(file))
    throw pluginFault('plugins-file-missing', `WATTLEDGER_PLUGINS names ${file}, and there is no such file.`);
  return file;
}

/**
 * Reads and checks a plugins file: JSON, or a TypeScript or JavaScript module whose default export it is.
 *
 * @throws Fault `plugins-file-missing`, `plugins-file-invalid`
 */
export async function readPluginsFile(file: string): Promise<PluginsFile> {
  const parsed = pluginsFile.safeParse(file.endsWith('.json') ? await jsonIn(file) : await exportOf(file));
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const unknown = first?.code === 'unrecognized_keys' ? first.keys[0] : undefined;
    const field = [...(first?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
    const used = usedAt(parsed.error.issues[0]?.path, await (file.endsWith('.json') ? jsonIn(file) : exportOf(file)));
    const what = unknown === undefined ? first?.message : 'there is no such member';
    throw pluginFault('plugins-file-invalid', `${file}: ${field || 'the file'}${used}: ${what}.`);
  }
  const { plugins, decisions } = parsed.data;
  return {
    folder: dirname(file),
    plugins: plugins.map((entry) => ({ ...entry, isolation: entry.isolation ?? (isShipped(entry.use) ? 'inline' : 'thread') })),
    policies: policiesWith(decisions),
  };
}

/** Plugins that are a part of the platform are trusted to come to an end. */
export const isShipped = (use: string): boolean => use.startsWith('@wattledger/');

/** Which plugin an issue is about, where it is about one. */
function usedAt(path: readonly PropertyKey[] = [], content: unknown): string {
  const [member, index] = path;
  if (member !== 'plugins' || typeof index !== 'number' || !isJsonObject(content)) return '';
  const entry = Array.isArray(content['plugins']) ? content['plugins'][index] : undefined;
  const use = entry !== undefined && isJsonObject(entry) ? entry['use'] : undefined;
  return typeof use === 'string' ? ` (plugin ${use})` : '';
}

function policiesWith(changed: Readonly<Record<string, Partial<DecisionPolicy> | undefined>>): DecisionPolicies {
  const entries = decisionPoints.map((point: DecisionPoint) => {
    const { budgetMs, onFailure } = { ...defaultPolicies[point], ...changed[point] };
    return [point, { budgetMs, onFailure }];
  });
  return Object.fromEntries(entries) as DecisionPolicies;
}

async function jsonIn(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw pluginFault('plugins-file-missing', `The plugins file ${file} cannot be read: ${messageOf(cause)}.`, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw pluginFault('plugins-file-invalid', `The plugins file ${file} is not JSON: ${messageOf(cause)}.`, { cause });
  }
}

async function exportOf(file: string): Promise<unknown> {
  offerSdk();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it had not come to an end after ${LONGEST_LOAD_MS} ms`)), LONGEST_LOAD_MS);
  });
  try {
    const module = (await Promise.race([import(pathToFileURL(file).href), tooLong])) as { readonly default?: unknown };
    return module.default;
  } catch (cause) {
    throw pluginFault('plugins-file-invalid', `The plugins file ${file} cannot be loaded: ${messageOf(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
