/**
 * Decides which one of several processes does what only one may do: keeping the rows, anchoring the log, settling wallets.
 *
 * One lead for all of it: the rows of all projections share a checkpoint, and the other tasks work from these rows.
 */
export interface Leadership {
  /** Whether this process leads, as far as it knows. */
  readonly isLeader: boolean;
  /**
   * Runs the work whenever this process leads, until `signal` or until the work ends by itself.
   *
   * The work's own signal ends with the lead. What it writes must bear that another process has taken over a moment before.
   *
   * @throws what the work throws while this process leads
   */
  whileLeading(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** A process that shares its data with no other. */
export const alwaysLeading: Leadership = {
  isLeader: true,
  whileLeading: (work, signal) => work(signal),
};
