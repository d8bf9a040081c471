import { stationsTable } from '@wattledger/read-models';
import type { StationRow } from '@wattledger/read-models';
import { loader } from '../rows/loaders.ts';

/** A station by its id. */
export const stationById = loader<string, StationRow | undefined>(async (rows, ids) => {
  const found = await rows.withKeys(
    stationsTable,
    [...new Set(ids)].map((id) => [id]),
  );
  const byId = new Map(found.map((row) => [row.stationId, row]));
  return ids.map((id) => byId.get(id));
});
