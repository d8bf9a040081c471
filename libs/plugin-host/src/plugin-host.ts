import type { Ask, DecisionPoint, Vote } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Ledger, Sealer } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { Clock, JsonObject, Refusal } from '@wattledger/kernel';
import { askPlugins } from './ask.ts';
import { pluginConfigurations } from './configuration/plugin-configuration.ts';
import type { PluginConfiguration } from './configuration/plugin-configuration.ts';
import { withoutSecrets, withSecretsOf } from './configuration/secrets.ts';
import { refusePlugin } from './errors.ts';
import { extensionsOf } from './graphql-extension.ts';
import type { GraphqlExtension } from './graphql-extension.ts';
import type { HostedPlugin } from './hosted-plugin.ts';
import { viewOf } from './plugin-view.ts';
import type { PluginView } from './plugin-view.ts';
import type { DecisionPolicies } from './policies.ts';
import { followHistory } from './rows/follow-history.ts';
import type { ReadTerms } from './running/runner.ts';
import { VoterLines } from './voter-lines.ts';

export interface PluginHostOptions {
  readonly plugins: readonly HostedPlugin[];
  readonly policies: DecisionPolicies;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Told of every vote, to be timed. */
  readonly onVote?: (point: DecisionPoint, pluginId: string, vote: Vote) => void;
}

/** What somebody changes of a plugin; what is absent stays as it is. */
export interface PluginChange {
  readonly config?: JsonObject;
  readonly enabled?: boolean;
  readonly shadow?: boolean;
  readonly reason?: string;
}

/** The plugins of a platform: asks them, and changes them while it runs. Every change is an event in the plugin's own stream. */
export class PluginHost {
  readonly ask: Ask;
  private readonly plugins: readonly HostedPlugin[];
  private readonly options: PluginHostOptions;
  private readonly configured: FoldedStreams<PluginConfiguration>;
  private readonly lines: VoterLines;

  /** Puts in force what the log says of the plugins. */
  static async open(options: PluginHostOptions): Promise<PluginHost> {
    const host = new PluginHost(options);
    await Promise.all(options.plugins.map((plugin) => host.applyNewest(plugin)));
    return host;
  }

  private constructor(options: PluginHostOptions) {
    this.options = options;
    this.plugins = options.plugins;
    this.configured = new FoldedStreams(options.ledger, pluginConfigurations);
    const { policies, clock, plugins } = options;
    this.lines = new VoterLines(policies, clock);
    this.ask = askPlugins({
      voters: () => plugins.filter(({ enabled }) => enabled).map(({ voter }) => voter),
      policies,
      clock,
      lines: this.lines,
      onVote: (point, { id }, vote) => {
        this.find(id)?.counts.count(point, vote, clock);
        options.onVote?.(point, id, vote);
      },
    });
  }

  /** Takes over what is configured on any node, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const { log } = this.options.ledger;
    const after = await log.head();
    // What was configured between the start and this moment.
    await Promise.all(this.plugins.map((plugin) => this.refresh(plugin)));
    for await (const { events } of log.subscribe({ after, filter: { streamPrefixes: ['plugin-'] }, signal })) {
      const changed = new Set(events.map(({ stream }) => stream.slice('plugin-'.length)));
      await Promise.all([...changed].map(async (id) => this.refresh(this.find(id))));
    }
  }

  /** Feeds projections and listeners, until the signal. */
  async followHistories(signal: AbortSignal): Promise<void> {
    await Promise.all(this.plugins.map((plugin) => followHistory(plugin, this.options.ledger.log, signal)));
  }

  list(): Promise<PluginView[]> {
    return Promise.all(this.plugins.map((plugin, order) => this.view(plugin, order)));
  }

  async get(id: string): Promise<PluginView | undefined> {
    const order = this.plugins.findIndex((plugin) => plugin.id === id);
    const plugin = this.plugins[order];
    return plugin && this.view(plugin, order);
  }

  /** Everything that was ever configured of a plugin, the newest first, without secrets. */
  async configurations(id: string): Promise<PluginConfiguration[]> {
    const plugin = this.find(id);
    if (!plugin) return [];
    const all: PluginConfiguration[] = [];
    let state: PluginConfiguration | undefined;
    for await (const event of this.options.ledger.read(`plugin-${id}`)) {
      const next = pluginConfigurations.evolve(state, event);
      if (next && next !== state) all.unshift(await this.shown(plugin, next));
      state = next;
    }
    return all;
  }

