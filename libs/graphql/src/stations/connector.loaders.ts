import { batteriesTable, connectorsTable } from '@wattledger/read-models';
import type { BatteryRow, ConnectorRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import { loader } from '../rows/loaders.ts';

const { isIn } = columnsIn(connectorsTable);

/** The connectors of a station. */
export const connectorsOf = loader<string, readonly ConnectorRow[]>(async (rows, stationIds) => {
  const found = await rows.where(connectorsTable, isIn('stationId')([...new Set(stationIds)]));
  const byStation = Map.groupBy(found, ({ stationId }) => stationId);
  return stationIds.map((id) => byStation.get(id) ?? []);
});

export interface PlaceKey {
  readonly stationId: string;
  readonly evseId: number;
  /** When absent, any connector of the EVSE. */
  readonly connectorId?: number | null;
}

const batteries = columnsIn(batteriesTable);

/** The newest battery at a place: of the session there, or what was measured there outside of any session. */
export const batteryAt = loader<PlaceKey, BatteryRow | undefined>(
  async (rows, places) => {
    const connectors = await rows.where(
      connectorsTable,
      isIn('stationId')([...new Set(places.map(({ stationId }) => stationId))]),
    );
    const candidates = places.map((place) => connectors.filter((connector) => isAt(connector, place)).flatMap(batteryIdsOf));
    const found = await rows.where(batteriesTable, batteries.isIn('batteryId')([...new Set(candidates.flat())]));
    const byId = new Map(found.map((row) => [row.batteryId, row]));
    return candidates.map((ids) => newest(ids.flatMap((id) => byId.get(id) ?? [])));
  },
  ({ stationId, evseId, connectorId }) => JSON.stringify([stationId, evseId, connectorId ?? null]),
);

/** The newest battery at a connector whose row is known. */
export const batteryOfConnector = loader<ConnectorRow, BatteryRow | undefined>(
  async (rows, connectors) => {
    const candidates = connectors.map(batteryIdsOf);
    const found = await rows.where(batteriesTable, batteries.isIn('batteryId')([...new Set(candidates.flat())]));
    const byId = new Map(found.map((row) => [row.batteryId, row]));
    return candidates.map((ids) => newest(ids.flatMap((id) => byId.get(id) ?? [])));
  },
  ({ stationId, evseId, connectorId }) => JSON.stringify([stationId, evseId, connectorId]),
);

const isAt = (connector: ConnectorRow, { stationId, evseId, connectorId }: PlaceKey): boolean =>
  connector.stationId === stationId &&
  connector.evseId === evseId &&
  (connectorId === undefined || connectorId === null || connector.connectorId === connectorId);

/** While a session goes on, its battery is the one that is plugged in. */
function batteryIdsOf({ stationId, evseId, connectorId, currentSessionId, lastSessionId }: ConnectorRow): string[] {
  if (currentSessionId !== undefined) return [currentSessionId];
  const outsideOfSessions = `${stationId}:${evseId}:${connectorId}`;
  return lastSessionId === undefined ? [outsideOfSessions] : [lastSessionId, outsideOfSessions];
}

const newest = (batteries: readonly BatteryRow[]): BatteryRow | undefined =>
  batteries.reduce<BatteryRow | undefined>(
    (best, battery) => (best && best.measuredAt >= battery.measuredAt ? best : battery),
    undefined,
  );
