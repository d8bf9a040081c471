import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { PluginConfiguration } from './configuration/plugin-configuration.ts';
import { mapSecrets } from './configuration/secrets.ts';
import type { Isolation } from './plugins-file.ts';
import type { ParkedPart } from './rows/history-reader.ts';
import type { ConfigurationName, PluginRunner } from './running/runner.ts';
import { VoteCounts } from './vote-counts.ts';
import type { Voter } from './voter.ts';

const TRY_AGAIN_MS = 1_000;

export interface HostedPluginOptions {
  readonly runner: PluginRunner;
  /** As the plugins file names it. */
  readonly use: string;
  readonly isolation: Isolation;
  /** What the plugins file says. */
  readonly fromFile: { readonly config: JsonObject; readonly shadow: boolean };
  readonly sealer: Pick<Sealer, 'seal' | 'unseal'>;
}

/** A plugin of this platform: how it runs, what is configured, how it fares. */
export class HostedPlugin {
  readonly runner: PluginRunner;
  readonly use: string;
  readonly isolation: Isolation;
  readonly counts = new VoteCounts();
  /** Why the newest configuration of the log is not in force. */
  ignored: string | undefined;
  parked: readonly ParkedPart[] = [];
  /** Where its projections and its listener are in the log. */
  readTo: number | undefined;
  private readonly fromFile: HostedPluginOptions['fromFile'];
  private readonly sealer: HostedPluginOptions['sealer'];
  private configuration: PluginConfiguration | undefined;
  private inForce: JsonObject;
  private present: Voter;
  private newest: PluginConfiguration | undefined;
  private applying: Promise<void> = Promise.resolve();

  constructor({ runner, use, isolation, fromFile, sealer }: HostedPluginOptions) {
    this.runner = runner;
    this.use = use;
    this.isolation = isolation;
    this.fromFile = fromFile;
    this.sealer = sealer;
    this.inForce = fromFile.config;
    this.present = this.newVoter(undefined, 'file', fromFile.shadow);
  }

  get id(): string {
    return this.runner.description.id;
  }

  get enabled(): boolean {
    return this.configuration?.enabled ?? true;
  }

  get shadow(): boolean {
    return this.present.shadow;
  }

  get voter(): Voter {
    return this.present;
  }

  /** The configuration in force, secrets included. */
  get config(): JsonObject {
    return this.inForce;
  }

  /** Revision of the event whose configuration is in force; absent while it is the plugins file's. */
  get revision(): number | undefined {
    return this.present.configuration;
  }

  /** Who asks for nothing in particular gets what the plugins file says. */
  get shadowInFile(): boolean {
    return this.fromFile.shadow;
  }

  get configInFile(): JsonObject {
    return this.fromFile.config;
  }

  /** Puts in force what the log says, one change after the other; what no longer fits the plugin is passed over, and said. */
  apply(configuration: PluginConfiguration | undefined): Promise<void> {
    this.newest = configuration;
    const applied = this.applying.then(() => this.putInForceOrLater(configuration));
    this.applying = applied;
    return applied;
  }

  /** While its thread is being started again nothing can be put in force; the newest is, once it is back. */
  private async putInForceOrLater(configuration: PluginConfiguration | undefined): Promise<void> {
    if (configuration !== this.newest) return;
    try {
      await this.putInForce(configuration);
    } catch (error) {
      this.ignored = `it is not in force yet: ${error instanceof Error ? error.message : String(error)}`;
      setTimeout(() => void this.apply(this.newest), TRY_AGAIN_MS).unref();
    }
  }

  /** With its secrets sealed under a key of the plugin's own. */
  sealed(config: JsonObject): Promise<JsonObject> {
    return mapSecrets(this.runner.description.configSchema, config, (secret) =>
      this.sealer.seal(JSON.stringify(secret), `plugin ${this.id}`),
    );
  }

  /** With its secrets readable; one that was erased stays sealed. */
  unsealed(config: JsonObject): Promise<JsonObject> {
    return mapSecrets(this.runner.description.configSchema, config, async (secret) => {
      const text = typeof secret === 'string' ? await this.sealer.unseal(secret) : undefined;
      return text === undefined ? secret : (JSON.parse(text) as Json);
    });
  }

  private async putInForce(configuration: PluginConfiguration | undefined): Promise<void> {
    if (configuration && configuration.revision === this.configuration?.revision && this.ignored === undefined) return;
    const wanted = configuration?.config ? await this.unsealed(configuration.config) : this.fromFile.config;
    const flaw = await this.runner.configure(wanted, configuration?.config ? configuration.revision : 'file');
    this.configuration = configuration;
    this.ignored = flaw;
    this.inForce = flaw === undefined ? wanted : this.fromFile.config;
    if (flaw !== undefined) await this.runner.configure(this.fromFile.config, 'file');
    const revision = flaw === undefined ? configuration?.revision : undefined;
    const name = flaw === undefined && configuration?.config ? configuration.revision : 'file';
    this.present = this.newVoter(revision, name, configuration?.shadow ?? this.fromFile.shadow);
  }

  private newVoter(configuration: number | undefined, name: ConfigurationName, shadow: boolean): Voter {
    const { runner } = this;
    const { id, version, points } = runner.description;
    return {
      id,
      version,
      points: new Set(points),
      ...(configuration !== undefined && { configuration }),
      shadow,
      vote: <Point extends DecisionPoint>(point: Point, question: Question<Point>, signal: AbortSignal) =>
        runner.vote(point, question, signal, name),
    };
  }
}
