import type { DecisionPoint } from '@wattledger/charging';
import type { Position, StoredEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

import type { ConfigurationName } from './runner.ts';

/** What a plugin's thread is started with. */
export interface PluginWorkerData {
  readonly url: string;
  readonly use: string;
  readonly rowsFile: string;
  /** One that had to be started again gives way to the platform's own threads where processors are short. */
  readonly givesWay: boolean;
}

/** What it is asked; every request has a number and gets one answer. */
export type PluginRequest =
  | { readonly ask: 'check'; readonly config: JsonObject }
  | { readonly ask: 'configure'; readonly config: JsonObject; readonly name: ConfigurationName }
  | { readonly ask: 'readTerms'; readonly terms: JsonObject }
  | { readonly ask: 'vote'; readonly point: DecisionPoint; readonly question: unknown; readonly name: ConfigurationName }
  | { readonly ask: 'resolve'; readonly field: string; readonly args: JsonObject }
  | { readonly ask: 'openHistory'; readonly parked: ReadonlyMap<string, string> }
  | { readonly ask: 'read'; readonly events: readonly StoredEvent[]; readonly position: Position }
  | { readonly ask: 'ping' };

export type ToWorker =
  | { readonly id: number; readonly request: PluginRequest }
  /** Nobody waits for that answer any more. */
  | { readonly id: number; readonly cancel: true };

export type FromWorker =
  /** The thread runs, and begins to load the plugin. */
  | { readonly say: 'loading' }
  | { readonly say: 'loaded'; readonly description: unknown }
  | { readonly say: 'not-loaded'; readonly code: string; readonly message: string }
  | { readonly say: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly say: 'threw'; readonly id: number; readonly message: string }
  | { readonly say: 'log'; readonly message: string; readonly details?: JsonObject }
  /** Which part of its history it reads now. */
  | { readonly say: 'part'; readonly part: string | undefined };
