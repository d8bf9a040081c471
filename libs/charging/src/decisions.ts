import type { Instant } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';

/** What one voter said to a question, and why. Stored with the event it led to. */
export interface Vote {
  /** Id and version of the rule or plugin. */
  readonly voter: string;
  readonly answer: string;
  readonly reason: string;
  readonly milliseconds: number;
}

/** The questions the platform asks before it answers a station. Rules and plugins answer them; see `answer`. */
export interface DecisionPoints {
  /** May this station serve? Asked at every boot. */
  admitStation: {
    question: {
      readonly stationId: string;
      readonly ocppVersion: OcppVersion;
      readonly vendor: string;
      readonly model: string;
      readonly serialNumber?: string;
      readonly firmwareVersion?: string;
    };
    answer: { readonly outcome: 'accepted' | 'pending' | 'refused'; readonly heartbeatSeconds: number };
  };
  /** May the holder of this token charge here? Asked when it is presented, and again when a session starts. */
  authorize: {
    question: {
      readonly stationId: string;
      readonly token: string;
      readonly tokenType?: string;
      readonly evseId?: number;
      readonly connectorId?: number;
      readonly transactionId?: string;
    };
    answer: AuthorizationDecision;
  };
  /** What does this session cost? Asked when it ends. */
  priceSession: {
    question: {
      readonly stationId: string;
      readonly transactionId: string;
      readonly startedAt: Instant;
      readonly endedAt: Instant;
      readonly energyWh: number;
    };
    answer: { readonly amount: string; readonly currency: string };
  };
}

export type DecisionPoint = keyof DecisionPoints;
export type Question<Point extends DecisionPoint> = DecisionPoints[Point]['question'];
export type Answer<Point extends DecisionPoint> = DecisionPoints[Point]['answer'];

/** OCPP's statuses; 1.6 knows the first five (2.x `Unknown` is 1.6 `Invalid`). */
export interface AuthorizationDecision {
  readonly status:
    | 'Accepted'
    | 'Blocked'
    | 'Expired'
    | 'Invalid'
    | 'ConcurrentTx'
    | 'Unknown'
    | 'NoCredit'
    | 'NotAllowedTypeEVSE'
    | 'NotAtThisLocation'
    | 'NotAtThisTime';
  readonly reason: string;
  readonly expiresAt?: Instant;
  readonly groupToken?: string;
}

/** A decision and everything that led to it. */
export interface Decided<Point extends DecisionPoint> {
  readonly answer: Answer<Point>;
  readonly votes: readonly Vote[];
}

/** Asks whoever votes at a decision point. Never throws: a voter that fails is a vote that says so. */
export type Ask = <Point extends DecisionPoint>(point: Point, question: Question<Point>) => Promise<Decided<Point>>;
