import { Command, InvalidArgumentError, Option } from 'commander';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { askGraphql } from '../graphql-client.ts';
import { urlOption, wholeNumber } from '../options.ts';

interface Where {
  readonly url: string;
  readonly adminKey: string;
}

const ofPlatform = (command: Command): Command =>
  command
    .addOption(urlOption())
    .addOption(new Option('--admin-key <key>', 'API key of an admin').env('WATTLEDGER_ADMIN_KEY').makeOptionMandatory());

/** What is done with the plugins of a platform that is running. */
export const pluginAdminCommands = (): readonly Command[] => [
  ofPlatform(new Command('list').description('Show who decides: every plugin, its configuration and how it fares.')).action(list),
  ofPlatform(
    new Command('configure')
      .description('Configure a plugin, enable or disable it, or put it in the shadow; in force at once, on every node.')
      .argument('<pluginId>', 'as `list` prints it'),
  )
    .option('--config <json>', 'the whole new configuration; a secret given as "[hidden]" stays as it is', jsonObject)
    .option('--enable', 'it is asked')
    .option('--disable', 'it is not asked')
    .option('--shadow', 'it is asked beside the others, and what it says not applied')
    .option('--live', 'it is out of the shadow')
    .option('--reason <text>', 'why; recorded')
    .action(configure),
  ofPlatform(
    new Command('roll-back')
      .description('Bring back an earlier configuration of a plugin.')
      .argument('<pluginId>', 'as `list` prints it'),
  )
    .option('--revision <number>', 'which one; absent: what the plugins file says', wholeNumber)
    .option('--reason <text>', 'why; recorded')
    .action(rollBack),
];

interface ShownConfiguration {
  readonly revision: number;
  readonly rolledBackTo: number | null;
  readonly config: Json | null;
}

interface ListedPlugin {
  readonly id: string;
  readonly version: string;
  readonly use: string;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly revision: number | null;
  readonly points: readonly string[];
  readonly config: Json;
  readonly configurations: readonly ShownConfiguration[];
  readonly health: { readonly state: string; readonly restarts: number };
}

async function list({ url, adminKey }: Where): Promise<void> {
  const document = `{ plugins { id version use enabled shadow revision points config health { state restarts }
    configurations { revision rolledBackTo config } } }`;
  const { plugins } = await askGraphql(url, adminKey, document, {});
  for (const plugin of (plugins ?? []) as readonly object[] as readonly ListedPlugin[]) {
    const { id, version, use, shadow, points, config, health } = plugin;
    const how = [health.state.toLowerCase(), shadow && 'in the shadow', configurationOf(plugin)];
    console.log(`${id}@${version}  ${use}  ${how.filter(Boolean).join(', ')}`);
    console.log(`  decides  ${points.map((point) => point.toLowerCase().replaceAll('_', '-')).join(', ') || 'nothing'}`);
    console.log(`  config   ${JSON.stringify(config)}`);
  }
}

function configurationOf({ revision, configurations }: ListedPlugin): string {
  if (revision === null) return 'as the plugins file says';
  const inForce = configurations.find((configuration) => configuration.revision === revision);
  if (typeof inForce?.rolledBackTo === 'number') return `configuration ${revision}, which is ${inForce.rolledBackTo} again`;
  return `configuration ${revision}${inForce?.config === null ? ', as the plugins file says' : ''}`;
}

const DONE = `__typename ... on PluginConfigured { configuration { revision } } ... on UserError { message remedy code }`;

interface Changes extends Where {
  readonly config?: JsonObject;
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly shadow?: boolean;
  readonly live?: boolean;
  readonly reason?: string;
}

async function configure(id: string, options: Changes): Promise<void> {
  const { url, adminKey, config, enable, disable, shadow, live, reason } = options;
  const document = `mutation ($id: ID!, $config: JSON, $enabled: Boolean, $shadow: Boolean, $reason: String) {
    configurePlugin(id: $id, config: $config, enabled: $enabled, shadow: $shadow, reason: $reason) { ${DONE} } }`;
  const enabled = enable ? true : disable ? false : undefined;
  const inShadow = shadow ? true : live ? false : undefined;
  const { configurePlugin } = await askGraphql(url, adminKey, document, { id, config, enabled, shadow: inShadow, reason });
  console.log(`${id} is configured (${revisionIn(configurePlugin)}).`);
}

async function rollBack(
  id: string,
  { url, adminKey, revision, reason }: Where & { revision?: number; reason?: string },
): Promise<void> {
  const document = `mutation ($id: ID!, $revision: Int, $reason: String) {
    rollBackPlugin(id: $id, revision: $revision, reason: $reason) { ${DONE} } }`;
  const { rollBackPlugin } = await askGraphql(url, adminKey, document, { id, revision, reason });
  console.log(`${id} is rolled back (${revisionIn(rollBackPlugin)}).`);
}

function revisionIn(done: Readonly<Record<string, unknown>> | undefined): string {
  const { configuration } = done ?? {};
  return isJsonObject(configuration) ? `configuration ${String(configuration['revision'])}` : 'unchanged';
}

function jsonObject(text: string): JsonObject {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // told below
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}
