import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** The newest value of one quantity at one place. */
export interface LatestReading {
  readonly value: number;
  readonly unit: string;
  readonly at: Instant;
  readonly context: string;
}

/** By `measurand`, `measurand/phase`, `measurand@location` or `measurand/phase@location`; the location `Outlet` is left out. */
export type LatestReadings = Readonly<Record<string, LatestReading>>;

/** A connector as it is now. In OCPP 1.6 `evseId` equals `connectorId`; in 2.x connector 0 stands for the EVSE as a whole. */
export interface ConnectorRow {
  readonly stationId: string;
  readonly evseId: number;
  readonly connectorId: number;
  /** As the station said it: nine values in 1.6, five in 2.x. */
  readonly status?: string;
  readonly errorCode?: string;
  readonly errorInfo?: string;
  readonly vendorErrorCode?: string;
  readonly statusAt?: Instant;
  readonly operative?: boolean;
  /** The change of `operative` waits for the running session to end. */
  readonly availabilityScheduled?: boolean;
  /** The session that is charging or parked here now. */
  readonly currentSessionId?: string;
  /** The newest session here, the current one included. */
  readonly lastSessionId?: string;
  readonly reservationId?: number;
  readonly readings: LatestReadings;
  readonly readAt?: Instant;
}

export const connectorsTable = table<ConnectorRow>({
  name: 'connectors',
  columns: {
    stationId: 'text',
    evseId: 'integer',
    connectorId: 'integer',
    status: 'text?',
    errorCode: 'text?',
    errorInfo: 'text?',
    vendorErrorCode: 'text?',
    statusAt: 'text?',
    operative: 'boolean?',
    availabilityScheduled: 'boolean?',
    currentSessionId: 'text?',
    lastSessionId: 'text?',
    reservationId: 'integer?',
    readings: 'json',
    readAt: 'text?',
  },
  key: ['stationId', 'evseId', 'connectorId'],
  indexes: [['status'], ['currentSessionId']],
});
