import type { FactSource } from '@wattledger/charging';
import type { Reading } from '@wattledger/ocpp';
import { connectorsTable } from '../tables/connectors.ts';
import type { ConnectorRow, LatestReading, LatestReadings } from '../tables/connectors.ts';
import { readModel } from './read-model.ts';

interface At {
  readonly evseId?: number;
  readonly connectorId?: number;
}

const rowAt = (row: ConnectorRow | undefined, { evseId = 0, connectorId = 0 }: At, { stationId }: FactSource): ConnectorRow =>
  row ?? { stationId, evseId, connectorId, readings: {} };

/** Every connector, and in OCPP 2.x every EVSE as its connector 0. What concerns the whole station is in `stations`. */
export const connectors = readModel<ConnectorRow>({
  name: 'connectors',
  version: 1,
  table: connectorsTable,
  key: (fact, { stationId }) => {
    const { evseId = 0, connectorId = 0 }: At = 'evseId' in fact ? fact : {};
    return evseId === 0 ? undefined : [stationId, evseId, connectorId];
  },
  on: {
    ConnectorStatusReported: (row, fact, source) => {
      if (fact.outdated) return row;
      const { status, errorCode, info, vendorErrorCode, at } = fact;
      return { ...rowAt(row, fact, source), status, errorCode, errorInfo: info, vendorErrorCode, statusAt: at };
    },

    AvailabilityChanged: (row, fact, source) => ({
      ...rowAt(row, fact, source),
      operative: fact.operative,
      availabilityScheduled: fact.scheduled,
    }),

    ConnectorTaken: (row, fact, source) => ({
      ...rowAt(row, fact, source),
      currentSessionId: fact.sessionId,
      lastSessionId: fact.sessionId,
    }),

    ConnectorFreed: (row, { sessionId }) =>
      row?.currentSessionId === sessionId ? { ...row, currentSessionId: undefined, availabilityScheduled: undefined } : row,

    ReservationChanged: (row, fact, source) => {
      if (fact.status === 'Reserved') return { ...rowAt(row, fact, source), reservationId: fact.reservationId };
      return row?.reservationId === fact.reservationId ? { ...row, reservationId: undefined } : row;
    },

    MetersRead: (row, fact, source) => {
      const known = rowAt(row, fact, source);
      const readings = withReadings(known.readings, fact.readings, fact.at, fact.outdated);
      if (readings === known.readings) return row;
      return { ...known, readings, readAt: known.readAt !== undefined && fact.outdated ? known.readAt : fact.at };
    },
  },
});

/** The newest value of every quantity. Replayed readings fill gaps, but push nothing newer aside. */
function withReadings(known: LatestReadings, readings: readonly Reading[], at: string, outdated: boolean): LatestReadings {
  let next: Record<string, LatestReading> | undefined;
  for (const reading of readings) {
    const name = nameOf(reading);
    if (outdated && known[name]) continue;
    next ??= { ...known };
    next[name] = { value: reading.value, unit: reading.unit, at, context: reading.context };
  }
  return next ?? known;
}

function nameOf({ measurand, phase, location }: Reading): string {
  const ofPhase = phase === undefined ? measurand : `${measurand}/${phase}`;
  return location === 'Outlet' ? ofPhase : `${ofPhase}@${location}`;
}