  /** Changes a plugin on every node, without a restart. */
  async configure(id: string, change: PluginChange, by: string): Promise<PluginConfiguration | Refusal> {
    const plugin = this.find(id);
    if (!plugin) return refusePlugin('plugin-unknown', `There is no plugin ${id}.`);
    const { runner, config: known } = plugin;
    const given = change.config && (await withSecretsOf(known, runner.description.configSchema, change.config));
    const no = given && (await refusalOf(plugin, given));
    if (no) return no;
    const config = given && (await plugin.sealed(given));
    return this.record(plugin, (state) => ({
      config: config ?? state?.config,
      enabled: change.enabled ?? state?.enabled ?? true,
      shadow: change.shadow ?? state?.shadow ?? plugin.shadowInFile,
      by,
      reason: change.reason,
    }));
  }

  /**
   * Brings back what was configured in an earlier revision, as a new event.
   *
   * @param revision `undefined`: what the plugins file says
   */
  async rollBack(id: string, revision: number | undefined, by: string, reason?: string): Promise<PluginConfiguration | Refusal> {
    const plugin = this.find(id);
    if (!plugin) return refusePlugin('plugin-unknown', `There is no plugin ${id}.`);
    const { enabled, shadow, config } =
      revision === undefined
        ? { enabled: true, shadow: plugin.shadowInFile, config: undefined }
        : ((await this.inRevision(id, revision)) ?? {});
    if (enabled === undefined || shadow === undefined) {
      return refusePlugin('plugin-revision-unknown', `The plugin ${id} has no configuration ${revision}.`);
    }
    const no = config && (await refusalOf(plugin, await plugin.unsealed(config)));
    if (no) return no;
    return this.record(plugin, () => ({ config, enabled, shadow, by, reason, rolledBackTo: revision }));
  }

  /**
   * The terms of a tariff as the plugin that is to price it reads them, or what is wrong with them.
   *
   * @returns `undefined` where no such plugin prices tariffs
   */
  async readTerms(id: string, terms: JsonObject): Promise<ReadTerms | undefined> {
    try {
      return await this.find(id)?.runner.readTerms(terms);
    } catch (error) {
      return { problem: `the plugin cannot be asked: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** What plugins add to the GraphQL schema. */
  get extensions(): readonly GraphqlExtension[] {
    return extensionsOf(this.plugins);
  }

  async close(): Promise<void> {
    await Promise.all(this.plugins.map(({ runner }) => runner.close()));
  }

  private find(id: string): HostedPlugin | undefined {
    return this.plugins.find((plugin) => plugin.id === id);
  }

  private view(plugin: HostedPlugin, order: number): Promise<PluginView> {
    return viewOf(plugin, order, this.lines.suspended(plugin.voter));
  }

  private async inRevision(id: string, revision: number): Promise<PluginConfiguration | undefined> {
    const found = await this.configured.at(id, revision);
    return found?.revision === revision ? found : undefined;
  }

  private async record(
    plugin: HostedPlugin,
    decide: (state: PluginConfiguration | undefined) => Omit<PluginConfiguration, 'revision' | 'at'>,
  ): Promise<PluginConfiguration | Refusal> {
    const { id } = plugin;
    const recorded = await this.configured.decide(id, (state) => {
      const configured = decide(state);
      return [newEvent('PluginConfigured', { pluginId: id, ...configured }, { actor: configured.by })];
    });
    if (isRefusal(recorded)) return recorded;
    await plugin.apply(recorded.state);
    if (!recorded.state) throw new Error(`The configuration of ${id} was recorded and cannot be read`);
    return this.shown(plugin, recorded.state);
  }

  private async refresh(plugin: HostedPlugin | undefined): Promise<void> {
    if (!plugin) return;
    this.configured.forget(`plugin-${plugin.id}`);
    await this.applyNewest(plugin);
  }

  private async applyNewest(plugin: HostedPlugin): Promise<void> {
    const state = await this.configured.get(plugin.id);
    if (state) await plugin.apply(state);
  }

  private async shown(plugin: HostedPlugin, configuration: PluginConfiguration): Promise<PluginConfiguration> {
    const { config } = configuration;
    if (!config) return configuration;
    return { ...configuration, config: await withoutSecrets(plugin.runner.description.configSchema, config) };
  }
}

/** What speaks against a configuration. */
async function refusalOf({ id, runner }: HostedPlugin, config: JsonObject): Promise<Refusal | undefined> {
  try {
    const flaw = await runner.check(config);
    return flaw === undefined ? undefined : refusePlugin('plugin-configuration-invalid', `The plugin ${id}: ${flaw}.`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refusePlugin('plugin-away', `The plugin ${id} cannot be asked: ${why}.`);
  }
}
