import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Position, StoredEvent } from '@wattledger/event-log';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { PluginContext } from '@wattledger/plugin-sdk';
import type { PluginDescription } from '../loading/description.ts';
import type { ParkedPart } from '../rows/history-reader.ts';

/** How a plugin's thread fares; inline it always runs. */
export interface RunnerState {
  readonly running: boolean;
  /** How often its thread was ended and started again. */
  readonly restarts: number;
  readonly lastEnd?: { readonly at: string; readonly reason: string };
}

/** Terms with their defaults filled in, or what is wrong with them. */
export type ReadTerms = { readonly terms: JsonObject } | { readonly problem: string };

/** Revision of the event that configured it, or that it is the plugins file's. */
export type ConfigurationName = number | 'file';

/** How a plugin's projections and listener stand after some events. */
export interface Reading {
  /** `undefined`: nothing reads any more. */
  readonly position: Position | undefined;
  readonly parked: readonly ParkedPart[];
}

/** A plugin that was loaded, wherever it runs. */
export interface PluginRunner {
  readonly description: PluginDescription;
  readonly state: RunnerState;
  check(config: JsonObject): Promise<string | undefined>;
  /** @returns what is wrong with it, and then what was in force before holds */
  configure(config: JsonObject, name: ConfigurationName): Promise<string | undefined>;
  /** The terms of a tariff as the plugin reads them; `undefined` where it prices none. */
  readTerms(terms: JsonObject): Promise<ReadTerms | undefined>;
  /** @throws VoterAway while its thread is being started again */
  vote<Point extends DecisionPoint>(
    point: Point,
    question: Question<Point>,
    signal: AbortSignal,
    name: ConfigurationName,
  ): unknown;
  resolve(field: string, args: JsonObject, signal: AbortSignal): Promise<Json>;
  openHistory(): Promise<Reading>;
  read(events: readonly StoredEvent[], position: Position): Promise<Reading>;
  close(): Promise<void>;
}

export interface RunnerOptions {
  /** As the plugins file names it, for messages. */
  readonly use: string;
  readonly log: PluginContext['log'];
  /** Where the rows of all plugins lie. */
  readonly rowsFile: string;
}
