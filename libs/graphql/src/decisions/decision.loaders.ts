import { decisionsTable } from '@wattledger/read-models';
import type { DecisionRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import { loader } from '../rows/loaders.ts';

/** A decision by the id of its event. */
export const decisionById = loader<string, DecisionRow | undefined>(async (rows, ids) => {
  const found = await rows.withKeys(
    decisionsTable,
    [...new Set(ids)].map((id) => [id]),
  );
  const byId = new Map(found.map((row) => [row.eventId, row]));
  return ids.map((id) => byId.get(id));
});

const { isIn } = columnsIn(decisionsTable);

/** What was decided about a session, in the order of the log. */
export const decisionsOfSession = loader<string, readonly DecisionRow[]>(async (rows, sessionIds) => {
  const found = await rows.where(decisionsTable, isIn('sessionId')([...new Set(sessionIds)]));
  const bySession = Map.groupBy(
    found.toSorted((one, other) => one.position - other.position),
    ({ sessionId }) => sessionId,
  );
  return sessionIds.map((id) => bySession.get(id) ?? []);
});
