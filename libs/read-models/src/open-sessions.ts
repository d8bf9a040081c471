import type { Kysely } from 'kysely';
import type { Position } from '@wattledger/event-log';
import type { ReadModels } from './tables/index.ts';

/** Where the oldest session of each station began that has not ended. */
export async function openSessions(rows: Kysely<ReadModels>): Promise<(stationId: string) => Position | undefined> {
  const found = await rows
    .selectFrom('sessions')
    .select(['stationId', ({ fn }) => fn.min('startPosition').as('since')])
    .where('state', '!=', 'ended')
    .groupBy('stationId')
    .execute();
  const since = new Map(found.map((row) => [row.stationId, row.since ?? 0]));
  return (stationId) => since.get(stationId);
}
