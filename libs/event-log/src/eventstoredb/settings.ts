/** How patient the log is with its server. Milliseconds unless the name says otherwise. */
export interface EventStoreDbSettings {
  /** After this time an append or a read is given up and tried again. */
  readonly attemptMs: number;
  /** The same for a reading of everything that wants some events only: while the server searches for them it says nothing, however well it is. */
  readonly searchMs: number;
  /** After this time in all, an append or a read that got no further is a Fault. */
  readonly deadlineMs: number;
  /** The pause before the first repetition; it doubles with each one, up to the longest, and is cut at random. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How many appends are on their way to the server at once. */
  readonly maxInFlight: number;
  /** How many more may wait for their turn. */
  readonly maxQueued: number;
}

export const defaultSettings: EventStoreDbSettings = {
  attemptMs: 5_000,
  searchMs: 600_000,
  deadlineMs: 20_000,
  firstPauseMs: 50,
  longestPauseMs: 5_000,
  maxInFlight: 512,
  maxQueued: 20_000,
};
