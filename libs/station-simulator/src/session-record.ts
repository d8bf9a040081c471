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
