import type { Connector } from './connector.ts';

/** OCPP 2.x `chargingState`; OCPP 1.6 tells it as connector status. */
export type ChargingState = 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';

export type StopReason =
  | 'Local'
  | 'Remote'
  | 'EVDisconnected'
  | 'DeAuthorized'
  | 'UnlockCommand'
  | 'HardReset'
  | 'SoftReset'
  | 'PowerLoss'
  | 'EnergyLimitReached'
  | 'SOCLimitReached'
  | 'TimeLimitReached'
  | 'Other';

/** Limits the platform sets on a transaction (OCPP 2.1 `transactionLimit`). */
export interface TransactionLimit {
  readonly energyWh?: number;
  readonly seconds?: number;
  readonly socPercent?: number;
}

/** A transaction in progress, as the station keeps it. */
export interface Transaction {
  /** Made by the station (2.x), or given by the platform (1.6): there `-1` until the answer to StartTransaction is here. */
  id: string | number | bigint;
  readonly connector: Connector;
  readonly idToken: string;
  readonly startedAt: Date;
  readonly meterStartWh: number;
  readonly startSocPercent: number;
  readonly remoteStartId?: number;
  readonly reservationId?: number;
  /** Number of the next TransactionEvent (2.x). */
  seqNo: number;
  chargingState: ChargingState;
  limit: TransactionLimit;
  /** Until when the battery has been charged in the model. */
  chargedUntil: Date;
  /** The latest total the platform told (2.x `CostUpdated`, `totalCost`). */
  totalCost?: number;
}

/** A finished transaction: what the station will stand by when the platform's books are checked. */
export interface SessionRecord {
  readonly stationId: string;
  readonly connectorId: number;
  readonly version: string;
  /** Text, also of a 1.6 number; `-1` when the platform never gave one. */
  readonly transactionId: string;
  readonly idToken: string;
  readonly startedAt: string;
  readonly stoppedAt: string;
  readonly meterStartWh: number;
  readonly meterStopWh: number;
  readonly startSocPercent: number;
  readonly stopSocPercent: number;
  readonly reason: StopReason;
}
