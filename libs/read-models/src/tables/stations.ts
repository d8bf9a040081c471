import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A station as it is now, as far as it has told. */
export interface StationRow {
  readonly stationId: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  readonly iccid?: string;
  readonly imsi?: string;
  readonly meterType?: string;
  readonly meterSerialNumber?: string;
  readonly ocppVersion?: string;

  readonly connected: boolean;
  /** Counts the station's connections. */
  readonly connectionEpoch?: number;
  readonly connectedSince?: Instant;
  readonly disconnectedAt?: Instant;
  readonly disconnectCause?: string;
  readonly remoteAddress?: string;
  readonly authentication?: string;
  /** OCPP's, 0 to 3, of the newest connection. */
  readonly securityProfile?: number;
  /** The process of the platform that holds its line, or held it last. */
  readonly node?: string;
  /** When the platform last received anything of it. */
  readonly lastSeenAt?: Instant;

  readonly bootedAt?: Instant;
  readonly bootReason?: string;
  /** `Accepted`, `Pending` or `Rejected`: the platform's answer to the newest boot. */
  readonly registrationStatus?: string;
  readonly heartbeatSeconds?: number;
  /** How far the station's clock is ahead of the platform's, milliseconds; negative when it is behind. */
  readonly clockSkewMs?: number;

  /** What the station says of itself as a whole (connector 0 in 1.6). */
  readonly status?: string;
  readonly errorCode?: string;
  readonly errorInfo?: string;
  readonly vendorErrorCode?: string;
  readonly statusAt?: Instant;
  readonly operative?: boolean;

  readonly firmwareStatus?: string;
  readonly firmwareStatusAt?: Instant;
  readonly logStatus?: string;
  readonly logStatusAt?: Instant;
  readonly lastSecurityEvent?: string;
  readonly lastSecurityEventAt?: Instant;

  /** Where somebody says it stands. */
  readonly siteId?: string;
  /** The groups it was put in. */
  readonly groups?: readonly string[];
  readonly timeZone?: string;

  /** When the log first mentions it. */
  readonly firstSeenAt: Instant;
}

export const stationsTable = table<StationRow>({
  name: 'stations',
  columns: {
    stationId: 'text',
    vendor: 'text?',
    model: 'text?',
    serialNumber: 'text?',
    firmwareVersion: 'text?',
    iccid: 'text?',
    imsi: 'text?',
    meterType: 'text?',
    meterSerialNumber: 'text?',
    ocppVersion: 'text?',
    connected: 'boolean',
    connectionEpoch: 'integer?',
    connectedSince: 'text?',
    disconnectedAt: 'text?',
    disconnectCause: 'text?',
    remoteAddress: 'text?',
    authentication: 'text?',
    securityProfile: 'integer?',
    node: 'text?',
    lastSeenAt: 'text?',
    bootedAt: 'text?',
    bootReason: 'text?',
    registrationStatus: 'text?',
    heartbeatSeconds: 'integer?',
    clockSkewMs: 'integer?',
    status: 'text?',
    errorCode: 'text?',
    errorInfo: 'text?',
    vendorErrorCode: 'text?',
    statusAt: 'text?',
    operative: 'boolean?',
    firmwareStatus: 'text?',
    firmwareStatusAt: 'text?',
    logStatus: 'text?',
    logStatusAt: 'text?',
    lastSecurityEvent: 'text?',
    lastSecurityEventAt: 'text?',
    siteId: 'text?',
    groups: 'json?',
    timeZone: 'text?',
    firstSeenAt: 'text',
  },
  key: ['stationId'],
  indexes: [['connected', 'node'], ['lastSeenAt'], ['siteId']],
});
