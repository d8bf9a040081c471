import type { Instant, JsonObject } from '@wattledger/kernel';
import type {
  BatterySwapped,
  ConnectorStatusReported,
  CostAnnounced,
  Fact,
  MessageDirection,
  MessageKind,
  MetersRead,
  OcppVersion,
  Place,
  PlaceIfSaid,
  Reading,
  SessionEnded,
  SessionStarted,
  SessionUpdated,
  VariablesReported,
} from '@wattledger/ocpp';
import type { Measured } from '../battery/measured.ts';
import type { InterruptionCause } from '../session/session-state.ts';
import type { StationEvents } from './station-events.ts';

interface OfSession {
  readonly sessionId: string;
}
interface OfCommand {
  readonly commandId: string;
}

type NeedsContext =
  | 'SessionStarted'
  | 'SessionUpdated'
  | 'SessionEnded'
  | 'MetersRead'
  | 'CostAnnounced'
  | 'ConnectorStatusReported'
  | 'VariablesReported'
  | 'BatterySwapped'
  | 'ReservationChanged';

/**
 * What happened to a station, in the context of its past: OCPP's facts with their session, each told once, and what follows
 * from several of them together.
 */
export type StationFact =
  | Exclude<Fact, { type: NeedsContext }>
  | (SessionStarted & OfSession)
  | (SessionUpdated &
      OfSession & { /** A newer message has been heard before: its charging state is history. */ readonly outdated: boolean })
  | (SessionEnded & OfSession)
  | SessionInterrupted
  | SessionResumed
  | SessionDriverKnown
  | SessionPriced
  | SessionPricingFailed
  | (CostAnnounced & OfSession)
  | ConnectorTaken
  | ConnectorFreed
  | (ConnectorStatusReported & {
      /** Replayed from the station's queue: the present is known better. */ readonly outdated: boolean;
    })
  | MetersReadInContext
  | VariableReported
  | BatterySwappedInOrOut
  | (Extract<Fact, { type: 'ReservationChanged' }> & Partial<OfSession>)
  | MessageExchanged
  | StationConnected
  | StationDisconnected
  | ClockSkewEstimated
  | CommandSent
  | CommandAnswered
  | CommandFailed
  | CommandUnanswered
  | CommandReadingTaken;

export type StationFactType = StationFact['type'];

/** Readings with the session they belong to, which the message need not have named. */
export interface MetersReadInContext extends MetersRead {
  readonly sessionId?: string;
  /** Newer readings of this place are known. */
  readonly outdated: boolean;
  readonly measured: Measured;
}

/** No end was reported, but the session cannot be going on. */
export interface SessionInterrupted extends OfSession {
  readonly type: 'SessionInterrupted';
  readonly at: Instant;
  readonly because: InterruptionCause;
}

/** A session that was thought to be interrupted gives a sign of life. */
export interface SessionResumed extends OfSession {
  readonly type: 'SessionResumed';
  readonly at: Instant;
}

/** On whose account a session runs. */
export interface SessionDriverKnown extends OfSession {
  readonly type: 'SessionDriverKnown';
  readonly accountId: string;
}

export interface SessionPriced extends OfSession {
  readonly type: 'SessionPriced';
  readonly amount: string;
  readonly currency: string;
  /** Whose wallet it is taken from, where the session ran on one. */
  readonly walletId?: string;
  /** All that was decided. */
  readonly price: StationEvents['SessionPriced'];
}

/** A session that has ended is without a price. */
export interface SessionPricingFailed extends OfSession {
  readonly type: 'SessionPricingFailed';
  readonly failed: StationEvents['SessionPricingFailed'];
}

/** A session is now the one at this connector. */
export interface ConnectorTaken extends OfSession, Place {
  readonly type: 'ConnectorTaken';
  readonly at: Instant;
}

/** A session is no longer the one at this connector. */
export interface ConnectorFreed extends OfSession, Place {
  readonly type: 'ConnectorFreed';
}

type ReportedVariable = VariablesReported['variables'][number];

/** One variable of a report; see {@link VariablesReported}. */
export interface VariableReported extends ReportedVariable {
  readonly type: 'VariableReported';
  readonly at: Instant;
}

type SwappedBattery = BatterySwapped['batteries'][number];

/** One battery of a swap; see {@link BatterySwapped}. */
export interface BatterySwappedInOrOut extends SwappedBattery {
  readonly type: 'BatterySwappedInOrOut';
  readonly at: Instant;
  readonly direction: BatterySwapped['direction'];
}

/** Any message, in either direction. */
export interface MessageExchanged {
  readonly type: 'MessageExchanged';
  readonly version: OcppVersion;
  readonly action: string;
  readonly direction: MessageDirection;
  readonly kind: MessageKind;
  readonly deviates: boolean;
}

export interface StationConnected {
  readonly type: 'StationConnected';
  readonly connection: StationEvents['StationConnected'];
}

/** The newest connection is gone; the end of an older one is no news. */
export interface StationDisconnected {
  readonly type: 'StationDisconnected';
  readonly cause: StationEvents['StationDisconnected']['cause'];
}

/** How far the station's clock is ahead of ours. */
export interface ClockSkewEstimated {
  readonly type: 'ClockSkewEstimated';
  readonly skewMs: number;
}

export interface CommandSent extends OfCommand {
  readonly type: 'CommandSent';
  readonly action: string;
  readonly messageId: string;
}

export interface CommandAnswered extends OfCommand {
  readonly type: 'CommandAnswered';
  readonly accepted: boolean;
  readonly answer: JsonObject;
  readonly answerStatus?: string;
  /** Accepted, and a reading is to come of it. */
  readonly awaitsReading: boolean;
}

/** The station answered with a CALLERROR. */
export interface CommandFailed extends OfCommand {
  readonly type: 'CommandFailed';
  readonly errorCode: string;
  readonly errorDescription: string;
}

export interface CommandUnanswered extends OfCommand {
  readonly type: 'CommandUnanswered';
  readonly cause: StationEvents['CallUnanswered']['cause'];
}

/** The reading that a battery request brought. A triggered one replaces one that merely came next. */
export interface CommandReadingTaken extends OfCommand, PlaceIfSaid {
  readonly type: 'CommandReadingTaken';
  readonly at: Instant;
  readonly sessionId?: string;
  readonly readings: readonly Reading[];
}
