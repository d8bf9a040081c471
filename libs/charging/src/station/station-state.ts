import type { Instant } from '@wattledger/kernel';
import type { OcppMessage, PlaceIfSaid } from '@wattledger/ocpp';
import type { InterruptionCause } from '../session/session-state.ts';
import { unknownClock } from './station-clock.ts';
import type { ClockEstimate } from './station-clock.ts';

/**
 * What must be remembered of a station to understand its next message.
 *
 * Plain JSON, stored as one row per station. Every list has a cap, so its size does not grow with the station's history.
 */
export interface StationState {
  readonly stationId: string;
  readonly connectionEpoch?: number;
  readonly connected: boolean;
  /** The station's call that waits for the platform's answer; exchanges of a station never overlap. */
  readonly stationCall?: CallInFlight;
  /** The platform's calls that wait for the station's answer, oldest first. */
  readonly platformCalls: readonly CallInFlight[];
  /** Begun and not ended, oldest first; interrupted ones included. */
  readonly openSessions: readonly OpenSession[];
  /** Lately ended, oldest first: what is told again about them is recognised. */
  readonly endedSessions: readonly EndedSession[];
  /** By `evseId:connectorId`: how new the newest status and readings are, milliseconds of the platform's time. */
  readonly places: Readonly<Record<string, PlaceTimes>>;
  readonly clock: ClockEstimate;
  /** Where the reservations are that have not ended, by their id: their end does not say it. */
  readonly reservations: Readonly<Record<string, PlaceIfSaid>>;
  /** Battery requests whose reading is still to come. */
  readonly awaitedReadings: readonly AwaitedReading[];
  /** The platform asked for a BootNotification: the next one is no restart. */
  readonly bootAsked?: boolean;
  /** Drivers who were accepted for sessions that the station has not told of yet. */
  readonly expectedDrivers?: readonly ExpectedDriver[];
}

export interface ExpectedDriver {
  readonly transactionId: string;
  readonly accountId: string;
}

export interface CallInFlight {
  /** Its payload is empty where the answer can be understood without it, or where it was too large to be kept. */
  readonly message: OcppMessage;
  readonly commandId?: string;
}

/** A session as its station's context needs it; what it sold is kept in its own row. */
export interface OpenSession extends PlaceIfSaid {
  readonly sessionId: string;
  /** The station's id of it, and others it was given when the station told of the start again. */
  readonly transactionIds: readonly string[];
  /** False while only later messages have been heard of it. */
  readonly startHeard: boolean;
  readonly startedAt: Instant;
  /** What the station's clock showed then, where it was too far ahead to be believed. */
  readonly startSaidAt?: Instant;
  readonly tokenSubject?: string;
  readonly meterStartWh?: number;
  readonly interrupted?: InterruptionCause;
  /** Highest TransactionEvent number heard; -1 where there are none (1.6). */
  readonly seqNo: number;
  /** `seqNo@time` of the latest TransactionEvents: the same again is a repetition. */
  readonly heard: readonly string[];
}

export interface EndedSession extends OpenSession {
  readonly endedAt: Instant;
}

export interface PlaceTimes {
  readonly statusMs?: number;
  readonly readMs?: number;
}

export interface AwaitedReading {
  readonly commandId: string;
  readonly messageId: string;
  /** Absent: of any place. */
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly accepted: boolean;
  /** A reading has been taken that was not triggered; a triggered one is better. */
  readonly taken: boolean;
  readonly untilMs: number;
}

export const newStation = (stationId: string): StationState => ({
  stationId,
  connected: false,
  platformCalls: [],
  openSessions: [],
  endedSessions: [],
  places: {},
  clock: unknownClock,
  reservations: {},
  awaitedReadings: [],
});

/** The list with one more at its end, and at most `cap` of the newest. */
export const appendCapped = <Item>(items: readonly Item[], item: Item, cap: number): readonly Item[] =>
  items.length < cap ? [...items, item] : [...items.slice(items.length - cap + 1), item];
