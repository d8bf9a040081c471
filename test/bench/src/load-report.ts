/** What a run of the load generator prints. */
export interface LoadReport extends LoadPeriod {
  readonly mode: string;
  readonly version: string;
  readonly stations: number;
  /** The first seconds, from the first connection on; absent where nothing is said after the boot. */
  readonly first?: LoadPeriod;
  /** Calls answered in the whole run, before and after the measured time too. */
  readonly answered: number;
  /** Stations still waiting for an answer at the end. */
  readonly unanswered: number;
  /** CALLERRORs and lost connections. */
  readonly errors: number;
  readonly errorSamples: readonly string[];
}

/** What was measured in some time. */
export interface LoadPeriod {
  readonly seconds: number;
  /** Calls answered, or stations connected, in that time. */
  readonly count: number;
  readonly perSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
}
