import type { FactSource } from '@wattledger/charging';
import { stationsTable } from '../tables/stations.ts';
import type { StationRow } from '../tables/stations.ts';
import { readModel } from './read-model.ts';

type Changes = Partial<StationRow>;

/** The station's row with what is new in it; the first thing heard of a station makes its row. */
function withChanges(row: StationRow | undefined, { stationId, receivedAt }: FactSource, changes: Changes): StationRow {
  return row ? { ...row, ...changes } : { stationId, connected: false, firstSeenAt: receivedAt, ...changes };
}

/** What is known of every station: who it is, whether it is there, and how it does. */
export const stations = readModel<StationRow>({
  name: 'stations',
  version: 3,
  table: stationsTable,
  key: (fact, { stationId }) =>
    fact.type === 'CommandRequested' || fact.type === 'CommandExpired' || fact.type === 'CommandRefused' ? undefined : stationId,
  on: {
    MessageExchanged: (row, { direction, version }, source) => {
      if (direction === 'toStation') return row;
      if (row?.ocppVersion === version) return { ...row, lastSeenAt: source.receivedAt };
      return withChanges(row, source, { lastSeenAt: source.receivedAt, ocppVersion: version });
    },

    StationConnected: (row, { connection: { ocppVersion, remoteAddress, authentication, securityProfile, node } }, source) =>
      withChanges(row, source, {
        ocppVersion,
        remoteAddress,
        authentication,
        securityProfile,
        node,
        connected: true,
        connectionEpoch: source.connectionEpoch,
        connectedSince: source.receivedAt,
        lastSeenAt: source.receivedAt,
      }),

    StationDisconnected: (row, { cause }, source) =>
      withChanges(row, source, {
        connected: false,
        connectedSince: undefined,
        disconnectedAt: source.receivedAt,
        disconnectCause: cause,
      }),

    StationBooted: (
      row,
      { at, vendor, model, serialNumber, firmwareVersion, reason, iccid, imsi, meterType, meterSerialNumber },
      source,
    ) =>
      withChanges(row, source, {
        vendor,
        model,
        serialNumber,
        firmwareVersion,
        iccid,
        imsi,
        meterType,
        meterSerialNumber,
        bootedAt: at,
        bootReason: reason,
      }),

    StationAdmitted: (row, { status, heartbeatSeconds }, source) =>
      withChanges(row, source, { registrationStatus: status, heartbeatSeconds }),

    StationPlaced: (row, { siteId, groups, timeZone }, source) => withChanges(row, source, { siteId, groups, timeZone }),

    ClockSkewEstimated: (row, { skewMs }, source) => withChanges(row, source, { clockSkewMs: skewMs }),

    ConnectorStatusReported: (row, { evseId, outdated, status, errorCode, info, vendorErrorCode, at }, source) =>
      evseId !== 0 || outdated
        ? row
        : withChanges(row, source, { status, errorCode, errorInfo: info, vendorErrorCode, statusAt: at }),

    AvailabilityChanged: (row, { evseId, operative }, source) => (evseId === 0 ? withChanges(row, source, { operative }) : row),

    FirmwareStatusReported: (row, { status, at }, source) =>
      withChanges(row, source, { firmwareStatus: status, firmwareStatusAt: at }),

    LogStatusReported: (row, { status, at }, source) => withChanges(row, source, { logStatus: status, logStatusAt: at }),

    SecurityEventReported: (row, { event, at }, source) =>
      withChanges(row, source, { lastSecurityEvent: event, lastSecurityEventAt: at }),
  },
});
