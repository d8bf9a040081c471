import type { Instant, JsonObject } from '@wattledger/kernel';

/**
 * What a message means, whatever OCPP version said it.
 *
 * `at` is the station's own time where it sent a credible one, else the time of receipt: it is never later than that, but for a
 * few minutes by which clocks differ. Tokens are sealed texts.
 * `evseId` and `connectorId` 0 mean the whole station; OCPP 1.6 knows connectors only, there `evseId` equals `connectorId`.
 */
export type Fact =
  | StationBooted
  | StationAdmitted
  | HeartbeatHeard
  | ConnectorStatusReported
  | AuthorizationAsked
  | AuthorizationAnswered
  | SessionStarted
  | SessionUpdated
  | SessionEnded
  | MetersRead
  | ReservationChanged
  | AvailabilityChanged
  | VariablesReported
  | ProfilesAnswered
  | ProfilesReported
  | TariffsReported
  | StationEventReported
  | SecurityEventReported
  | FirmwareStatusReported
  | LogStatusReported
  | BatterySwapped
  | CostAnnounced;

export type FactType = Fact['type'];

/** When something happened at a station. */
export interface StationTime {
  readonly at: Instant;
  /**
   * What the station's clock showed, where that lies so far ahead of the receipt that `at` is the receipt. It tells of the clock
   * and recognises what is told again; nothing is put in order by it.
   */
  readonly saidAt?: Instant;
}

export interface Place {
  readonly evseId: number;
  readonly connectorId: number;
}

/**
 * A place as far as the message says it: 2.x names the EVSE of a transaction when it becomes known and may leave it out
 * afterwards, and its meter values name no connector. Absent is unknown, 0 is the whole station.
 */
export type PlaceIfSaid = Partial<Place>;

export interface StationBooted {
  readonly type: 'StationBooted';
  readonly at: Instant;
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  /** 2.x `reason`; absent in 1.6. */
  readonly reason?: string;
  readonly iccid?: string;
  readonly imsi?: string;
  readonly meterType?: string;
  readonly meterSerialNumber?: string;
}

/** The platform's answer to a boot. */
export interface StationAdmitted {
  readonly type: 'StationAdmitted';
  readonly at: Instant;
  readonly status: 'Accepted' | 'Pending' | 'Rejected';
  readonly heartbeatSeconds: number;
}

export interface HeartbeatHeard {
  readonly type: 'HeartbeatHeard';
  readonly at: Instant;
}

export interface ConnectorStatusReported extends Place, StationTime {
  readonly type: 'ConnectorStatusReported';
  /** As the station said it: nine values in 1.6, five in 2.x. */
  readonly status: string;
  /** 1.6 `errorCode`, absent for `NoError`. */
  readonly errorCode?: string;
  readonly info?: string;
  readonly vendorId?: string;
  readonly vendorErrorCode?: string;
}

export interface AuthorizationAsked {
  readonly type: 'AuthorizationAsked';
  readonly at: Instant;
  readonly token: string;
  readonly tokenType?: string;
}

export interface AuthorizationAnswered {
  readonly type: 'AuthorizationAnswered';
  readonly at: Instant;
  readonly token: string;
  readonly status: string;
}

/** A transaction in the station's words. The id is text: 1.6 integers are printed in full. */
interface OfTransaction {
  readonly transactionId: string;
}

export interface SessionStarted extends PlaceIfSaid, OfTransaction, StationTime {
  readonly type: 'SessionStarted';
  readonly token?: string;
  readonly tokenType?: string;
  /** Register of the energy meter at the start, Wh; 1.6 sends it, in 2.x it comes as a reading. */
  readonly meterStartWh?: number;
  readonly reservationId?: number;
  readonly remoteStartId?: number;
  /** Told later than it happened, because the station had no connection. */
  readonly offline: boolean;
  /** What made 2.x start it (`triggerReason`). */
  readonly trigger?: string;
  readonly chargingState?: string;
  readonly seqNo?: number;
}

export interface SessionUpdated extends PlaceIfSaid, OfTransaction, StationTime {
  readonly type: 'SessionUpdated';
  readonly chargingState?: string;
  readonly trigger?: string;
  readonly token?: string;
  readonly tokenType?: string;
  readonly remoteStartId?: number;
  readonly reservationId?: number;
  readonly offline: boolean;
  readonly seqNo?: number;
}

/** 1.6 does not say where. */
export interface SessionEnded extends PlaceIfSaid, OfTransaction, StationTime {
  readonly type: 'SessionEnded';
  readonly meterStopWh?: number;
  /** `stoppedReason` in 2.x, `reason` in 1.6; `Local` when the station leaves it out, as both documents say. */
  readonly reason: string;
  /** The token that stopped it, where one did. */
  readonly token?: string;
  readonly trigger?: string;
  readonly offline: boolean;
  readonly seqNo?: number;
}

/** One sampled value, in the base unit of its quantity. */
export interface Reading {
  /** OCPP's name, `Energy.Active.Import.Register` when the station leaves it out. */
  readonly measurand: string;
  /** Wh, W, A, V, Celsius, Percent, varh, var, VAh, VA, Hz ...: prefixes and multipliers are worked in. */
  readonly unit: string;
  readonly value: number;
  readonly phase?: string;
  /** `Outlet` when the station leaves it out. */
  readonly location: string;
  /** `Sample.Periodic` when the station leaves it out. */
  readonly context: string;
  /** 2.x `signedMeterValue`, as it came: the proof of `value`. */
  readonly signed?: JsonObject;
}

