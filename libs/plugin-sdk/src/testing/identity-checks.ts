import { satisfies, valid, validRange } from 'semver';
import { configMembers } from '../config-members.ts';
import type { ConfigSchema, Plugin } from '../plugin.ts';
import { SDK_VERSION } from '../version.ts';
import { configsOf } from './conformance.ts';
import type { Check, Conformance } from './conformance.ts';
import { fail, isSame } from './disagreement.ts';

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Asked of the plugin itself and of its configuration. */
export function identityChecks<Schema extends ConfigSchema>(plugin: Plugin<Schema>, conformance: Conformance<Schema>): Check[] {
  return [
    {
      name: 'has a kebab-case id, a version, and a range of SDK versions that this one is in',
      async run() {
        const { id, version, sdk } = plugin;
        if (!KEBAB.test(id)) fail('The id must be kebab-case, such as `night-rate`.', id);
        if (valid(version) === null) fail('The version must be a semantic version, such as `1.0.0`.', version);
        if (validRange(sdk) === null) fail('`sdk` must be a range of versions, such as `^1.0.0`.', sdk);
        if (!satisfies(SDK_VERSION, sdk)) fail(`It was written for other versions of the SDK; this one is ${SDK_VERSION}.`, sdk);
      },
    },
    {
      name: 'describes everything that can be configured',
      async run() {
        const silent = configMembers(plugin.config).filter(({ description }) => description.trim() === '');
        if (silent.length === 0) return;
        const names = silent.map(({ path }) => path).join(', ');
        fail(`Add \`.describe('…')\` to ${names}: the descriptions are the plugin's documentation.`);
      },
    },
    {
      name: 'can be configured: by defaults or as shown, and what comes of it survives being stored',
      async run() {
        const { configs = [] } = conformance;
        const ofDefaults = plugin.config.safeParse({});
        if (!ofDefaults.success && configs.length === 0)
          fail(`Not everything has a default (${ofDefaults.error.issues[0]?.path.join('.')}): hand in \`configs\`.`);
        for (const config of configs) {
          const parsed = plugin.config.safeParse(config);
          if (!parsed.success) fail(`A configuration is not valid: ${parsed.error.message}`, config);
        }
        for (const config of configsOf(plugin, conformance)) {
          const stored: unknown = JSON.parse(JSON.stringify(config));
          if (!isSame(plugin.config.parse(stored), config))
            fail('A configuration is stored as JSON and read again; this one does not come back as it was.', stored, config);
        }
      },
    },
    {
      name: 'does something: decides, projects, resolves or listens',
      async run() {
        const { decisions = {}, projections = [], resolvers, onEvent } = plugin;
        if (Object.keys(decisions).length === 0 && projections.length === 0 && !resolvers && !onEvent)
          fail('It takes part in no decision, makes no rows, resolves no field and hears of no event.');
      },
    },
  ];
}
