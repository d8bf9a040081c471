import { decisionPoints } from '@wattledger/charging/decisions';
import { isJsonObject } from '@wattledger/kernel';
import { SDK_VERSION, z } from '@wattledger/plugin-sdk';
import type { Plugin } from '@wattledger/plugin-sdk';
import { satisfies, valid, validRange } from 'semver';
import { pluginFault } from '../errors.ts';

const kebab = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case, such as `night-only`')
  .max(60);
const callable = z.custom((value) => typeof value === 'function', 'must be a function');
const texts = z.array(z.string().min(1));
const schema = (message: string) =>
  z.custom((value) => typeof value === 'object' && value !== null && 'safeParse' in value && '_zod' in value, message);

const shape = z.strictObject({
  id: kebab,
  version: z.string().refine((text) => valid(text) !== null, 'must be a semantic version, such as 1.0.0'),
  sdk: z.string().refine((text) => validRange(text) !== null, 'must be a range of versions, such as ^1.0.0'),
  config: schema('must be a `z.object` of the SDK').refine(isObjectSchema, 'must be a `z.object` of the SDK'),
  description: z.string().max(2_000).optional(),
  decisions: z.strictObject(Object.fromEntries(decisionPoints.map((point) => [point, callable.optional()]))).optional(),
  tariffTerms: schema('must be a schema of the SDK').optional(),
  projections: z
    .array(
      z.strictObject({
        name: kebab,
        version: z.number().int().min(0),
        events: texts.min(1),
        key: callable,
        evolve: callable,
      }),
    )
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two projections have the same name')
    .optional(),
  resolvers: z
    .strictObject({ types: z.string().min(1), roles: texts.optional(), fields: z.record(z.string(), callable) })
    .optional(),
  onEvent: z.strictObject({ types: texts.min(1), handle: callable }).optional(),
});

function isObjectSchema(value: unknown): boolean {
  const { _zod } = value as { readonly _zod?: { readonly def?: { readonly type?: string } } };
  return _zod?.def?.type === 'object';
}

/**
 * The plugin that a module exports: its default export, or the only export that is one.
 *
 * @param use names it, for whoever reads the message
 * @throws Fault `plugin-invalid`, `plugin-sdk-mismatch`
 */
export function pluginIn(module: object, use: string): Plugin {
  const found = candidateIn(module);
  if (found === undefined) throw pluginFault('plugin-invalid', `${use} exports no plugin, or several (field \`default\`).`);
  return checkPlugin(found, use);
}

/** @throws Fault `plugin-invalid`, `plugin-sdk-mismatch` */
export function checkPlugin(candidate: object, use: string): Plugin {
  const { id, sdk } = candidate as Partial<Plugin>;
  const name = typeof id === 'string' && `./${id}` !== use ? `${id} (${use})` : use;
  const checked = shape.safeParse(candidate);
  if (!checked.success) {
    const [first] = checked.error.issues;
    const unknown = first?.code === 'unrecognized_keys' ? first.keys[0] : undefined;
    const field = [...(first?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
    const what = unknown === undefined ? first?.message : 'there is no such field';
    throw pluginFault('plugin-invalid', `The plugin ${name} is not right: field \`${field}\`: ${what}.`);
  }
  if (!satisfies(SDK_VERSION, String(sdk))) {
    throw pluginFault(
      'plugin-sdk-mismatch',
      `The plugin ${name} was written for version ${sdk} of the plugin SDK (field \`sdk\`), and this platform has ${SDK_VERSION}.`,
    );
  }
  return candidate as Plugin;
}

function candidateIn(module: object): object | undefined {
  const exported = module as Readonly<Record<string, unknown>>;
  if (typeof exported['default'] === 'object' && exported['default'] !== null) return exported['default'];
  const found = new Set(Object.values(exported).filter(looksLikePlugin));
  return found.size === 1 ? [...found][0] : undefined;
}

const looksLikePlugin = (value: unknown): value is object =>
  isJsonObject(value) && 'id' in value && 'sdk' in value && 'config' in value;

/** What is wrong with a configuration, in a sentence; `undefined`: nothing. */
export function flawIn(plugin: Plugin, config: object): string | undefined {
  const known = Object.keys(plugin.config.shape);
  const unknown = Object.keys(config).find((name) => !known.includes(name));
  if (unknown !== undefined && plugin.config.def.catchall === undefined) return `config.${unknown}: there is no such setting`;
  try {
    const parsed = plugin.config.safeParse(config);
    if (parsed.success) return undefined;
    const [first] = parsed.error.issues;
    return `${['config', ...(first?.path ?? [])].join('.')}: ${first?.message ?? 'it is not right'}`;
  } catch (error) {
    return `config: its schema failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
