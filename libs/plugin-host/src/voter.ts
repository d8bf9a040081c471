import type { DecisionPoint, Question } from '@wattledger/charging';

/** A plugin as the host asks it, wherever it runs. */
export interface Voter {
  readonly id: string;
  readonly version: string;
  /** The decisions it takes part in. */
  readonly points: ReadonlySet<DecisionPoint>;
  /** Revision of the event that configured it; absent while the plugins file's configuration is in force. */
  readonly configuration?: number;
  /** Asked beside the others; its votes are recorded and not applied. */
  readonly shadow: boolean;
  /**
   * Puts a question to it. What comes back is whatever the plugin said and is not trusted.
   *
   * @param signal aborted when the budget is over: nobody waits for the answer any more
   */
  vote<Point extends DecisionPoint>(point: Point, question: Question<Point>, signal: AbortSignal): unknown;
}
