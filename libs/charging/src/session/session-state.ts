import type { Instant } from '@wattledger/kernel';

export const sessionStates = ['active', 'ended', 'interrupted'] as const;
/**
 * `interrupted`: the station has not told of an end, yet the session cannot be going on. A stop that is replayed later
 * ends it, a sign of life resumes it.
 */
export type SessionStateName = (typeof sessionStates)[number];

export const interruptionCauses = ['station-restarted', 'another-session-on-the-connector'] as const;
export type InterruptionCause = (typeof interruptionCauses)[number];

/** What gave a register: the start or stop itself (a reading marked `Transaction.Begin` or `.End` included), or a reading on the way. */
export type RegisterSource = 'start' | 'stop' | 'reading';

/** A charging session. Times are the station's own where it sent credible ones; energies are Wh. */
export interface SessionState {
  /** The station's own id, as text. */
  readonly transactionId: string;
  /** Absent while no message has said where. */
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly state: SessionStateName;
  readonly interruptedBecause?: InterruptionCause;
  /** Absent for a session whose start the platform never heard of. */
  readonly startedAt?: Instant;
  /** Of an interrupted session: when it last gave a sign of life. */
  readonly endedAt?: Instant;
  /** The newest time that any message about it carries. */
  readonly updatedAt: Instant;
  readonly durationSeconds?: number;

  /** Sealed; as is `stopToken`. */
  readonly token?: string;
  /** The data subject that the token belongs to: equal for equal tokens, and no secret. */
  readonly tokenSubject?: string;
  readonly tokenType?: string;
  /** Whose account it runs on. */
  readonly accountId?: string;
  readonly stopToken?: string;

  /** The energy register at the start, and where it comes from. */
  readonly meterStartWh?: number;
  readonly meterStartFrom?: RegisterSource;
  readonly meterStartAt?: Instant;
  /** Where the register of the readings stood at the start; not `meterStartWh` where the station counts them from elsewhere. */
  readonly readingsBaseWh?: number;
  /** The newest reading of the register. */
  readonly meterLatestWh?: number;
  readonly meterLatestAt?: Instant;
  readonly meterStopWh?: number;
  readonly meterStopFrom?: RegisterSource;
  /** Stop minus start; while it charges, the newest reading minus start; 0 where the register ran backwards. */
  readonly energyWh?: number;

  /** The newest power, all phases together. */
  readonly powerW?: number;
  readonly powerAt?: Instant;
  /** State of charge in percent: the first and the newest that was reported. */
  readonly socStart?: number;
  readonly socStartAt?: Instant;
  readonly socLatest?: number;
  readonly socLatestAt?: Instant;

  readonly stopReason?: string;
  /** OCPP 2.x `triggerReason` of the first and the last TransactionEvent. */
  readonly startTrigger?: string;
  readonly stopTrigger?: string;
  readonly chargingState?: string;
  readonly chargingStateAt?: Instant;
  /** Some of it was told later than it happened, because the station had no connection. */
  readonly offline: boolean;
  readonly reservationId?: number;
  readonly remoteStartId?: number;

  /** What the platform charged: decimal text and ISO 4217 code. */
  readonly costAmount?: string;
  readonly costCurrency?: string;
  /** The running total that the platform last told the station or its driver. */
  readonly announcedCost?: number;

  /** Signed meter values came with it; they lie in the log. */
  readonly signed: boolean;

  /** The events that prove the start and the stop. */
  readonly startPosition?: number;
  readonly startRevision?: number;
  readonly startEventId?: string;
  readonly endPosition?: number;
  readonly endRevision?: number;
  readonly endEventId?: string;
}
