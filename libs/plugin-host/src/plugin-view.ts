import type { DecisionPoint } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import type { PluginSetting } from './configuration/settings-of.ts';
import { settingsOf } from './configuration/settings-of.ts';
import { withoutSecrets } from './configuration/secrets.ts';
import type { HostedPlugin } from './hosted-plugin.ts';
import type { Isolation } from './plugins-file.ts';
import type { ParkedPart } from './rows/history-reader.ts';
import type { LastFailure, PointCounts } from './vote-counts.ts';

export type PluginState = 'ok' | 'suspended' | 'restarting' | 'parked' | 'disabled';

/** A plugin as it is shown: without its secrets. */
export interface PluginView {
  readonly id: string;
  readonly version: string;
  readonly sdk: string;
  readonly description?: string;
  readonly use: string;
  readonly isolation: Isolation;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly points: readonly DecisionPoint[];
  /** Place among the plugins, from 0: the order in which votes count. */
  readonly order: number;
  readonly config: JsonObject;
  readonly configSchema: JsonObject;
  readonly settings: readonly PluginSetting[];
  /** Revision of the configuration that is in force; absent: the plugins file's. */
  readonly revision?: number;
  readonly state: PluginState;
  readonly suspendedAt: readonly DecisionPoint[];
  readonly restarts: number;
  readonly lastEnd?: { readonly at: Instant; readonly reason: string };
  readonly ignoredConfiguration?: string;
  readonly parked: readonly ParkedPart[];
  readonly lastFailure?: LastFailure;
  readonly votes: readonly PointCounts[];
}

export async function viewOf(plugin: HostedPlugin, order: number, suspendedAt: readonly DecisionPoint[]): Promise<PluginView> {
  const { runner, use, isolation, enabled, shadow, revision, ignored, parked, counts } = plugin;
  const { id, version, sdk, description, points, configSchema } = runner.description;
  const { running, restarts, lastEnd } = runner.state;
  const healthy = suspendedAt.length > 0 ? 'suspended' : parked.length > 0 ? 'parked' : 'ok';
  return {
    id,
    version,
    sdk,
    ...(description !== undefined && { description }),
    use,
    isolation,
    enabled,
    shadow,
    points,
    order,
    config: await withoutSecrets(configSchema, plugin.config),
    configSchema,
    settings: settingsOf(configSchema),
    ...(revision !== undefined && { revision }),
    state: !enabled ? 'disabled' : !running ? 'restarting' : healthy,
    suspendedAt,
    restarts,
    ...(lastEnd && { lastEnd }),
    ...(ignored !== undefined && { ignoredConfiguration: ignored }),
    parked,
    ...(counts.lastFailure && { lastFailure: counts.lastFailure }),
    votes: counts.points,
  };
}
