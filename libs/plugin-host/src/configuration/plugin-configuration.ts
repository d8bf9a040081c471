import { platformData } from '@wattledger/charging';
import type { StreamFold } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Instant, JsonObject } from '@wattledger/kernel';

/** One configuration of a plugin, as the log keeps it: secrets are sealed. */
export interface PluginConfiguration {
  /** Of the event in the plugin's stream. */
  readonly revision: number;
  /** Absent: what the plugins file says. */
  readonly config?: JsonObject;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly by: string;
  readonly reason?: string;
  readonly rolledBackTo?: number;
  readonly at: Instant;
}

/** What somebody has set of a plugin while the platform ran; nothing where nobody has. */
export const pluginConfigurations: StreamFold<PluginConfiguration> = {
  category: 'plugin',
  evolve(state, { type, data, revision, metadata }) {
    if (type !== 'PluginConfigured' || !isJsonObject(data)) return state;
    const { pluginId: _, ...configured } = platformData('PluginConfigured', data);
    return { ...configured, revision, at: metadata.recordedAt };
  },
};
