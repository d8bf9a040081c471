import type { JsonObject } from '@wattledger/kernel';
import type { Connector, Sample, Transaction, TransactionLimit } from './connector.ts';
import type { TransactionMessage } from './outbox.ts';
import type { StopReason } from './session-record.ts';

export const simulatedVersions = ['1.6', '2.0.1', '2.1'] as const;
export type SimulatedVersion = (typeof simulatedVersions)[number];

/** Why the station starts up; OCPP 1.6 does not tell. */
export type BootReason = 'PowerUp' | 'RemoteReset' | 'ScheduledReset' | 'Triggered';

export interface StationIdentity {
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly firmwareVersion: string;
}

export type SampleContext = 'Transaction.Begin' | 'Sample.Periodic' | 'Trigger' | 'Transaction.End';

/** When something about a transaction happened, what the meter showed, and whether the platform could be told at once. */
export interface Moment {
  readonly at: Date;
  readonly offline: boolean;
  readonly sample: Sample;
  readonly context: SampleContext;
}

/** What made the station send an update. */
export type UpdateTrigger = 'ChargingStateChanged' | 'MeterValuePeriodic' | 'Trigger';

/** What the platform says about an id token: an OCPP status, and in 2.1 limits on the transaction. */
export interface TokenVerdict {
  /** Absent when the platform says nothing about the token. */
  readonly status?: string;
  /** The group (1.6: parent) it belongs to. */
  readonly group?: string;
  readonly limit?: TransactionLimit;
  readonly totalCost?: number;
}

/** How one OCPP version says what a station has to say, and understands the answers. */
export interface Dialect {
  readonly version: SimulatedVersion;
  readonly subprotocol: string;
  bootNotification(identity: StationIdentity, reason: BootReason): JsonObject;
  statusNotification(connector: Connector, at: Date): JsonObject;
  /** The station as a whole, where the version has a status for that (1.6 connector 0). */
  stationStatus?(at: Date): JsonObject;
  authorize(idToken: string): JsonObject;
  /** Of the answer to Authorize, StartTransaction, StopTransaction or TransactionEvent; undefined when it says nothing. */
  verdict(answer: JsonObject): TokenVerdict | undefined;
  newTransactionId(): string | number;
  transactionStarted(transaction: Transaction, moment: Moment): TransactionMessage;
  transactionUpdated(transaction: Transaction, moment: Moment, trigger: UpdateTrigger): TransactionMessage | undefined;
  transactionEnded(transaction: Transaction, moment: Moment, reason: StopReason, idToken?: string): TransactionMessage;
  /** Meter values outside of the transaction's own messages. */
  meterValues(connector: Connector, moment: Moment): JsonObject;
}
