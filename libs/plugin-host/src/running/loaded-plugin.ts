import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Position, StoredEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import type { Decide, Plugin, PluginContext, PluginRows } from '@wattledger/plugin-sdk';
import { flawIn } from '../loading/plugin-in.ts';
import { HistoryReader } from '../rows/history-reader.ts';
import { PluginRowsFile } from '../rows/plugin-rows-file.ts';
import type { ConfigurationName, Reading, ReadTerms } from './runner.ts';

/** Questions that were asked before a change are answered as they were asked. */
const KEPT_CONFIGURATIONS = 4;

type AnyDecide = Decide<object, DecisionPoint>;

export interface LoadedPluginOptions {
  readonly log: PluginContext['log'];
  readonly onPart: (part: string | undefined) => void;
  /** Where the rows of all plugins lie. */
  readonly rowsFile: string;
}

/** A plugin with its configuration in force, in the thread it runs in: its own, or the platform's. */
export class LoadedPlugin {
  readonly plugin: Plugin;
  private readonly options: LoadedPluginOptions;
  private config: object = {};
  /** The newest few by their names, the one in force last. */
  private readonly configs = new Map<ConfigurationName, object>();
  private rows: PluginRowsFile | undefined;
  private reader: HistoryReader | undefined;

  constructor(plugin: Plugin, options: LoadedPluginOptions) {
    this.plugin = plugin;
    this.options = options;
  }

  /** What is wrong with a configuration, in a sentence. */
  check(config: JsonObject): string | undefined {
    return flawIn(this.plugin, config);
  }

  /** Puts a configuration in force, if it is right. */
  configure(config: JsonObject, name: ConfigurationName): string | undefined {
    const flaw = this.check(config);
    if (flaw !== undefined) return flaw;
    this.config = this.plugin.config.parse(config);
    this.configs.delete(name);
    this.configs.set(name, this.config);
    const [oldest] = this.configs.keys();
    if (this.configs.size > KEPT_CONFIGURATIONS && oldest !== undefined) this.configs.delete(oldest);
    return undefined;
  }

  /** The terms of a tariff that this plugin is to price. */
  readTerms(terms: JsonObject): ReadTerms | undefined {
    const parsed = this.plugin.tariffTerms?.safeParse(terms);
    if (!parsed) return undefined;
    if (parsed.success) return { terms: parsed.data as JsonObject };
    const [first] = parsed.error.issues;
    return { problem: `${['terms', ...(first?.path ?? [])].join('.')}: ${first?.message ?? 'they are not right'}` };
  }

  /** @param name the configuration that the vote will be recorded with; another may be in force by now */
  vote<Point extends DecisionPoint>(
    point: Point,
    question: Question<Point>,
    signal: AbortSignal,
    name: ConfigurationName,
  ): unknown {
    const decide = this.plugin.decisions?.[point] as AnyDecide | undefined;
    return decide?.(question, this.configs.get(name) ?? this.config, { signal, log: this.options.log });
  }

  /** A field of the plugin's own GraphQL type. */
  resolve(field: string, args: JsonObject, signal: AbortSignal): unknown {
    const resolver = this.plugin.resolvers?.fields[field] as
      ((args: JsonObject, config: object, context: PluginContext & { readonly rows: PluginRows }) => unknown) | undefined;
    return resolver?.(args, this.config, { signal, log: this.options.log, rows: this.rowsForReading() });
  }

  /** Opens the rows, and says from where on events are wanted. */
  openHistory(parked: ReadonlyMap<string, string>): Reading {
    const { log, onPart } = this.options;
    const { plugin } = this;
    this.reader = new HistoryReader({ plugin, rows: this.openRows(), config: () => this.config, log, onPart, parked });
    return this.reading();
  }

  async read(events: readonly StoredEvent[], position: Position): Promise<Reading> {
    // A thread that was started anew has to be told again that somebody reads.
    if (!this.reader) throw new Error('its history is not open');
    await this.reader.read(events, position);
    return this.reading();
  }

  close(): void {
    this.rows?.close();
    this.rows = undefined;
    this.reader = undefined;
  }

  private reading(): Reading {
    return { position: this.reader?.position, parked: this.reader?.parkedParts ?? [] };
  }

  private rowsForReading(): PluginRows {
    return {
      get: async (projection, key) => this.openRows().get(projection, key),
      list: async (projection, options = {}) => this.openRows().list(projection, options),
    };
  }

  private openRows(): PluginRowsFile {
    this.rows ??= new PluginRowsFile(this.options.rowsFile, this.plugin.id);
    return this.rows;
  }
}
