import { sessionsTable } from '@wattledger/read-models';
import type { SessionRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import { loader } from '../rows/loaders.ts';

/** A session by its id. */
export const sessionById = loader<string, SessionRow | undefined>(async (rows, ids) => {
  const found = await rows.withKeys(
    sessionsTable,
    [...new Set(ids)].map((id) => [id]),
  );
  const byId = new Map(found.map((row) => [row.sessionId, row]));
  return ids.map((id) => byId.get(id));
});

const { is, isIn } = columnsIn(sessionsTable);

/** The sessions that go on at a station. */
export const activeSessionsOf = loader<string, readonly SessionRow[]>(async (rows, stationIds) => {
  const found = await rows.where(sessionsTable, is('state')('active'), isIn('stationId')([...new Set(stationIds)]));
  const byStation = Map.groupBy(found, ({ stationId }) => stationId);
  return stationIds.map((id) => byStation.get(id) ?? []);
});