/** A signed value that comes without a plain one: 1.6 `format: SignedData`. What it proves is inside. */
export interface SignedReading extends Omit<Reading, 'value' | 'signed'> {
  /** In 1.6 `{ signedMeterData }`, in 2.x as it came. */
  readonly signed: JsonObject;
}

/** What the meters of one place showed at one instant. A 1.6 StopTransaction does not say where. */
export interface MetersRead extends PlaceIfSaid, StationTime {
  readonly type: 'MetersRead';
  /** Absent for readings outside a transaction (clock-aligned, triggered). */
  readonly transactionId?: string;
  readonly readings: readonly Reading[];
  /** Absent when there are none. */
  readonly signedReadings?: readonly SignedReading[];
}

export interface ReservationChanged {
  readonly type: 'ReservationChanged';
  readonly at: Instant;
  readonly reservationId: number;
  readonly status: 'Reserved' | 'Cancelled' | 'Expired' | 'Removed' | 'NoTransaction' | 'Used';
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly token?: string;
  readonly expiresAt?: Instant;
}

/** The station has accepted (or scheduled) a change between operative and inoperative. */
export interface AvailabilityChanged extends Place {
  readonly type: 'AvailabilityChanged';
  readonly at: Instant;
  readonly operative: boolean;
  readonly scheduled: boolean;
}

/** Configuration as the station reports it. A 1.6 key is a variable of the component `Station`. */
export interface VariablesReported extends StationTime {
  readonly type: 'VariablesReported';
  readonly variables: readonly {
    readonly component: string;
    /** Tells components of one name apart, as do `evseId` and `connectorId`. */
    readonly componentInstance?: string;
    readonly evseId?: number;
    readonly connectorId?: number;
    readonly variable: string;
    readonly variableInstance?: string;
    /** `Actual`, `Target`, `MinSet` or `MaxSet`. */
    readonly attribute: string;
    /** Absent when the station keeps it to itself (write-only). */
    readonly value?: string;
    readonly mutability?: string;
  }[];
}

/** A 2.x station was asked for charging profiles by their ids: it has none of them, or reports follow (use case K09). */
export interface ProfilesAnswered extends StationTime {
  readonly type: 'ProfilesAnswered';
  readonly requestId: number;
  readonly profileIds: readonly number[];
  readonly reportsFollow: boolean;
}

/** A charging profile that a station holds, as far as it tells; of several schedules the first. */
export interface HeldProfile {
  readonly id: number;
  /** 0: of the whole station, or of each EVSE. */
  readonly evseId: number;
  readonly stackLevel?: number;
  readonly purpose?: string;
  /** `A` or `W`. */
  readonly rateUnit?: string;
  /** In their order; without a limit (2.1) whatever there is may be drawn. */
  readonly periods: readonly { readonly startPeriod: number; readonly limit?: number }[];
}

/** 2.x ReportChargingProfiles: all or some of what was asked for. */
export interface ProfilesReported extends StationTime {
  readonly type: 'ProfilesReported';
  readonly requestId: number;
  readonly profiles: readonly HeldProfile[];
  /** OCPP's `tbc`: the report goes on. */
  readonly toBeContinued: boolean;
}

/** A tariff that a station holds. */
export interface HeldTariff {
  readonly tariffId: string;
  /** `DefaultTariff` or `DriverTariff`. */
  readonly kind: string;
  /** Absent: the station does not say, or for all. */
  readonly evseIds?: readonly number[];
}

/** A 2.1 station tells which tariffs it holds (use case I09). */
export interface TariffsReported extends StationTime {
  readonly type: 'TariffsReported';
  /** The EVSE it was asked about; 0: all. */
  readonly evseId: number;
  readonly tariffs: readonly HeldTariff[];
}

/** 2.x NotifyEvent, one per `eventData`. */
export interface StationEventReported extends PlaceIfSaid, StationTime {
  readonly type: 'StationEventReported';
  readonly transactionId?: string;
  readonly component: string;
  readonly variable: string;
  readonly trigger: string;
  readonly actualValue: string;
  readonly cleared: boolean;
  readonly techCode?: string;
  readonly techInfo?: string;
}

export interface SecurityEventReported extends StationTime {
  readonly type: 'SecurityEventReported';
  readonly event: string;
  readonly techInfo?: string;
}

export interface FirmwareStatusReported {
  readonly type: 'FirmwareStatusReported';
  readonly at: Instant;
  readonly status: string;
  readonly requestId?: number;
}

/** Diagnostics (1.6) and log uploads. */
export interface LogStatusReported {
  readonly type: 'LogStatusReported';
  readonly at: Instant;
  readonly status: string;
  readonly requestId?: number;
}

/** OCPP 2.1 battery swap: a battery went in or came out. */
export interface BatterySwapped {
  readonly type: 'BatterySwapped';
  readonly at: Instant;
  readonly requestId: number;
  readonly direction: 'In' | 'Out' | 'OutTimeout';
  readonly token?: string;
  readonly batteries: readonly {
    readonly evseId: number;
    readonly serialNumber: string;
    readonly stateOfChargePercent: number;
    readonly stateOfHealthPercent: number;
    readonly productionDate?: string;
  }[];
}

/** 2.x: the total cost the platform told the station or its driver. */
export interface CostAnnounced extends OfTransaction {
  readonly type: 'CostAnnounced';
  readonly at: Instant;
  readonly totalCost: number;
}
